/** What is safe where, in the top bar; opens the panel behind it. `otherwise` stands where nothing is shared with anyone. */

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "../../../ui/engine-hooks";
import { useFrame } from "../../../ui/frame-state";
import { askForSpaces } from "../../../ui/spaces/ask";
import { useSpaces } from "../../../ui/spaces/known-spaces";
import { statusOf } from "./status-words";
import classes from "./sync-line.module.css";
import { useSyncWords } from "./use-status-words";

const capital = (line: string): string => line.charAt(0).toLocaleUpperCase() + line.slice(1);

export function SyncLine({ otherwise }: { readonly otherwise: string }): ReactNode {
	const { t } = useTranslation("spaces");
	const settled = useFrame((state) => state.settled);
	const sync = useQuery("sync", settled ? {} : null);
	const { all } = useSpaces();
	const words = useSyncWords();
	const { tone, parts } = sync.data === undefined ? { tone: "good", parts: [] } : statusOf(sync.data, all);
	const [first, ...more] = parts.length === 0 ? [otherwise] : parts.map((part) => words.part(part));
	const said = [capital(first ?? otherwise), ...more];
	const title = said.join(t("status.and"));
	return (
		<button
			type="button"
			className={classes.line}
			aria-label={t("status.label", { status: title })}
			aria-haspopup="dialog"
			title={title}
			onClick={() => askForSpaces({ is: "sync" })}
		>
			<span className={classes.statements}>
				{said.map((statement, index) => (
					<span key={statement} className={classes.statement}>
						{index === 0 ? <span className={classes.dot} data-tone={tone} aria-hidden="true" /> : null}
						<span className={classes.words}>{(index > 0 ? t("status.and") : "") + statement}</span>
					</span>
				))}
			</span>
		</button>
	);
}
