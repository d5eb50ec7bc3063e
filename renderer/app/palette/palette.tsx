/** Search or do anything: one box, everything by keyboard. */
import { Modal } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { closePalette, openPalette, useFrame } from "../../ui/frame-state";
import { Keys } from "../../ui/keys";
import { useLater } from "../../ui/later";
import type { Choice, ChoiceGroup } from "./choices";
import { PALETTE_BOX } from "./early-keys";
import classes from "./palette.module.css";
import { useChoices } from "./use-choices";

export function Palette(): ReactNode {
	const { t } = useTranslation("app");
	return (
		<Modal.Root opened onClose={closePalette} centered={false} yOffset="11vh" size={640} padding={0}>
			<Modal.Overlay />
			<Modal.Content aria-label={t("palette.title")} classNames={{ content: classes.content ?? "" }}>
				<Modal.Body className={classes.body ?? ""}>
					<PaletteBox />
				</Modal.Body>
			</Modal.Content>
		</Modal.Root>
	);
}

function PaletteBox(): ReactNode {
	const { t } = useTranslation("app");
	const list = useId();
	const text = useFrame((state) => state.palette.text);
	const [active, setActive] = useState(0);
	const { groups, waiting, settled } = useChoices(text);
	/** Enter was pressed while what is shown did not answer what was typed. */
	const [entered, setEntered] = useState(false);
	const slow = useLater(waiting, text);
	const box = useRef<HTMLDivElement>(null);
	const choices = groups.flatMap((group) => group.choices);
	const current = choices[Math.min(active, choices.length - 1)];

	useEffect(() => {
		if (current !== undefined) document.getElementById(`${list}-${current.id}`)?.scrollIntoView({ block: "nearest" });
	}, [current, list]);

	const choose = (choice: Choice | undefined): void => {
		setEntered(false);
		if (choice === undefined) return;
		closePalette();
		void choice.perform();
	};
	useEffect(() => {
		if (entered && settled) choose(current);
	});

	const onKeyDown = (event: KeyboardEvent): void => {
		const last = choices.length - 1;
		const moves: Readonly<Record<string, number>> = {
			ArrowDown: active >= last ? 0 : active + 1,
			ArrowUp: active <= 0 ? last : active - 1,
			PageDown: Math.min(last, active + 8),
			PageUp: Math.max(0, active - 8),
		};
		const next = moves[event.key];
		if (next !== undefined) {
			setActive(Math.max(0, next));
			setEntered(false);
		} else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
			// Who has gone to a choice with the arrows means what is shown; who only typed means what answers it.
			if (settled || active > 0) choose(current);
			else setEntered(true);
		} else return;
		event.preventDefault();
	};

	return (
		<div ref={box} className={classes.palette}>
			<div className={classes.box}>
				<IconSearch size={18} stroke={1.7} aria-hidden="true" />
				<input
					id={PALETTE_BOX}
					data-autofocus
					role="combobox"
					aria-expanded="true"
					aria-controls={list}
					aria-activedescendant={current === undefined ? undefined : `${list}-${current.id}`}
					aria-label={t("searchOrDo")}
					aria-autocomplete="list"
					autoComplete="off"
					spellCheck={false}
					placeholder={t("searchOrDo")}
					className={classes.input}
					value={text}
					onChange={(event) => {
						openPalette(event.currentTarget.value);
						setActive(0);
						setEntered(false);
					}}
					onKeyDown={onKeyDown}
				/>
				<Keys shortcut="Esc" />
			</div>
			<div id={list} role="listbox" aria-label={t("palette.results")} className={classes.list}>
				{groups.map((group) => (
					<Group
						key={group.id}
						group={group}
						list={list}
						current={current}
						onChoose={choose}
						onPoint={(choice) => setActive(choices.indexOf(choice))}
					/>
				))}
			</div>
			{choices.length === 0 && !waiting ? <p className={classes.nothing}>{t("palette.nothing")}</p> : null}
			{slow ? <p className={classes.nothing}>{t("palette.searching")}</p> : null}
			<p className={classes.hint}>{t("palette.hint")}</p>
			<div role="status" className="visually-hidden">
				{text === "" ? "" : t("palette.count", { count: choices.length })}
			</div>
		</div>
	);
}

interface GroupProps {
	readonly group: ChoiceGroup;
	readonly list: string;
	readonly current: Choice | undefined;
	onChoose(choice: Choice): void;
	onPoint(choice: Choice): void;
}

function Group({ group, list, current, onChoose, onPoint }: GroupProps): ReactNode {
	const { t } = useTranslation("app");
	return (
		// biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a listbox.
		<div role="group" aria-label={t(`palette.${group.id}`)}>
			<p className={classes.group} aria-hidden="true">
				{t(`palette.${group.id}`)}
			</p>
			{group.choices.map((choice) => (
				// biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus and names the active option.
				// biome-ignore lint/a11y/useKeyWithClickEvents: keys are dealt with in the box.
				<div
					key={choice.id}
					id={`${list}-${choice.id}`}
					role="option"
					aria-selected={choice === current}
					className={classes.choice}
					onMouseMove={() => {
						if (choice !== current) onPoint(choice);
					}}
					onClick={() => onChoose(choice)}
				>
					<span className={classes.icon} aria-hidden="true">
						<choice.icon size={16} stroke={1.6} />
					</span>
					<span className={classes.words}>
						<span className={choice.written ? classes.written : undefined}>{choice.label}</span>
						{choice.detail === undefined ? null : <span className={classes.detail}>{choice.detail}</span>}
					</span>
					{choice.note === undefined ? null : <span className={classes.note}>{choice.note}</span>}
					{choice.shortcut === undefined ? null : <Keys shortcut={choice.shortcut} />}
				</div>
			))}
		</div>
	);
}
