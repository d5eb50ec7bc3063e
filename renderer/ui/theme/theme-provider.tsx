/** The theme around everything, following the person's choice and, where they made none, the system. */
import { MantineProvider } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useSettings } from "../shell-context";
import { theme } from "./theme";

const DARK = "(prefers-color-scheme: dark)";

/** Whether the system asks for dark, live. */
function useSystemDark(): boolean {
	const [dark, setDark] = useState(() => window.matchMedia(DARK).matches);
	useEffect(() => {
		const query = window.matchMedia(DARK);
		const onChange = (): void => setDark(query.matches);
		query.addEventListener("change", onChange);
		return () => query.removeEventListener("change", onChange);
	}, []);
	return dark;
}

/** The scheme that is shown now. */
export function useColourScheme(): "light" | "dark" {
	const { settings } = useSettings();
	const systemDark = useSystemDark();
	if (settings.colourScheme === "system") return systemDark ? "dark" : "light";
	return settings.colourScheme;
}

export function ThemeProvider({ children }: { readonly children: ReactNode }): ReactNode {
	const scheme = useColourScheme();
	return (
		<MantineProvider theme={theme} forceColorScheme={scheme} withCssVariables={false} withGlobalClasses={false}>
			{children}
		</MantineProvider>
	);
}
