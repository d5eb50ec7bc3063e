import type { MenuItemConstructorOptions } from "electron";
import type { ShellCommand } from "../../shared/host";
import type { Words } from "./words";

export interface MenuParts {
	readonly say: Words;
	readonly send: (command: ShellCommand) => void;
	readonly isMac: boolean;
	/** Developer tools are not for a shipped app. */
	readonly isDevelopment: boolean;
}

/** The native menu. Everything in it is a command to the interface or one of the system's own roles. */
export function applicationMenu({ say, send, isMac, isDevelopment }: MenuParts): MenuItemConstructorOptions[] {
	const item = (key: string, command: ShellCommand, accelerator?: string): MenuItemConstructorOptions => ({
		label: say(`menu.${key}`),
		click: () => send(command),
		...(accelerator === undefined ? {} : { accelerator }),
	});
	const role = (name: NonNullable<MenuItemConstructorOptions["role"]>): MenuItemConstructorOptions => ({
		role: name,
		label: say(`menu.${name}`),
	});
	const line: MenuItemConstructorOptions = { type: "separator" };
	const settings = item("settings", { do: "go", to: "settings" }, "CmdOrCtrl+,");

	const mac: MenuItemConstructorOptions = {
		label: "Commonplace",
		submenu: [role("about"), line, settings, line, role("hide"), role("hideOthers"), role("unhide"), line, role("quit")],
	};
	const file: MenuItemConstructorOptions = {
		label: say("menu.file"),
		submenu: [
			item("newPage", { do: "new", kind: "page" }, "CmdOrCtrl+N"),
			item("newBookmark", { do: "new", kind: "bookmark" }, "CmdOrCtrl+Shift+N"),
			line,
			item("import", { do: "go", to: "import" }),
			item("export", { do: "go", to: "export" }),
			...(isMac ? [] : [line, settings]),
			line,
			isMac ? role("close") : role("quit"),
		],
	};
	const edit: MenuItemConstructorOptions = {
		label: say("menu.edit"),
		submenu: [
			role("undo"),
			role("redo"),
			line,
			role("cut"),
			role("copy"),
			role("paste"),
			role("pasteAndMatchStyle"),
			role("selectAll"),
			line,
			item("find", { do: "find" }, "CmdOrCtrl+F"),
		],
	};
	const view: MenuItemConstructorOptions = {
		label: say("menu.view"),
		submenu: [
			item("palette", { do: "palette" }, "CmdOrCtrl+K"),
			line,
			item("leftPanel", { do: "toggle-left-panel" }),
			item("rightPanel", { do: "toggle-right-panel" }),
			line,
			role("resetZoom"),
			role("zoomIn"),
			role("zoomOut"),
			role("togglefullscreen"),
			...(isDevelopment ? [line, role("toggleDevTools")] : []),
		],
	};
	const go: MenuItemConstructorOptions = {
		label: say("menu.go"),
		submenu: [
			item("back", { do: "back" }, isMac ? "Cmd+[" : "Alt+Left"),
			item("forward", { do: "forward" }, isMac ? "Cmd+]" : "Alt+Right"),
			line,
			item("home", { do: "go", to: "home" }),
			item("wiki", { do: "go", to: "wiki" }),
			item("bookmarks", { do: "go", to: "bookmarks" }),
			item("search", { do: "go", to: "search" }, "CmdOrCtrl+Shift+F"),
			item("trash", { do: "go", to: "trash" }),
		],
	};
	const window: MenuItemConstructorOptions = { label: say("menu.window"), submenu: [role("minimize"), role("close")] };
	return [...(isMac ? [mac] : []), file, edit, view, go, window];
}
