/** Copying or moving items into another space. */
import { Select } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useRun } from "../../../ui/engine-hooks";
import type { SpaceRequest } from "../../../ui/spaces/ask";
import { useSpaces } from "../../../ui/spaces/known-spaces";
import { useSpaceName } from "../../../ui/spaces/space-mark";
import { useAct } from "../../../ui/spaces/use-act";
import { writesIn } from "../../../ui/spaces/writes-in";
import { showDone } from "../../../ui/toasts";
import { Dialog } from "./dialog";
import classes from "./dialog.module.css";

export interface CopyToSpaceProps {
	readonly wish: Extract<SpaceRequest, { is: "copy" }>;
	onClose(): void;
}

export function CopyToSpace({ wish, onClose }: CopyToSpaceProps): ReactNode {
	const { t } = useTranslation("spaces");
	const { ids, title, from, move, into } = wish;
	const act = useAct();
	const run = useRun();
	const nameOf = useSpaceName();
	const { all, loading } = useSpaces();
	const targets = all.filter((space) => space.space !== from && writesIn(space));
	const [chosen, setChosen] = useState<string | null>(into ?? null);
	const target = targets.find(({ space }) => space === chosen) ?? (targets.length === 1 ? targets[0] : undefined);
	const words = move ? "move" : "copy";
	const send = async (): Promise<boolean> => {
		if (target === undefined) return false;
		const made = await act("copy-to-space", { ids, space: target.space, move });
		if (made === null) return false;
		const at = Date.now();
		const undo = [
			...made.ids.map((id) => ({ do: "trash", id, params: { at } })),
			...made.trashed.map((id) => ({ do: "restore", id, params: {} })),
		];
		showDone({ message: t(`${words}.done`, { title, space: nameOf(target) }), undo: async () => void (await run(undo)) });
		return true;
	};
	return (
		<Dialog
			title={t(`${words}.title`, { title })}
			action={t(`${words}.action`)}
			ready={target !== undefined}
			onSend={send}
			onClose={onClose}
		>
			{targets.length === 0 && !loading ? (
				<p className={classes.warning}>{t("copy.nowhere")}</p>
			) : (
				<Select
					label={t("copy.into")}
					data-autofocus
					data={targets.map((space) => ({ value: space.space, label: nameOf(space) }))}
					value={target?.space ?? null}
					onChange={setChosen}
					allowDeselect={false}
				/>
			)}
			<p className={classes.note}>{t(`${words}.note`)}</p>
		</Dialog>
	);
}
