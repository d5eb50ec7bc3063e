import { type IpcMainInvokeEvent, ipcMain, type WebFrameMain } from "electron";
import type { z } from "zod";
import { isBookAddress } from "../start/book-origin";

/** The one channel between the interface and the shell. */
export const SHELL_CHANNEL = "shell";

/** One function of the shell that the interface may call: what arguments it takes, and what it does. */
export interface GuardedCall {
	readonly run: (args: readonly unknown[], frame: WebFrameMain) => Promise<unknown>;
}

export type GuardedCalls = Readonly<Record<string, GuardedCall>>;

/** Joins a function to the schema that its arguments have to pass first. */
export function guarded<Args extends readonly unknown[]>(
	schema: z.ZodType<Args>,
	run: (args: Args, frame: WebFrameMain) => unknown,
): GuardedCall {
	return {
		async run(args, frame) {
			const checked = schema.safeParse(args);
			if (!checked.success) throw new Error("refused: these arguments are not allowed");
			return run(checked.data, frame);
		},
	};
}

/**
 * Answers the interface's calls; the only place that listens to pages. A call is refused unless it comes from the top frame
 * of the interface itself, names a function that exists, and brings arguments that pass its schema.
 * The functions are loaded at the first call, so that the window does not wait for them.
 */
export function answerCalls(load: () => Promise<GuardedCalls>, note: (line: string) => void): void {
	ipcMain.handle(SHELL_CHANNEL, async (event, name: unknown, ...args: unknown[]) => {
		try {
			const frame = bookFrame(event);
			const calls = await load();
			const call = typeof name === "string" && Object.hasOwn(calls, name) ? calls[name] : undefined;
			if (call === undefined) throw new Error("refused: there is no such call");
			return await call.run(args, frame);
		} catch (error) {
			note(`call ${String(name).slice(0, 50)}: ${String(error)}`);
			throw error;
		}
	});
}

function bookFrame(event: IpcMainInvokeEvent): WebFrameMain {
	const frame: WebFrameMain | null = event.senderFrame;
	if (frame === null || frame.parent !== null || !isBookAddress(frame.url)) throw new Error("refused: not the interface");
	return frame;
}
