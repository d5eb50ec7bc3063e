/** The shortcuts, to look up. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Keys, writeShortcut } from "../../ui/keys";
import { useShellInfo } from "../../ui/shell-context";
import { Section } from "./section";
import classes from "./settings.module.css";

/** What is listed; `mac` where a Mac has another one. */
const SHORTCUTS: readonly { readonly id: string; readonly keys: string; readonly mac?: string }[] = [
	{ id: "palette", keys: "Mod+K" },
	{ id: "newPage", keys: "Mod+N" },
	{ id: "newBookmark", keys: "Mod+Shift+B" },
	{ id: "search", keys: "Mod+Shift+F" },
	{ id: "find", keys: "Mod+F" },
	{ id: "back", keys: "Alt+ArrowLeft", mac: "Mod+[" },
	{ id: "forward", keys: "Alt+ArrowRight", mac: "Mod+]" },
	{ id: "left", keys: "Mod+Alt+L" },
	{ id: "right", keys: "Mod+Alt+R" },
	{ id: "settings", keys: "Mod+," },
	{ id: "leaveText", keys: "Esc, Tab" },
	{ id: "listMove", keys: "↑ ↓" },
	{ id: "listRange", keys: "Shift+↑ ↓" },
	{ id: "listToggle", keys: "Space" },
	{ id: "listAll", keys: "Mod+A" },
	{ id: "listOpen", keys: "Enter" },
];

export function Keyboard(): ReactNode {
	const { t } = useTranslation("settings");
	const mac = useShellInfo().platform === "darwin";
	return (
		<Section id="keyboard">
			<p className={classes.quiet}>{t("keyboard.note", { shortcut: writeShortcut("Mod+K", mac) })}</p>
			<dl className={classes.keys}>
				{SHORTCUTS.map(({ id, keys, mac: onMac }) => (
					<div key={id} className={classes.key}>
						<dt>{t(`keyboard.${id}`)}</dt>
						<dd>
							<Keys shortcut={mac && onMac !== undefined ? onMac : keys} />
						</dd>
					</div>
				))}
			</dl>
		</Section>
	);
}
