import type { Page } from "@playwright/test";

/**
 * Runs a script in the engine's worker; resolves when it ran, or ended the worker. The driver's own list of workers may
 * lack the engine, which is started before the driver comes to the page; a session of our own is told who is there.
 */
export async function inEngine(page: Page, script: string): Promise<void> {
	const session = await page.context().newCDPSession(page);
	const found = new Promise<string>((resolve) => {
		session.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
			if (targetInfo.title === "engine") resolve(sessionId);
		});
	});
	const ran = new Promise<void>((resolve) => {
		session.on("Target.receivedMessageFromTarget", () => resolve());
		session.on("Target.detachedFromTarget", () => resolve());
	});
	await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
	const message = JSON.stringify({ id: 1, method: "Runtime.evaluate", params: { expression: script } });
	await session.send("Target.sendMessageToTarget", { sessionId: await found, message });
	await ran;
	await session.detach();
}
