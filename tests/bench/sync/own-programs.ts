/** Our server, and apps that exchange through it. */
import { join } from "node:path";
import { freshFolder } from "../harness/bench-folder";
import { type AppWindow, type DrivenApp, driveApp, prepareBook } from "../harness/driven-app";
import { type ChildProgram, childProgram } from "./child-program";

const root = join(import.meta.dirname, "../../..");

export interface OwnServer {
	readonly port: number;
	readonly pid: number;
	end(): Promise<void>;
}

export async function ownServer(more: readonly string[] = []): Promise<OwnServer> {
	const flags = ["--port", "0", "--registration", "open", "--data", freshFolder("server"), "--log-level", "info", ...more];
	const program: ChildProgram = childProgram(process.execPath, ["--import", "tsx", join(root, "server/main.ts"), ...flags], root);
	for (;;) {
		const { port } = await program.next<{ readonly port?: number }>();
		if (port !== undefined) return { port, pid: program.pid, end: program.end };
	}
}

/** An app with a book of its own, or with that of an earlier one. */
export async function ownApp(book?: string): Promise<DrivenApp & { readonly book: string; readonly pid: number }> {
	const folder = book ?? freshFolder("book");
	if (book === undefined) prepareBook(folder);
	const driven = await driveApp(folder);
	return { ...driven, book: folder, pid: driven.app.process().pid ?? 0 };
}

/** Does something in the page of an app. */
export function inPage<Given, Result>({ page }: DrivenApp, work: (given: Given) => Promise<Result>, given: Given): Promise<Result> {
	return page.evaluate(work as never, given as never);
}

/** Waits until nothing in the space is only with this app. */
export function untilSafe(app: DrivenApp, space: string): Promise<void> {
	return inPage(
		app,
		async (wanted) => {
			const { commonplaceEngine: engine } = globalThis as unknown as AppWindow;
			for (;;) {
				const { spaces } = await engine.ask("sync", {});
				const one = spaces.find((found) => found.space === wanted);
				if (one?.onlyHere === 0 && one.remotes.length > 0 && one.remotes.every(({ upToDate }) => upToDate)) return;
				await new Promise((resolve) => setTimeout(resolve, 20));
			}
		},
		space,
	);
}
