/** Name, colour and picture of a person, as fields. */
import { Button, TextInput } from "@mantine/core";
import { type ReactNode, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Card } from "../../../engine/spaces-contract";
import { Avatar } from "../../../ui/spaces/avatar";
import { CARD_COLOURS } from "../../../ui/spaces/card-colours";
import { showProblem } from "../../../ui/toasts";
import classes from "./card-fields.module.css";
import { squarePicture } from "./square-picture";

export interface CardFieldsProps {
	readonly card: Card;
	readonly label?: string;
	readonly note?: string;
	onChange(card: Card): void;
	/** The name is finished: left, or Enter was pressed. */
	onNamed?(): void;
}

export function CardFields({ card, label, note, onChange, onNamed }: CardFieldsProps): ReactNode {
	const { t } = useTranslation("spaces");
	const file = useRef<HTMLInputElement>(null);
	const colours = useId();
	const take = async (picked: Blob | undefined): Promise<void> => {
		if (picked === undefined) return;
		const picture = await squarePicture(picked).catch(() => null);
		if (picture === null) showProblem({ message: t("you.noPicture"), advice: t("you.noPictureAdvice"), details: picked.type });
		else onChange({ ...card, picture });
	};
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: pasting and dropping are further ways beside the button.
		<div
			className={classes.card}
			data-takes-files
			onPaste={(event) => {
				const pasted = [...event.clipboardData.files].find(({ type }) => type.startsWith("image/"));
				if (pasted === undefined) return;
				event.preventDefault();
				void take(pasted);
			}}
			onDragOver={(event) => event.preventDefault()}
			onDrop={(event) => {
				event.preventDefault();
				void take(event.dataTransfer.files[0]);
			}}
		>
			<Avatar card={card} size={72} />
			<div className={classes.fields}>
				<TextInput
					className={classes.name ?? ""}
					label={label ?? t("you.name")}
					description={note ?? t("you.nameNote")}
					maxLength={200}
					autoComplete="off"
					value={card.name}
					onChange={(event) => onChange({ ...card, name: event.currentTarget.value })}
					onBlur={() => onNamed?.()}
					onKeyDown={(event) => {
						if (event.key === "Enter") onNamed?.();
					}}
				/>
				<div role="radiogroup" aria-labelledby={colours}>
					<p id={colours} className="mantine-InputWrapper-label">
						{t("you.colour")}
					</p>
					<div className={classes.colours}>
						{CARD_COLOURS.map((colour, index) => (
							<label key={colour} className={classes.colour} style={{ background: colour }} title={t(`you.colours.${index}`)}>
								<input
									type="radio"
									name={colours}
									aria-label={t(`you.colours.${index}`)}
									checked={card.colour === colour}
									onChange={() => onChange({ ...card, colour })}
								/>
							</label>
						))}
					</div>
				</div>
				<div className={classes.picture}>
					<input
						ref={file}
						type="file"
						accept="image/*"
						hidden
						onChange={(event) => {
							void take(event.currentTarget.files?.[0]);
							event.currentTarget.value = "";
						}}
					/>
					<Button size="compact-sm" onClick={() => file.current?.click()}>
						{t(card.picture === null ? "you.choosePicture" : "you.otherPicture")}
					</Button>
					{card.picture === null ? null : (
						<Button size="compact-sm" variant="subtle" onClick={() => onChange({ ...card, picture: null })}>
							{t("you.removePicture")}
						</Button>
					)}
					<span className={classes.hint}>{t("you.pictureHint")}</span>
				</div>
			</div>
		</div>
	);
}
