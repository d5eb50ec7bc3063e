/** Draws the interface over the empty frame of index.html. */
import "../../ui/theme/mantine-first.css";
import "../../ui/theme/mantine-tokens.css";
import "../../ui/theme/controls.css";
import { createRoot } from "react-dom/client";
import type { ShellApi, ShellInfo } from "../../../shared/host";
import type { Engine } from "../../engine/contract";
import { useNavigation } from "../../ui/navigation";
import { whenSettled } from "../../ui/settled";
import { App } from "../app";
import { availableLanguages, chooseLanguage, openLanguage } from "../language";
import { fillSample } from "./fill-sample";
import { readRoute, rememberRoute } from "./last-route";

/** Opens the app in an element, where the person was when it was closed. */
export async function open(root: HTMLElement, engine: Engine, shell: ShellApi, info: ShellInfo): Promise<void> {
	const { settings } = info;
	const language = await openLanguage(chooseLanguage(settings.language, navigator.languages, availableLanguages()));
	const route = settings.welcomed ? readRoute(settings.lastRoute) : null;
	if (route !== null) useNavigation.getState().replace(route);
	rememberRoute(shell);
	if (info.sample) void fillSample(engine);
	const loadStyles = (): Promise<unknown> => import("../../ui/theme/all-styles");
	// The start page draws without them; any other first screen waits, so that nothing is drawn bare.
	const startPage = useNavigation.getState().route.screen === "home" && (settings.welcomed || info.sample);
	if (startPage) whenSettled(() => void loadStyles());
	else await loadStyles();
	createRoot(root).render(<App engine={engine} shell={shell} info={info} language={language} />);
}
