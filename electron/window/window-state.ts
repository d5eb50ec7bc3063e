import { join } from "node:path";
import { readJsonFile, writeJsonFile } from "../settings/settings-file";

export interface Bounds {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

export interface WindowState extends Partial<Pick<Bounds, "x" | "y">> {
	readonly width: number;
	readonly height: number;
	readonly maximised: boolean;
}

const usual: WindowState = { width: 1280, height: 860, maximised: false };
const smallest = { width: 480, height: 400 };

/** Where the window was last time, fitted to the screens that there are now. */
export function readWindowState(folder: string, screens: readonly Bounds[], note: (line: string) => void): WindowState {
	const found = readJsonFile(join(folder, "window.json"), note);
	return fitWindow(isWindowState(found) ? found : usual, screens);
}

export function saveWindowState(folder: string, state: WindowState): Promise<void> {
	return writeJsonFile(join(folder, "window.json"), state);
}

/** Keeps a window where it was only if enough of it is on a screen to grab; its size never exceeds the screen. */
export function fitWindow(state: WindowState, screens: readonly Bounds[]): WindowState {
	const { x, y } = state;
	const home = x === undefined || y === undefined ? undefined : screens.find((screen) => canGrab({ ...state, x, y }, screen));
	const screen = home ?? screens[0];
	if (screen === undefined) return state;
	const width = Math.max(smallest.width, Math.min(state.width, screen.width));
	const height = Math.max(smallest.height, Math.min(state.height, screen.height));
	const fitted = { width, height, maximised: state.maximised };
	return home === undefined || x === undefined || y === undefined ? fitted : { ...fitted, x, y };
}

function canGrab(window: Bounds, screen: Bounds): boolean {
	const across = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
	return across >= 100 && window.y >= screen.y && window.y <= screen.y + screen.height - 50;
}

function isWindowState(value: unknown): value is WindowState {
	if (typeof value !== "object" || value === null) return false;
	const { width, height, x, y, maximised } = value as Record<string, unknown>;
	const isPlace = (place: unknown): boolean => place === undefined || Number.isInteger(place);
	return Number.isInteger(width) && Number.isInteger(height) && isPlace(x) && isPlace(y) && typeof maximised === "boolean";
}
