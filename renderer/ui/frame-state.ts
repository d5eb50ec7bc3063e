/** What screens tell the frame: where the person is, and whether there is something for the right panel. View state only. */
import { create } from "zustand";
import type { Route } from "./navigation";

/** One step of the way to where the person is. */
export interface TrailStep {
	readonly label: string;
	readonly route?: Route;
}

interface FrameState {
	/** From the outermost to where the person is. */
	readonly trail: readonly TrailStep[];
	/** Where right panels are drawn; null until the frame is up. */
	readonly rightSlot: HTMLElement | null;
	/** How many right panels are mounted now. */
	readonly rightPanels: number;
	/** Whether the right panel is open as a drawer (narrow windows). */
	readonly drawerOpen: boolean;
	/** Whether the left panel is open over the page (narrow windows). */
	readonly menuOpen: boolean;
	/** Whether the command palette is open, and what it begins with. */
	readonly palette: { readonly open: boolean; readonly text: string };
	/** Whether a first screen has been drawn with its content: what is only read ahead waits for that. */
	readonly settled: boolean;
	/** What a screen reader is told next. */
	readonly announcement: string;
}

export const useFrame = create<FrameState>(() => ({
	trail: [],
	rightSlot: null,
	rightPanels: 0,
	drawerOpen: false,
	menuOpen: false,
	palette: { open: false, text: "" },
	settled: false,
	announcement: "",
}));

/** Says something to people who listen instead of look. */
export function announce(message: string): void {
	// The same words twice would not be read out again.
	useFrame.setState((now) => ({ announcement: now.announcement === message ? `${message} ` : message }));
}

/** Opens the command palette, with words already in it where given. */
export function openPalette(text = ""): void {
	useFrame.setState({ palette: { open: true, text } });
}

export function closePalette(): void {
	useFrame.setState({ palette: { open: false, text: "" } });
}
