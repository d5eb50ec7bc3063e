/** Choosing a collection: all of them as a tree, found by typing, or a new one made on the way. */
import { Combobox, Input, InputBase, useCombobox } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { cleanTitle } from "../../../../shared/model/names";
import { showProblem, useEngine, useExplain } from "../../../ui";
import type { ChosenCollection } from "../model/chosen-collection";
import { type CollectionForest, matchingPlaces } from "../model/collection-forest";
import classes from "./collection-picker.module.css";

/** More are reached by typing. */
const MOST_SHOWN = 200;
const TOP = "top";
const NEW_AT_TOP = "new-at-top";
const NEW_INSIDE = "new-inside";

export interface CollectionPickerProps {
	readonly label: string;
	readonly forest: CollectionForest;
	readonly chosen: ChosenCollection;
	/** Where a new one at the top is made; null: in one's own space. */
	readonly space: string | null;
	onChoose(chosen: ChosenCollection): void;
	/** Takes the focus when it appears. */
	readonly first?: boolean;
}

export function CollectionPicker({ label, forest, chosen, space, onChoose, first }: CollectionPickerProps): ReactNode {
	const { t } = useTranslation("bookmarks");
	const engine = useEngine();
	const explain = useExplain();
	const [typed, setTyped] = useState("");
	const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
	const found = matchingPlaces(forest, typed, MOST_SHOWN);
	const name = cleanTitle(typed);
	const nameTaken = found.some(({ row }) => row.title.toLocaleLowerCase() === name.toLocaleLowerCase());
	const inside = chosen.made === null && chosen.id !== null ? forest.byId.get(chosen.id) : undefined;

	const submit = (value: string): void => {
		// Its id says in which space it lives, which the engine knows.
		const make = (parent: string | null): void =>
			void engine.act("new-id", { parent, space }).then(
				({ id }) => onChoose({ id, made: { title: name, parent } }),
				(error: unknown) => showProblem(explain(error)),
			);
		if (value === TOP) onChoose({ id: null, made: null });
		else if (value === NEW_AT_TOP) make(null);
		else if (value === NEW_INSIDE) make(chosen.id);
		else onChoose({ id: value, made: null });
		setTyped("");
		combobox.closeDropdown();
	};

	const current = chosen.made?.title ?? (chosen.id === null ? "" : (forest.byId.get(chosen.id)?.path.join(" / ") ?? ""));
	return (
		<Combobox store={combobox} onOptionSubmit={submit} withinPortal transitionProps={{ duration: 0 }}>
			<Combobox.Target withExpandedAttribute>
				<InputBase
					label={label}
					role="combobox"
					rightSection={<Combobox.Chevron />}
					rightSectionPointerEvents="none"
					value={combobox.dropdownOpened ? typed : current}
					placeholder={combobox.dropdownOpened && current !== "" ? current : t("picker.none")}
					data-autofocus={first || undefined}
					onChange={(event) => {
						setTyped(event.currentTarget.value);
						combobox.openDropdown();
						combobox.updateSelectedOptionIndex();
					}}
					onClick={() => combobox.openDropdown()}
					onBlur={() => {
						combobox.closeDropdown();
						setTyped("");
					}}
					description={chosen.made === null ? undefined : <Input.Description component="span">{t("picker.willBeMade")}</Input.Description>}
				/>
			</Combobox.Target>
			<Combobox.Dropdown>
				<Combobox.Options mah={280} className={classes.options} aria-label={label}>
					{typed === "" && <Combobox.Option value={TOP}>{t("picker.none")}</Combobox.Option>}
					{found.map(({ row, depth, path }) => (
						<Combobox.Option key={row.id} value={row.id} active={row.id === chosen.id} aria-label={path.join(", ")}>
							{typed === "" ? (
								<span style={{ paddingInlineStart: depth * 16 }}>{row.title}</span>
							) : (
								<>
									{row.title}
									{path.length > 1 && <span className={classes.path}>{path.slice(0, -1).join(" / ")}</span>}
								</>
							)}
						</Combobox.Option>
					))}
					{name !== "" && !nameTaken && <Combobox.Option value={NEW_AT_TOP}>{t("picker.make", { name })}</Combobox.Option>}
					{name !== "" && !nameTaken && inside !== undefined && (
						<Combobox.Option value={NEW_INSIDE}>{t("picker.makeInside", { name, parent: inside.row.title })}</Combobox.Option>
					)}
					{typed === "" && forest.places.length > MOST_SHOWN && <p className={classes.hint}>{t("picker.typeForMore")}</p>}
				</Combobox.Options>
			</Combobox.Dropdown>
		</Combobox>
	);
}
