/** How one space stands with everyone who has a copy, and what is nowhere but here. */
import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { RemoteStatus, SpaceSummary, SpaceWithRemote, SyncStatus } from "../../../engine/spaces-contract";
import { useWords, type Words } from "../../../ui/words";
import { hasElsewhere } from "./status-words";
import classes from "./sync.module.css";
import { useSyncWords } from "./use-status-words";

/** How a space stands with one remote, in a sentence without its subject. */
function standing(t: TFunction<"spaces">, words: Words, one: SpaceWithRemote, remote: RemoteStatus | undefined): string {
	if (one.upToDate) {
		return remote?.lastMet == null ? t("copies.upToDate") : t("copies.upToDateAgo", { ago: words.ago(remote.lastMet) });
	}
	const waits = [
		...(one.toSend > 0 ? [t("copies.toSend", { count: one.toSend, shown: words.number(one.toSend) })] : []),
		...(one.toReceive > 0 ? [t("copies.toReceive", { count: one.toReceive, shown: words.number(one.toReceive) })] : []),
	];
	if (waits.length === 0) waits.push(t("copies.notYet"));
	if (remote?.lastMet != null) waits.push(t("copies.lastMet", { ago: words.ago(remote.lastMet) }));
	return waits.join(" · ");
}

export function SpaceCopies({ space, sync }: { readonly space: SpaceSummary; readonly sync: SyncStatus }): ReactNode {
	const { t } = useTranslation("spaces");
	const words = useWords();
	const said = useSyncWords();
	const here = sync.spaces.find((one) => one.space === space.space);
	const remotes = here?.remotes ?? [];
	const onlyHere = here?.onlyHere ?? 0;
	const alone = !hasElsewhere(space, sync);
	return (
		<ul className={classes.copies}>
			{alone && onlyHere > 0 ? <li className={classes.quiet}>{t("copies.alone")}</li> : null}
			{alone || onlyHere === 0 ? null : (
				<li className={classes.copy} data-tone="busy">
					{t("status.onlyHereLong", { count: onlyHere, shown: words.number(onlyHere) })}
				</li>
			)}
			{remotes.map((one) => {
				const remote = sync.remotes.find(({ remote: name }) => name === one.remote);
				const refused = one.refused !== "";
				return (
					<li key={one.remote} className={classes.copy} data-tone={refused ? "bad" : one.upToDate ? "good" : "busy"}>
						<span className={classes.remoteName}>{remote === undefined ? t("remote.someLaptop") : said.remote(remote)}</span>{" "}
						{refused ? said.problem(one.refused) : standing(t, words, one, remote)}
					</li>
				);
			})}
			{remotes.length === 0 && onlyHere === 0 ? <li className={classes.quiet}>{t("copies.none")}</li> : null}
		</ul>
	);
}
