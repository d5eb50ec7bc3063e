/** Changing a bookmark. */
import { Modal } from "@mantine/core";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorState, Skeleton, showProblem, useEngine, useExplain, useRun } from "../../../ui";
import { edits, formOf } from "../model/bookmark-form";
import { asBookmark, type BookmarkRow } from "../model/bookmark-row";
import { ordersAfter } from "../model/bulk-change";
import { type CollectionForest, forestIn } from "../model/collection-forest";
import { wholeNotes } from "../model/whole-notes";
import { BookmarkFields, type FieldValues } from "./bookmark-fields";
import { usePlacing } from "./use-placing";

export interface EditDialogProps {
	readonly id: string;
	readonly forest: CollectionForest;
	onClose(): void;
}

type Loaded =
	| { readonly is: "loading" }
	| { readonly is: "ready"; readonly row: BookmarkRow; readonly note: string }
	| { readonly is: "gone" }
	| { readonly is: "failed"; readonly error: unknown };

export function EditDialog({ id, forest, onClose }: EditDialogProps): ReactNode {
	const { t } = useTranslation("bookmarks");
	const loaded = useLoaded(id);
	return (
		<Modal opened onClose={onClose} title={t("form.editTitle")} size={520} closeButtonProps={{ "aria-label": t("form.close") }}>
			{loaded.is === "loading" && <Skeleton shape="lines" count={4} />}
			{loaded.is === "gone" && <p>{t("form.gone")}</p>}
			{loaded.is === "failed" && <ErrorState error={loaded.error} />}
			{loaded.is === "ready" && <Editing row={loaded.row} note={loaded.note} forest={forest} onClose={onClose} />}
		</Modal>
	);
}

interface EditingProps {
	readonly row: BookmarkRow;
	readonly note: string;
	readonly forest: CollectionForest;
	onClose(): void;
}

function Editing({ row, note, forest: all, onClose }: EditingProps): ReactNode {
	const { t } = useTranslation("bookmarks");
	const run = useRun();
	const explain = useExplain();
	const place = usePlacing();
	const before = formOf(row, note);
	const forest = useMemo(() => forestIn(all, row.space), [all, row.space]);

	const save = async (values: FieldValues): Promise<boolean> => {
		try {
			const moved = values.collection.id !== before.collection;
			const { after, making, unmaking } = moved ? await place(values.collection) : { after: null, making: [], unmaking: [] };
			const changes = edits(row, before, { ...values, collection: values.collection.id }, ordersAfter(after, 1)[0] ?? "a0");
			if (changes.commands.length > 0) {
				const words = { done: t("form.changed"), undo: [...changes.undo, ...unmaking] };
				if ((await run([...making, ...changes.commands], words)) === null) return false;
			}
			onClose();
			return true;
		} catch (error) {
			showProblem(explain(error));
			return false;
		}
	};

	const initial: FieldValues = { ...before, collection: { id: before.collection, made: null } };
	return (
		<BookmarkFields
			initial={initial}
			forest={forest}
			space={row.space}
			self={row.id}
			submitLabel={t("form.save")}
			onSubmit={save}
			onCancel={onClose}
		/>
	);
}

/** The bookmark as it was when the dialog opened: what is typed is compared with that. */
function useLoaded(id: string): Loaded {
	const engine = useEngine();
	const [loaded, setLoaded] = useState<Loaded>({ is: "loading" });
	useEffect(() => {
		let current = true;
		const load = async (): Promise<Loaded> => {
			const row = asBookmark(await engine.ask("item", { id }));
			if (row === null) return { is: "gone" };
			const notes = await wholeNotes(engine, [row]);
			return { is: "ready", row, note: notes(row) };
		};
		load().then(
			(answer) => current && setLoaded(answer),
			(error: unknown) => current && setLoaded({ is: "failed", error }),
		);
		return () => {
			current = false;
		};
	}, [engine, id]);
	return loaded;
}
