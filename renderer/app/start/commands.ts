/** What menus, links, shortcuts and mouse buttons ask for, wherever the person is. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ShellCommand } from "../../../shared/host";
import { openNewBookmark } from "../../features/bookmarks";
import { askForPage } from "../../features/wiki";
import { useEngine } from "../../ui/engine-context";
import { openPalette } from "../../ui/frame-state";
import { routeOf } from "../../ui/item";
import { matches } from "../../ui/keys";
import { type Route, useNavigation } from "../../ui/navigation";
import { useShell, useShellInfo } from "../../ui/shell-context";
import { askForSpaces } from "../../ui/spaces/ask";
import { showProblem } from "../../ui/toasts";
import { features } from "../features";
import { usePanels } from "../frame/panels";
import { useOpenSource } from "./use-open-source";

type Place = Extract<ShellCommand, { do: "go" }>["to"];

function routeTo(place: Place): Route {
	switch (place) {
		case "search":
			return { screen: "search", text: "" };
		case "import":
		case "export":
			return { screen: "exchange" };
		default:
			return { screen: place };
	}
}

/** Shortcuts that work everywhere, an editor included, and what they ask for. */
export function shortcutsOf(mac: boolean): readonly { readonly keys: string; readonly command: ShellCommand }[] {
	return [
		{ keys: "Mod+K", command: { do: "palette" } },
		{ keys: "Mod+N", command: { do: "new", kind: "page" } },
		{ keys: "Mod+Shift+B", command: { do: "new", kind: "bookmark" } },
		{ keys: "Mod+Shift+F", command: { do: "go", to: "search" } },
		{ keys: "Mod+,", command: { do: "go", to: "settings" } },
		{ keys: mac ? "Mod+[" : "Alt+ArrowLeft", command: { do: "back" } },
		{ keys: mac ? "Mod+]" : "Alt+ArrowRight", command: { do: "forward" } },
		{ keys: "Mod+Alt+L", command: { do: "toggle-left-panel" } },
		{ keys: "Mod+Alt+R", command: { do: "toggle-right-panel" } },
	];
}

/** The one place that knows what each command does. */
export function usePerform(): (command: ShellCommand) => void {
	const { t } = useTranslation("app");
	const engine = useEngine();
	const panels = usePanels();
	const openSource = useOpenSource();
	return (command) => {
		const { go, back, forward, route } = useNavigation.getState();
		if (features.some((feature) => feature.command?.(command, engine, route) === true)) return;
		switch (command.do) {
			case "go":
				return go(routeTo(command.to));
			case "open-item":
				engine.ask("item", { id: command.id }).then(
					(row) => {
						if (row !== null) go(routeOf(row));
						else showProblem({ message: t("linkToNothing"), advice: t("linkToNothingAdvice"), details: command.id });
					},
					() => go({ screen: "page", id: command.id }),
				);
				return;
			case "new":
				return command.kind === "bookmark" ? openNewBookmark(command) : askForPage(command.title);
			case "join":
				return askForSpaces({ is: "join", link: command.link });
			case "palette":
			case "find":
				return openPalette();
			case "back":
				return back();
			case "forward":
				return forward();
			case "toggle-left-panel":
				return panels.toggleLeft();
			case "toggle-right-panel":
				return panels.toggleRight();
			case "show-path":
				return openSource(command.source);
		}
	};
}

/** In a tree Alt and the arrows move entries: there they do not go back and forward. */
function isInTree(target: EventTarget | null): boolean {
	return target instanceof Element && target.closest('[role="tree"]') !== null;
}

const MOUSE_BACK = 3;
const MOUSE_FORWARD = 4;

/** Listens to all of them while the frame is mounted. */
export function useAppCommands(): void {
	const shell = useShell();
	const mac = useShellInfo().platform === "darwin";
	const perform = usePerform();
	const latest = useRef(perform);
	latest.current = perform;
	useEffect(() => shell.onCommand((command) => latest.current(command)), [shell]);
	useEffect(() => {
		const shortcuts = shortcutsOf(mac);
		const onKey = (event: KeyboardEvent): void => {
			const found = shortcuts.find(({ keys }) => matches(event, keys, mac));
			if (found === undefined || (event.altKey && isInTree(event.target))) return;
			event.preventDefault();
			event.stopPropagation();
			latest.current(found.command);
		};
		const onMouse = (event: MouseEvent): void => {
			if (event.button === MOUSE_BACK) latest.current({ do: "back" });
			if (event.button === MOUSE_FORWARD) latest.current({ do: "forward" });
		};
		// Captured: these keys mean the same in an editor, whose own keymap would take them otherwise.
		window.addEventListener("keydown", onKey, { capture: true });
		window.addEventListener("mouseup", onMouse);
		return () => {
			window.removeEventListener("keydown", onKey, { capture: true });
			window.removeEventListener("mouseup", onMouse);
		};
	}, [mac]);
}
