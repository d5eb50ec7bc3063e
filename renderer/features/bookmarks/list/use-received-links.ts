/** Links that are dropped on the list or pasted into it. */
import { type DragEvent, useEffect, useRef, useState } from "react";
import { useDialog } from "../dialog/dialog-state";
import { ITEMS_TYPE } from "../model/dragged-items";
import { type FoundAddress, foundAddresses } from "../model/found-addresses";

const WELCOME = ["text/uri-list", "text/x-moz-url", "text/plain"];

export interface ReceivedLinks {
	/** Whether a link is being held over the list. */
	readonly over: boolean;
	readonly handlers: {
		onDragOver(event: DragEvent): void;
		onDragLeave(event: DragEvent): void;
		onDrop(event: DragEvent): void;
	};
}

/** `onFound` gets the addresses; none when what came has no address in it that may be kept. */
export function useReceivedLinks(onFound: (found: readonly FoundAddress[]) => void): ReceivedLinks {
	const [over, setOver] = useState(false);
	const latest = useRef(onFound);
	latest.current = onFound;

	useEffect(() => {
		const onPaste = (event: ClipboardEvent): void => {
			const { clipboardData } = event;
			if (clipboardData === null || isEditable(event.target) || useDialog.getState().dialog.is !== "none") return;
			event.preventDefault();
			latest.current(foundAddresses((type) => clipboardData.getData(type)));
		};
		document.addEventListener("paste", onPaste);
		return () => document.removeEventListener("paste", onPaste);
	}, []);

	const welcome = (event: DragEvent): boolean => {
		const { types } = event.dataTransfer;
		// Our own rows are already here, and files are another matter.
		return !types.includes(ITEMS_TYPE) && !types.includes("Files") && WELCOME.some((type) => types.includes(type));
	};
	return {
		over,
		handlers: {
			onDragOver: (event) => {
				if (!welcome(event)) return;
				event.preventDefault();
				event.dataTransfer.dropEffect = "copy";
				setOver(true);
			},
			onDragLeave: (event) => {
				if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget)) setOver(false);
			},
			onDrop: (event) => {
				setOver(false);
				if (!welcome(event)) return;
				event.preventDefault();
				latest.current(foundAddresses((type) => event.dataTransfer.getData(type)));
			},
		},
	};
}

function isEditable(target: EventTarget | null): boolean {
	return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}
