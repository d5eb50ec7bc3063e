/** Two versions of a page side by side, or as one text with what was added and taken away. */
import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { Button, SegmentedControl } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorState, Skeleton, useQuery, useWords } from "../../../ui";
import { wikiMarkdown } from "../editor/language/markdown-language";
import type { Comparison } from "../page/page-view";
import classes from "./panels.module.css";

type Mode = "unified" | "sides";

export interface CompareViewProps {
	readonly page: string;
	readonly comparison: Comparison;
	readonly now: string;
	readonly editable: boolean;
	onRestore(text: string): void;
	onClose(): void;
}

/** Work limit of the comparison: beyond it changes are shown coarser. */
const SCAN_LIMIT = 2000;

function looks(label: string, unchanged: string): Extension {
	return [
		EditorState.readOnly.of(true),
		EditorView.editable.of(false),
		EditorView.lineWrapping,
		EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
		EditorState.phrases.of({ "$ unchanged lines": unchanged }),
		wikiMarkdown(),
	];
}

export function CompareView({ page, comparison, now, editable, onRestore, onClose }: CompareViewProps): ReactNode {
	const { t } = useTranslation("wiki");
	const words = useWords();
	const host = useRef<HTMLDivElement>(null);
	const [mode, setMode] = useState<Mode>("unified");
	const older = useQuery("versionText", { id: page, heads: comparison.older.heads });
	const later = useQuery("versionText", comparison.newer === null ? null : { id: page, heads: comparison.newer.heads });
	const before = older.data;
	const after = comparison.newer === null ? now : later.data;
	const beforeLabel = words.dateTime(comparison.older.time);
	const afterLabel = comparison.newer === null ? t("compare.now") : words.dateTime(comparison.newer.time);

	const unchanged = t("compare.unchanged");
	useEffect(() => {
		const parent = host.current;
		if (parent === null || before === undefined || after === undefined) return;
		const diffConfig = { scanLimit: SCAN_LIMIT };
		const collapseUnchanged = { margin: 3, minSize: 6 };
		if (mode === "sides") {
			const view = new MergeView({
				parent,
				a: { doc: before, extensions: looks(beforeLabel, unchanged) },
				b: { doc: after, extensions: looks(afterLabel, unchanged) },
				diffConfig,
				collapseUnchanged,
				gutter: false,
			});
			return () => view.destroy();
		}
		const view = new EditorView({
			parent,
			doc: after,
			extensions: [
				looks(afterLabel, unchanged),
				unifiedMergeView({ original: before, mergeControls: false, diffConfig, collapseUnchanged, gutter: false }),
			],
		});
		return () => view.destroy();
	}, [mode, before, after, beforeLabel, afterLabel, unchanged]);

	const error = older.error ?? later.error;
	return (
		<section aria-label={t("compare.label")} className={classes.compare}>
			<div className={classes.compareHead}>
				<h2 className={classes.compareTitle}>{t("compare.between", { older: beforeLabel, newer: afterLabel })}</h2>
				<SegmentedControl
					size="xs"
					aria-label={t("compare.mode")}
					value={mode}
					onChange={(value) => setMode(value === "sides" ? "sides" : "unified")}
					data={[
						{ value: "unified", label: t("compare.unified") },
						{ value: "sides", label: t("compare.sides") },
					]}
				/>
				{editable && before !== undefined ? (
					<Button size="xs" onClick={() => onRestore(before)}>
						{t("compare.restore")}
					</Button>
				) : null}
				<Button size="xs" variant="filled" onClick={onClose}>
					{t("compare.close")}
				</Button>
			</div>
			{error !== null ? <ErrorState error={error} /> : null}
			{before === undefined || after === undefined ? error === null ? <Skeleton shape="page" /> : null : null}
			{before !== undefined && before === after ? <p className={classes.note}>{t("compare.same")}</p> : null}
			<div ref={host} className="wiki-compare" data-mode={mode} />
		</section>
	);
}
