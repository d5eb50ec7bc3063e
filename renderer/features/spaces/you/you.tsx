/** Who one is, in the settings: what is changed is kept at once and shown to everyone one shares with. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Card } from "../../../engine/spaces-contract";
import { Skeleton } from "../../../ui/states";
import { CardFields } from "./card-fields";
import { useMe } from "./use-me";

export function You(): ReactNode {
	const me = useMe();
	if (!me.known) return <Skeleton shape="lines" count={3} />;
	return <Known card={me.card} introduce={me.introduce} />;
}

function Known({ card, introduce }: { readonly card: Card; introduce(card: Card): Promise<boolean> }): ReactNode {
	const [shown, setShown] = useState(card);
	const { name, colour, picture } = card;
	// Another laptop of the same person may have changed it meanwhile.
	// biome-ignore lint/correctness/useExhaustiveDependencies: every answer brings the same picture in other bytes.
	useEffect(() => setShown({ name, colour, picture }), [name, colour, picture?.length]);
	// Enter, and leaving the field after it, are one wish.
	const sent = useRef(name);
	const keep = async (wanted: Card): Promise<void> => {
		sent.current = wanted.name.trim();
		if (await introduce(wanted)) return;
		sent.current = name;
		setShown(card);
	};
	const onChange = (wanted: Card): void => {
		setShown(wanted);
		if (wanted.name === shown.name) void keep(wanted);
	};
	return (
		<CardFields
			card={shown}
			onChange={onChange}
			onNamed={() => {
				if (shown.name.trim() !== sent.current) void keep(shown);
			}}
		/>
	);
}
