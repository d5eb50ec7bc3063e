/** A person, drawn small: their picture, or the first letters of their name on their colour. */
import { IconUser } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Card } from "../../engine/spaces-contract";
import { inkOn, safeColour } from "./card-colours";
import { initialsOf } from "./initials";
import classes from "./spaces.module.css";

function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
	return a === b || (a !== null && b !== null && a.length === b.length && a.every((byte, index) => byte === b[index]));
}

const JPEG_BEGINS = 0xff;

/** An address for a picture's bytes while it is shown; the same one while the bytes are the same. */
export function usePictureAddress(picture: Uint8Array | null): string | null {
	const kept = useRef<Uint8Array | null>(null);
	if (!sameBytes(kept.current, picture)) kept.current = picture;
	const bytes = kept.current;
	const [address, setAddress] = useState<string | null>(null);
	useEffect(() => {
		if (bytes === null) {
			setAddress(null);
			return;
		}
		const type = bytes[0] === JPEG_BEGINS ? "image/jpeg" : "image/png";
		const made = URL.createObjectURL(new Blob([bytes.slice()], { type }));
		setAddress(made);
		return () => URL.revokeObjectURL(made);
	}, [bytes]);
	return address;
}

export interface AvatarProps {
	readonly card: Card | null;
	/** Pixels. */
	readonly size?: number;
}

/** Decoration: the name stands beside it, or is the label of what is around it. */
export function Avatar({ card, size = 30 }: AvatarProps): ReactNode {
	const address = usePictureAddress(card?.picture ?? null);
	const colour = safeColour(card?.colour ?? "");
	const style = { width: size, height: size, background: colour, color: inkOn(colour), fontSize: Math.round(size * 0.38) };
	return (
		<span className={classes.avatar} style={style} aria-hidden="true">
			{address === null ? (
				initialsOf(card?.name ?? "") || <IconUser size={Math.round(size * 0.55)} stroke={1.8} />
			) : (
				<img src={address} alt="" width={size} height={size} />
			)}
		</span>
	);
}

/** What a person is called: their name, or words for somebody who has not said it, or whose card is still sealed. */
export function usePersonName(): (card: Card | null) => string {
	const { t } = useTranslation("spaces");
	return (card) => {
		if (card === null) return t("person.unknown");
		return card.name === "" ? t("person.unnamed") : card.name;
	};
}
