/** Opens the whole interface in jsdom on a fake engine and a fake shell. */
import { cleanup, configure, render } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import type { i18n } from "i18next";
import { afterEach, vi } from "vitest";
import { App } from "../../renderer/app/app";
import { openLanguage } from "../../renderer/app/language";
import { closePalette, useFrame } from "../../renderer/ui/frame-state";
import { useJobs } from "../../renderer/ui/jobs";
import { type Route, useNavigation } from "../../renderer/ui/navigation";
import { useSpaceRequest } from "../../renderer/ui/spaces/ask";
import { useToasts } from "../../renderer/ui/toasts";
import type { Settings, ShellInfo } from "../../shared/host";
import type { Row } from "../../shared/model/item";
import { type FakeEngine, fakeEngine } from "./fake-engine";
import { type FakeShell, fakeInfo, fakeShell } from "./fake-shell";

// Screens are read lazily; on a busy machine that takes its time, and a test is no place to measure it.
configure({ asyncUtilTimeout: 15_000 });

const ROOM = { width: 800, height: 600 };

/** jsdom lays nothing out: everything is as large as this, so that long lists draw their first rows. */
function giveRoom(): void {
	Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, get: () => ROOM.height });
	Object.defineProperty(HTMLElement.prototype, "clientWidth", { configurable: true, get: () => ROOM.width });
	vi.stubGlobal("requestIdleCallback", () => 0);
	vi.stubGlobal("cancelIdleCallback", () => undefined);
	HTMLElement.prototype.scrollTo = () => undefined;
	HTMLElement.prototype.scrollIntoView = () => undefined;
	vi.stubGlobal(
		"ResizeObserver",
		class {
			observe(): void {}
			unobserve(): void {}
			disconnect(): void {}
		},
	);
}

/** What the window answers to media queries: wide and light unless a test narrows it. */
export function setWindow(width: number): void {
	vi.stubGlobal("matchMedia", (query: string) => {
		const limit = /max-width:\s*(\d+)px/.exec(query)?.[1];
		return {
			matches: limit !== undefined && width <= Number(limit),
			media: query,
			addEventListener: () => undefined,
			removeEventListener: () => undefined,
			addListener: () => undefined,
			removeListener: () => undefined,
		};
	});
}

export interface OpenedApp {
	readonly engine: FakeEngine;
	readonly shell: FakeShell;
	readonly user: UserEvent;
	readonly language: i18n;
}

export interface OpenOptions {
	readonly rows?: readonly Row[];
	readonly route?: Route;
	readonly settings?: Partial<Settings>;
	readonly info?: Partial<ShellInfo>;
	readonly width?: number;
	readonly engine?: FakeEngine;
	/** Called before anything is drawn. */
	prepare?(language: i18n): void;
}

export async function openApp(options: OpenOptions = {}): Promise<OpenedApp> {
	giveRoom();
	setWindow(options.width ?? 1440);
	useNavigation.setState({ route: options.route ?? { screen: "home" }, past: [], future: [] });
	const engine = options.engine ?? fakeEngine(options.rows ?? []);
	const shell = fakeShell();
	const language = await openLanguage("en");
	options.prepare?.(language);
	const user = userEvent.setup();
	render(<App engine={engine} shell={shell} info={fakeInfo(options.settings, options.info)} language={language} />);
	return { engine, shell, user, language };
}

afterEach(() => {
	cleanup();
	closePalette();
	useToasts.setState({ shown: [] });
	useJobs.setState({ jobs: [] });
	useSpaceRequest.setState({ request: { is: "none" } });
	useFrame.setState({ trail: [], drawerOpen: false, menuOpen: false, announcement: "" });
	vi.unstubAllGlobals();
});
