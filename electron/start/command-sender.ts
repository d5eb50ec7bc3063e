import type { BrowserWindow } from "electron";
import type { ShellCommand } from "../../shared/host";

/** Sends commands to the page, and keeps those that come before it has loaded. */
export interface CommandSender {
	send(command: ShellCommand): void;
	/** From now on commands go to this window. */
	connect(window: BrowserWindow): void;
}

export function createCommandSender(): CommandSender {
	const early: ShellCommand[] = [];
	let target: BrowserWindow | null = null;
	let loaded = false;
	return {
		send(command) {
			if (target === null || target.isDestroyed() || !loaded) early.push(command);
			else target.webContents.send("command", command);
		},
		connect(window) {
			target = window;
			loaded = false;
			window.webContents.on("did-finish-load", () => {
				loaded = true;
				for (const command of early.splice(0)) window.webContents.send("command", command);
			});
		},
	};
}
