/** Servers and laptops that this one exchanges changes with, and how each is reached. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { RemoteStatus } from "../../../engine/spaces-contract";
import { useWords } from "../../../ui/words";
import classes from "./sync.module.css";
import { useSyncWords } from "./use-status-words";

const TONES = { connecting: "busy", connected: "good", offline: "none", paused: "none", refused: "bad" } as const;

export function RemoteList({ remotes }: { readonly remotes: readonly RemoteStatus[] }): ReactNode {
	const { t } = useTranslation("spaces");
	const words = useWords();
	const said = useSyncWords();
	if (remotes.length === 0) return <p className={classes.quiet}>{t("sync.nobody")}</p>;
	return (
		<ul className={classes.copies}>
			{remotes.map((remote) => {
				const name = said.remote(remote);
				const met = remote.lastMet === null ? t("remote.neverMet") : t("remote.met", { ago: words.ago(remote.lastMet) });
				return (
					<li key={remote.remote} className={classes.copy} data-tone={TONES[remote.state]}>
						<span className={classes.remoteName}>{name.charAt(0).toLocaleUpperCase() + name.slice(1)}</span>{" "}
						{[t(`remote.state.${remote.state}`), met].join(" · ")}
						{remote.problem === "" ? null : <p className={classes.problem}>{said.problem(remote.problem)}</p>}
					</li>
				);
			})}
		</ul>
	);
}
