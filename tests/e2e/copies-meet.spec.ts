import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import type { Engine } from "../../renderer/engine/contract";
import type { ActionName, Actions } from "../../renderer/engine/spaces-contract";
import type { ShellApi } from "../../shared/host";
import { startServerProcess } from "../server/server-process";
import { answerOpenDialog, answerSaveDialog, type LaunchedApp, launchApp } from "./launch-app";

type Window = typeof globalThis & { commonplace: ShellApi; commonplaceEngine: Engine };

async function start(): Promise<LaunchedApp> {
	const launched = await launchApp({ args: ["--diagnostics", "--local-address=127.0.0.1"] });
	await launched.page.waitForFunction(() => (window as unknown as Window).commonplaceEngine?.state().is === "ready");
	return launched;
}

function act<Name extends ActionName>(
	{ page }: LaunchedApp,
	name: Name,
	params: Actions[Name]["params"],
): Promise<Actions[Name]["result"]> {
	return page.evaluate(([deed, given]) => (window as unknown as Window).commonplaceEngine.act(deed as never, given as never), [
		name,
		params,
	] as const) as Promise<Actions[Name]["result"]>;
}

async function makePage({ page }: LaunchedApp, space: string, title: string, body: string): Promise<string> {
	const { ids } = await page.evaluate(
		([where, name, text]) =>
			(window as unknown as Window).commonplaceEngine.run([
				{ do: "create", kind: "page", space: where, fields: { title: name, body: text } },
			]),
		[space, title, body] as const,
	);
	return ids[0] ?? "";
}

/** Writes at the beginning of a page. */
function write({ page }: LaunchedApp, id: string, words: string): Promise<void> {
	return page.evaluate(
		async ([item, insert]) => {
			const session = await (window as unknown as Window).commonplaceEngine.openText(item);
			const pushed = await session.push(session.version, [{ origin: "test", splices: [{ at: 0, remove: 0, insert }] }]);
			session.close();
			if (pushed.outcome !== "accepted") throw new Error(pushed.outcome);
		},
		[id, words] as const,
	);
}

const textOf = ({ page }: LaunchedApp, id: string): Promise<string | null> =>
	page.evaluate((item) => (window as unknown as Window).commonplaceEngine.ask("text", { id: item }), id);

const syncOf = ({ page }: LaunchedApp) => page.evaluate(() => (window as unknown as Window).commonplaceEngine.ask("sync", {}));

const slow = { timeout: 60_000 };

test("three laptops share a space by a link, meet through a server, alone and by a file, and end identical", async () => {
	test.setTimeout(300_000);
	const folder = await mkdtemp(join(tmpdir(), "commonplace-meet-"));
	const server = await startServerProcess(["--registration", "open", "--data", join(folder, "server")]);
	const [ada, ben, cleo] = [await start(), await start(), await start()];
	const address = `ws://127.0.0.1:${server.port}`;
	try {
		const { space } = await act(ada, "create-space", { name: "Field notes", server: address });
		const wells = await makePage(ada, space, "Wells", "Two wells.\n");
		const { link } = await act(ada, "invite", { space, role: "editor", ends: 0, uses: 0 });
		await act(ben, "join", { link });
		await expect.poll(() => textOf(ben, wells), slow).toBe("Two wells.\n");
		await write(ben, wells, "Ben: ");
		await expect.poll(() => textOf(ada, wells), slow).toBe("Ben: Two wells.\n");
		await expect.poll(async () => (await syncOf(ben)).spaces.find((one) => one.space === space)?.onlyHere, slow).toBe(0);

		await server.end("SIGKILL");
		await write(ada, wells, "Ada. ");
		await expect.poll(async () => (await syncOf(ada)).remotes[0]?.state, slow).toBe("offline");
		for (const one of [ada, ben]) await act(one, "set-sync", { local: true });
		await expect.poll(async () => (await syncOf(ben)).localPort, slow).not.toBeNull();
		await act(ada, "meet-peer", { address: `127.0.0.1:${(await syncOf(ben)).localPort}` });
		await expect.poll(() => textOf(ben, wells), slow).toBe("Ada. Ben: Two wells.\n");
		await write(ben, wells, "Alone: ");
		await expect.poll(() => textOf(ada, wells), slow).toBe("Alone: Ada. Ben: Two wells.\n");

		const file = join(folder, "changes.commonplace-changes");
		await answerSaveDialog(ada.app, file);
		const written = await ada.page.evaluate(async (where) => {
			const { commonplace, commonplaceEngine } = window as unknown as Window;
			const target = await commonplace.pickTarget("changes", "changes");
			if (target === null) throw new Error("no target");
			return commonplaceEngine.job("export-bundle", { grant: target.grant, spaces: [where], person: null }).finished;
		}, space);
		expect(written.envelopes).toBeGreaterThan(4);
		// A laptop without any network.
		await act(cleo, "set-sync", { paused: true });
		await act(cleo, "join", { link });
		await answerOpenDialog(cleo.app, [file]);
		const taken = await cleo.page.evaluate(async () => {
			const { commonplace, commonplaceEngine } = window as unknown as Window;
			const source = await commonplace.pickSource("changes");
			if (source === null) throw new Error("no source");
			return commonplaceEngine.job("import-bundle", { grant: source.grant }).finished;
		});
		expect(taken).toMatchObject({ broken: false, spaces: [{ space, taken: written.envelopes, refused: 0 }] });
		await expect.poll(() => textOf(cleo, wells), slow).toBe("Alone: Ada. Ben: Two wells.\n");
	} finally {
		for (const one of [ada, ben, cleo]) await one.close();
		await server.end("SIGKILL");
		await rm(folder, { recursive: true, force: true });
	}
});
