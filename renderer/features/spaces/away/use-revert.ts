/** Taking back what others did to an item: as a new change of one's own, so that nothing leaves the history. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { AwayChange } from "../../../engine/spaces-contract";
import { useEngine } from "../../../ui/engine-context";
import { useExplain, useRun } from "../../../ui/engine-hooks";
import { showDone, showProblem } from "../../../ui/toasts";
import { comparePage, withoutTheirs } from "../../wiki";

/** How something can be taken back: by the text before it, by the trash, or not at all from here. */
export type WayBack = "compare" | "trash" | null;

export interface Revert {
	wayBack(change: AwayChange): WayBack;
	/** Shows the page with what came marked. */
	compare(change: AwayChange): void;
	/** True when it was taken back; otherwise the person was told why. */
	takeBack(change: AwayChange, title: string): Promise<boolean>;
}

function wayBack(change: AwayChange): WayBack {
	if (change.made || change.trashed) return "trash";
	return change.kind === "page" && change.before.length > 0 ? "compare" : null;
}

export function useRevert(): Revert {
	const { t } = useTranslation("spaces");
	const engine = useEngine();
	const run = useRun();
	const explain = useExplain();
	return useMemo(
		() => ({
			wayBack,
			compare: (change) => comparePage(change.id, { heads: change.before, time: change.time }),
			async takeBack(change, title) {
				const trash = { do: "trash", id: change.id, params: { at: Date.now() } };
				const restore = { do: "restore", id: change.id, params: {} };
				if (change.trashed) return (await run([restore], { done: t("away.restored", { title }), undo: [trash] })) !== null;
				if (change.made) return (await run([trash], { done: t("away.trashed", { title }), undo: [restore] })) !== null;
				try {
					const { commands, undo } = await withoutTheirs(engine, change.id, change.before, change.after);
					if (commands.length === 0) {
						showDone({ message: t("away.alreadyGone", { title }) });
						return true;
					}
					return (await run(commands, { done: t("away.reverted", { title }), undo })) !== null;
				} catch (error) {
					showProblem(explain(error));
					return false;
				}
			},
		}),
		[engine, run, explain, t],
	);
}
