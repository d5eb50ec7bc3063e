import type { App } from "electron";

/** Starts the app again: with the sample library, without it, or (null) with what it shows now. */
export function restartApp(app: App, sample: boolean | null): void {
	const given = process.argv.slice(1).filter((argument) => !argument.startsWith("commonplace://"));
	const args = sample === null ? given : [...given.filter((argument) => argument !== "--sample"), ...(sample ? ["--sample"] : [])];
	// An AppImage is started by its own file; the program inside lies in a place that goes away.
	const appImage = process.env.APPIMAGE;
	app.relaunch({ args, ...(appImage === undefined ? {} : { execPath: appImage }) });
	app.quit();
}
