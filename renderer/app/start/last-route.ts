/** The route is kept between starts as text, and never trusted when it is read back. */

import type { ShellApi } from "../../../shared/host";
import { type Route, type SpaceTab, useNavigation } from "../../ui/navigation";

const ID = /^[a-z2-7]{26}$/;
const SPACE = /^[0-9a-f]{32}$/;
const LONGEST = 2000;

function text(value: unknown, longest: number): string | undefined {
	return typeof value === "string" && value.length <= longest ? value : undefined;
}

function id(value: unknown): string | undefined {
	return typeof value === "string" && ID.test(value) ? value : undefined;
}

type BookmarkView = NonNullable<Extract<Route, { screen: "bookmarks" }>["view"]>;

function isView(value: unknown): value is BookmarkView {
	return value === "to-read" || value === "unsorted" || value === "duplicates";
}

function isTab(value: unknown): value is SpaceTab {
	return value === "contents" || value === "people" || value === "sync";
}

/** Leaves out what is undefined: an absent field, not an empty one. */
function present<Fields extends Readonly<Record<string, string | undefined>>>(fields: Fields): { [Name in keyof Fields]?: string } {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [Name in keyof Fields]?: string };
}

/** The route that was written, or null when it is none of ours. */
export function readRoute(written: string): Route | null {
	let parsed: unknown;
	try {
		parsed = JSON.parse(written.slice(0, LONGEST));
	} catch {
		return null;
	}
	if (typeof parsed !== "object" || parsed === null) return null;
	const found = parsed as Readonly<Record<string, unknown>>;
	switch (found.screen) {
		case "home":
		case "wiki":
		case "trash":
		case "exchange":
		case "people":
		case "away":
			return { screen: found.screen };
		case "page": {
			const page = id(found.id);
			return page === undefined ? null : { screen: "page", id: page, ...present({ heading: text(found.heading, 400) }) };
		}
		case "bookmarks":
			return {
				screen: "bookmarks",
				...present({ collection: id(found.collection), tag: text(found.tag, 200), item: id(found.item) }),
				...(isView(found.view) ? { view: found.view } : {}),
			};
		case "search":
			return { screen: "search", text: text(found.text, 500) ?? "" };
		case "space": {
			const space = text(found.space, 64);
			if (space === undefined || !SPACE.test(space)) return null;
			return { screen: "space", space, ...(isTab(found.tab) ? { tab: found.tab } : {}) };
		}
		case "settings":
			return { screen: "settings", ...present({ section: text(found.section, 40) }) };
		default:
			return null;
	}
}

export function writeRoute(route: Route): string {
	return JSON.stringify(route).slice(0, LONGEST);
}

const QUIET = 600;

/** Keeps the route while the person moves, a moment after the last step, at the latest when the window goes. Returns a function that stops it. */
export function rememberRoute(shell: Pick<ShellApi, "saveSettings">): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let unsaved: Route | null = null;
	const save = (): void => {
		clearTimeout(timer);
		if (unsaved === null) return;
		void shell.saveSettings({ lastRoute: writeRoute(unsaved) }).catch(() => undefined);
		unsaved = null;
	};
	const stop = useNavigation.subscribe(({ route }, before) => {
		if (route === before.route) return;
		unsaved = route;
		clearTimeout(timer);
		timer = setTimeout(save, QUIET);
	});
	window.addEventListener("beforeunload", save);
	return () => {
		clearTimeout(timer);
		window.removeEventListener("beforeunload", save);
		stop();
	};
}
