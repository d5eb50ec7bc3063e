/** What an import or export took, changed and left out, and why; with the way to it and the way back. */
import { Button } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ImportReport, ReportEntry } from "../../../../shared/formats/contract";
import { useEngine } from "../../../ui/engine-context";
import { useExplain, useRun } from "../../../ui/engine-hooks";
import { routeOf } from "../../../ui/item";
import { VirtualList } from "../../../ui/list/virtual-list";
import { useNavigation } from "../../../ui/navigation";
import { showProblem } from "../../../ui/toasts";
import { useWords } from "../../../ui/words";
import classes from "../exchange.module.css";
import { type EntryGroup, groupEntries } from "./group-entries";

const KINDS = ["page", "bookmark", "collection", "file"] as const;

export function Report({ report }: { readonly report: ImportReport }): ReactNode {
	const { t, i18n } = useTranslation("exchange");
	const words = useWords();
	const taken = KINDS.flatMap((kind) => {
		const count = report.taken[kind] ?? 0;
		return count === 0 ? [] : [t(`report.${kind}`, { count, shown: words.number(count) })];
	});
	const list = new Intl.ListFormat(i18n.language, { type: "conjunction" });
	const quiet = report.changed.length === 0 && report.skipped.length === 0;
	return (
		<>
			<p className={classes.taken}>{taken.length === 0 ? t("report.nothing") : list.format(taken)}</p>
			{quiet ? <p className={classes.quiet}>{t("report.allWell")}</p> : null}
			<Entries of="changed" entries={report.changed} />
			<Entries of="skipped" entries={report.skipped} />
			<ReportActions report={report} />
		</>
	);
}

function Entries({ of, entries }: { readonly of: "changed" | "skipped"; readonly entries: readonly ReportEntry[] }): ReactNode {
	const { t } = useTranslation("exchange");
	const words = useWords();
	if (entries.length === 0) return null;
	const shown = words.number(entries.length);
	return (
		<>
			<h3 className={classes.summary}>{t(`report.${of}`, { count: entries.length, shown })}</h3>
			<ul className={classes.codes}>
				{groupEntries(entries).map((group) => (
					<CodeGroup key={group.code} group={group} />
				))}
			</ul>
		</>
	);
}

const ROW = 28;
const MOST_ROWS = 10;

function CodeGroup({ group }: { readonly group: EntryGroup }): ReactNode {
	const { t } = useTranslation("exchange");
	const words = useWords();
	const [open, setOpen] = useState(false);
	const id = useId();
	return (
		<li className={classes.code}>
			<button type="button" className={classes.codeHead} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
				<IconChevronRight size={14} aria-hidden="true" />
				<span className={classes.codeWords}>{t(`report.code.${group.code}`)}</span>
				<span className={classes.codeCount}>{words.number(group.entries.length)}</span>
			</button>
			<div id={id} hidden={!open}>
				{open ? (
					<div className={classes.entries} style={{ height: ROW * Math.min(group.entries.length, MOST_ROWS) + 8 }}>
						<VirtualList
							label={t("report.entries")}
							total={group.entries.length}
							itemAt={(index) => group.entries[index]}
							idOf={(entry) => `${entry.subject} ${entry.detail ?? ""}`}
							rowHeight={ROW}
							renderRow={(entry) => (
								<span className={classes.entry}>
									<span className={classes.subject}>{entry.subject}</span>
									<span className={classes.detail}>{entry.detail}</span>
								</span>
							)}
						/>
					</div>
				) : null}
			</div>
		</li>
	);
}

/** To what was made, and back to before it. */
function ReportActions({ report }: { readonly report: ImportReport }): ReactNode {
	const { t } = useTranslation("exchange");
	const engine = useEngine();
	const run = useRun();
	const explain = useExplain();
	const words = useWords();
	const go = useNavigation((state) => state.go);
	const [takenBack, setTakenBack] = useState(false);
	const { root, made } = report;
	if (made.length === 0 || takenBack) return null;
	const show = async (): Promise<void> => {
		try {
			const row = root === null ? null : await engine.ask("item", { id: root });
			go(row === null ? { screen: "home" } : routeOf(row));
		} catch (error) {
			showProblem(explain(error));
		}
	};
	const takeBack = async (): Promise<void> => {
		const done = await run(
			made.map((id) => ({ do: "trash", id })),
			{ done: t("takenBack", { count: made.length, shown: words.number(made.length) }), undo: made.map((id) => ({ do: "restore", id })) },
		);
		if (done !== null) setTakenBack(true);
	};
	return (
		<div className={classes.actions}>
			{root === null ? null : (
				<Button variant="filled" onClick={() => void show()}>
					{t("showIt")}
				</Button>
			)}
			<Button onClick={() => void takeBack()}>{t("takeBack")}</Button>
		</div>
	);
}
