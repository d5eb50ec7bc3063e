/** Keyboard shortcuts: how they are written, and how a pressed key is compared with one. */
import { type ReactNode, useEffect, useRef } from "react";
import classes from "./keys.module.css";
import { useShellInfo } from "./shell-context";

/** A shortcut as "Mod+Shift+B": `Mod` is Ctrl, and Command on a Mac. */
export type Shortcut = string;

interface Pressed {
	readonly key: string;
	readonly ctrlKey: boolean;
	readonly metaKey: boolean;
	readonly shiftKey: boolean;
	readonly altKey: boolean;
}

/** Whether the pressed keys are this shortcut. */
export function matches(event: Pressed, shortcut: Shortcut, mac: boolean): boolean {
	const parts = shortcut.split("+");
	const key = parts.at(-1) ?? "";
	const mod = parts.includes("Mod");
	return (
		event.key.toLowerCase() === key.toLowerCase() &&
		event.ctrlKey === ((mod && !mac) || parts.includes("Ctrl")) &&
		event.metaKey === (mod && mac) &&
		event.shiftKey === parts.includes("Shift") &&
		event.altKey === parts.includes("Alt")
	);
}

/** A shortcut as it is written on this system: "Ctrl K", "⌘ K". */
export function writeShortcut(shortcut: Shortcut, mac: boolean): string {
	const names: Readonly<Record<string, string>> = mac
		? { Mod: "⌘", Shift: "⇧", Alt: "⌥", ArrowLeft: "←", ArrowRight: "→" }
		: { Mod: "Ctrl", ArrowLeft: "←", ArrowRight: "→" };
	return shortcut
		.split("+")
		.map((part) => names[part] ?? part)
		.join(" ");
}

/** A shortcut, drawn as keys. */
export function Keys({ shortcut }: { readonly shortcut: Shortcut }): ReactNode {
	const mac = useShellInfo().platform === "darwin";
	return <kbd className={classes.keys}>{writeShortcut(shortcut, mac)}</kbd>;
}

/** Does something when a shortcut is pressed anywhere in the window while the component is mounted. */
export function useShortcut(shortcut: Shortcut, perform: () => void): void {
	const mac = useShellInfo().platform === "darwin";
	const latest = useRef(perform);
	latest.current = perform;
	useEffect(() => {
		const onKey = (event: KeyboardEvent): void => {
			if (event.defaultPrevented || !matches(event, shortcut, mac)) return;
			event.preventDefault();
			latest.current();
		};
		window.addEventListener("keydown", onKey);
		return () => window.removeEventListener("keydown", onKey);
	}, [shortcut, mac]);
}
