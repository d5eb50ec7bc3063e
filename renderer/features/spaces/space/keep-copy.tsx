/** Takes what this laptop has of a space into one's own, with its history. */
import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ItemKind } from "../../../../shared/model/item";
import type { SpaceSummary } from "../../../engine/spaces-contract";
import { useEngine } from "../../../ui/engine-context";
import { useExplain, useRun } from "../../../ui/engine-hooks";
import { useSpaces } from "../../../ui/spaces/known-spaces";
import { useSpaceName } from "../../../ui/spaces/space-mark";
import { useAct } from "../../../ui/spaces/use-act";
import { showProblem } from "../../../ui/toasts";
import classes from "./space.module.css";

const KINDS: readonly ItemKind[] = ["page", "collection", "bookmark", "file"];

/** Nothing where there is nothing to keep. */
export function KeepCopy({ space }: { readonly space: SpaceSummary }): ReactNode {
	const { t } = useTranslation("spaces");
	const engine = useEngine();
	const explain = useExplain();
	const act = useAct();
	const run = useRun();
	const nameOf = useSpaceName();
	const own = useSpaces().all.find(({ kind }) => kind === "private");
	const [state, setState] = useState<"ready" | "busy" | "done">("ready");
	if (own === undefined || space.items === 0) return null;
	const keep = async (): Promise<boolean> => {
		const tops = await Promise.all(KINDS.map((kind) => engine.ask("children", { kind, parent: null, space: space.space })));
		const made: { ids: readonly string[] } = { ids: [] };
		const undo = (): Promise<unknown> => run(made.ids.map((id) => ({ do: "trash", id, params: { at: Date.now() } })));
		const params = { ids: tops.flat().map(({ id }) => id), space: own.space, move: false };
		const copied = await act("copy-to-space", params, { done: t("keepCopy.said", { name: nameOf(space) }), undo });
		made.ids = copied?.ids ?? [];
		return copied !== null;
	};
	const press = async (): Promise<void> => {
		setState("busy");
		const kept = await keep().catch((error: unknown) => {
			showProblem(explain(error));
			return false;
		});
		setState(kept ? "done" : "ready");
	};
	return (
		<div className={classes.buttons}>
			<Button size="compact-sm" disabled={state !== "ready"} onClick={() => void press()}>
				{t(`keepCopy.${state}`)}
			</Button>
		</div>
	);
}
