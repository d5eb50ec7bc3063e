/** Asks below which page another one shall lie. */
import { Button, Modal, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ItemId, Row } from "../../../../shared/model/item";
import { useEngine, useQuery, useTitleOf } from "../../../ui";
import { usePageActions } from "../page/use-page-actions";
import classes from "./move-page.module.css";

const MOST = 12;

export function MovePage({ page, onClose }: { readonly page: Row; onClose(): void }): ReactNode {
	const { t } = useTranslation("wiki");
	const engine = useEngine();
	const actions = usePageActions();
	const titleOf = useTitleOf();
	const [typed, setTyped] = useState("");
	const [problem, setProblem] = useState("");
	const found = useQuery("complete", { typed, kinds: ["page"], limit: MOST }, { keepPrevious: true });
	const rows = [...new Map((found.data ?? []).map(({ row }) => [row.id, row])).values()].filter(
		(row) => row.id !== page.id && row.space === page.space,
	);
	const move = async (parent: ItemId | null): Promise<void> => {
		const path = parent === null ? [] : await engine.ask("path", { id: parent }).catch(() => []);
		if (path.some(({ id }) => id === page.id)) return setProblem(t("move.intoItself"));
		await actions.place(page.id, parent, null);
		onClose();
	};
	return (
		<Modal opened onClose={onClose} title={t("move.title", { title: titleOf(page) })} closeButtonProps={{ "aria-label": t("close") }}>
			<TextInput
				data-autofocus
				label={t("move.below")}
				placeholder={t("move.placeholder")}
				value={typed}
				error={problem === "" ? undefined : problem}
				onChange={(event) => {
					setTyped(event.currentTarget.value);
					setProblem("");
				}}
				onKeyDown={(event) => {
					const [first] = rows;
					if (event.key === "Enter" && first !== undefined) void move(first.id);
				}}
			/>
			<ul className={classes.list}>
				<li>
					<Button variant="subtle" fullWidth justify="start" onClick={() => void move(null)} disabled={page.parent === ""}>
						{t("move.top")}
					</Button>
				</li>
				{rows.map((row) => (
					<li key={row.id}>
						<Button variant="subtle" fullWidth justify="start" onClick={() => void move(row.id)}>
							{titleOf(row)}
						</Button>
					</li>
				))}
			</ul>
		</Modal>
	);
}
