/** The shell (`window.commonplace`) and the settings of this installation, for everything that is shown. */
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import type { Settings, ShellApi, ShellInfo } from "../../shared/host";

interface ShellContext {
	readonly shell: ShellApi;
	readonly info: ShellInfo;
	readonly settings: Settings;
	change(change: Partial<Settings>): void;
	/** Reads them from the shell again, after it changed them by itself. */
	reread(): Promise<void>;
}

const Context = createContext<ShellContext | null>(null);

export interface ShellProviderProps {
	readonly shell: ShellApi;
	readonly info: ShellInfo;
	readonly children: ReactNode;
}

/** Gives the shell to everything below. A changed setting shows at once; the shell keeps it. */
export function ShellProvider({ shell, info, children }: ShellProviderProps): ReactNode {
	const [settings, setSettings] = useState(info.settings);
	const change = useCallback(
		(wanted: Partial<Settings>) => {
			setSettings((now) => ({ ...now, ...wanted }));
			// A setting that could not be kept is still in force until the app is closed: nothing of the book depends on it.
			shell.saveSettings(wanted).catch(() => undefined);
		},
		[shell],
	);
	const reread = useCallback(async () => setSettings((await shell.info()).settings), [shell]);
	const value = useMemo(() => ({ shell, info, settings, change, reread }), [shell, info, settings, change, reread]);
	return <Context.Provider value={value}>{children}</Context.Provider>;
}

function useShellContext(): ShellContext {
	const context = useContext(Context);
	if (context === null) throw new Error("There is no ShellProvider around this.");
	return context;
}

/** What the shell can do: pick files, open links outside, keep settings. */
export function useShell(): ShellApi {
	return useShellContext().shell;
}

/** What the shell said about itself at the start. */
export function useShellInfo(): ShellInfo {
	return useShellContext().info;
}

/** The settings now, `change` to set some of them, and `reread` for when a restored backup brought its own. */
export function useSettings(): Pick<ShellContext, "settings" | "change" | "reread"> {
	const { settings, change, reread } = useShellContext();
	return useMemo(() => ({ settings, change, reread }), [settings, change, reread]);
}
