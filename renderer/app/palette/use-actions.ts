/** Everything that can be done here: what the app can do anywhere, and what the feature of this screen adds. */
import { useTranslation } from "react-i18next";
import type { Action } from "../../ui/feature";
import { useNavigation } from "../../ui/navigation";
import { useSettings, useShell, useShellInfo } from "../../ui/shell-context";
import { features } from "../features";
import { usePerform } from "../start/commands";

export function useActions(): readonly Action[] {
	const { t } = useTranslation();
	const route = useNavigation((state) => state.route);
	const go = useNavigation((state) => state.go);
	const perform = usePerform();
	const shell = useShell();
	const { sample, platform } = useShellInfo();
	const { change } = useSettings();
	const mac = platform === "darwin";
	const say = (key: string): string => t(`app:action.${key}`);

	const make: Action[] = [
		{ id: "new-page", label: say("newPage"), group: say("make"), shortcut: "Mod+N", perform: () => perform({ do: "new", kind: "page" }) },
		{
			id: "new-bookmark",
			label: say("newBookmark"),
			group: say("make"),
			shortcut: "Mod+Shift+B",
			perform: () => perform({ do: "new", kind: "bookmark" }),
		},
	];
	const places = features.flatMap(({ id, navigation }): Action[] =>
		navigation === undefined
			? []
			: [
					{
						id: `go-${id}`,
						label: t("app:action.goTo", { place: t(`${id}:${navigation.labelKey}`) }),
						group: say("go"),
						perform: () => go(navigation.route),
					},
				],
	);
	const here = features.flatMap((feature) => feature.actions?.(route, (key) => t(`${feature.id}:${key}`)) ?? []);
	const view: Action[] = [
		{
			id: "go-search",
			label: say("search"),
			group: say("go"),
			shortcut: "Mod+Shift+F",
			perform: () => perform({ do: "go", to: "search" }),
		},
		{
			id: "go-back",
			label: say("back"),
			group: say("go"),
			shortcut: mac ? "Mod+[" : "Alt+ArrowLeft",
			perform: () => perform({ do: "back" }),
		},
		{
			id: "go-forward",
			label: say("forward"),
			group: say("go"),
			shortcut: mac ? "Mod+]" : "Alt+ArrowRight",
			perform: () => perform({ do: "forward" }),
		},
		{
			id: "left",
			label: say("toggleLeft"),
			group: say("view"),
			shortcut: "Mod+Alt+L",
			perform: () => perform({ do: "toggle-left-panel" }),
		},
		{
			id: "right",
			label: say("toggleRight"),
			group: say("view"),
			shortcut: "Mod+Alt+R",
			perform: () => perform({ do: "toggle-right-panel" }),
		},
		{ id: "light", label: say("light"), group: say("view"), perform: () => change({ colourScheme: "light" }) },
		{ id: "dark", label: say("dark"), group: say("view"), perform: () => change({ colourScheme: "dark" }) },
		{ id: "system-colours", label: say("systemColours"), group: say("view"), perform: () => change({ colourScheme: "system" }) },
		{
			id: "sample",
			label: say(sample ? "closeSample" : "openSample"),
			group: say("app"),
			perform: () => shell.openSample(!sample),
		},
	];
	const all = [...make, ...here, ...places, ...view];
	// A feature may describe one of these better; its own comes once.
	return all.filter((action, index) => all.findIndex(({ id, label }) => id === action.id || label === action.label) === index);
}
