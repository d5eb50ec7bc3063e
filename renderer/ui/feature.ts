/** What a feature gives to the frame: screens, a place in the navigation, actions for the palette. */
import type { ComponentType, LazyExoticComponent } from "react";
import type { ShellCommand } from "../../shared/host";
import type { Engine } from "../engine/contract";
import type { Route, ScreenName } from "./navigation";

export type Screen<Name extends ScreenName> = ComponentType<{ readonly route: Extract<Route, { screen: Name }> }>;

export interface NavigationEntry {
	/** Key in the feature's language file. */
	readonly labelKey: string;
	readonly icon: ComponentType<{ size?: number | string; stroke?: number | string }>;
	readonly route: Route;
	/** Screens that count as being here. */
	readonly covers: readonly ScreenName[];
	/** The kind of item counted beside the label. */
	readonly counts?: "page" | "bookmark" | "trashed";
	/** At the foot of the left panel instead of its head. */
	readonly foot?: boolean;
}

/** Something the palette can do. */
export interface Action {
	readonly id: string;
	/** Already translated. */
	readonly label: string;
	readonly group: string;
	/** As in ui/keys: "Mod+N". */
	readonly shortcut?: string;
	perform(): void | Promise<void>;
}

export interface Feature {
	/** Also the name of its language file. */
	readonly id: string;
	readonly navigation?: NavigationEntry;
	readonly screens: { readonly [Name in ScreenName]?: LazyExoticComponent<Screen<Name>> | Screen<Name> };
	/** A tree or list for the lower part of the left panel, shown while one of its screens is. */
	readonly sidebar?: ComponentType;
	/** Mounted as long as the window is: dialogs that can be called from everywhere. */
	readonly everywhere?: ComponentType;
	/** Actions for the palette that make sense at this route. */
	actions?(route: Route, translate: (key: string) => string): readonly Action[];
	/** A command of the menu, of a link or of a shortcut ("new", "find"): true when the feature dealt with it. */
	command?(command: ShellCommand, engine: Engine, route: Route): boolean;
}
