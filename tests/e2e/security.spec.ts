import { resolve } from "node:path";
import { FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { expect, test } from "@playwright/test";
import { answerOf, bytesOf, callHost } from "./engine-port";
import { type LaunchedApp, launchApp } from "./launch-app";
import { scriptPayloads } from "./script-payloads";

/** Electron's security checklist, each point on the packaged app. */
test.describe.configure({ mode: "default" });

type Commonplace = Record<string, (...args: readonly unknown[]) => Promise<unknown>>;

/** What the fuse wire holds where a fuse is off or on: the characters 0 and 1. */
const fuseOff = 48;
const fuseOn = 49;

let launched: LaunchedApp;

test.beforeAll(async () => {
	launched = await launchApp();
	await launched.page.waitForLoadState("load");
});

test.afterAll(async () => {
	await launched.close();
});

test("every window is sandboxed, isolated and without Node", async () => {
	const all = await launched.app.evaluate(({ BrowserWindow }) =>
		BrowserWindow.getAllWindows().map((window) => {
			const contents = window.webContents as typeof window.webContents & { getLastWebPreferences(): Record<string, unknown> };
			return contents.getLastWebPreferences();
		}),
	);
	expect(all).toHaveLength(1);
	for (const preferences of all) {
		expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, webSecurity: true, nodeIntegration: false });
		for (const name of [
			"nodeIntegrationInWorker",
			"nodeIntegrationInSubFrames",
			"webviewTag",
			"allowRunningInsecureContent",
			"experimentalFeatures",
		]) {
			expect(preferences[name] ?? false, name).toBe(false);
		}
	}
});

test("there is no Node and no Electron in the page, nor in its workers", async () => {
	const look = (): string[] =>
		["require", "process", "module", "Buffer", "global", "__dirname", "electron", "ipcRenderer"].filter((name) => name in globalThis);
	expect(await launched.page.evaluate(look)).toEqual([]);
	for (const worker of launched.page.workers()) expect(await worker.evaluate(look)).toEqual([]);
});

test("the preload script exposes fixed functions and nothing else", async () => {
	const exposed = await launched.page.evaluate(() => {
		const api = (window as unknown as { commonplace: Commonplace }).commonplace;
		return Object.entries(api).map(([name, value]) => `${name}: ${typeof value}`);
	});
	const names = [
		"grantDropped",
		"holdClosing",
		"info",
		"keepBlob",
		"onCommand",
		"openExternal",
		"openSample",
		"pickSource",
		"pickTarget",
		"recoverFromKit",
		"reportInteractive",
		"requestEnginePort",
		"restart",
		"saveSettings",
		"showRecoveryKit",
	];
	expect(exposed.sort()).toEqual(names.map((name) => `${name}: function`));
});

test("the page's policy runs no script that foreign HTML brings", async () => {
	const ran = await launched.page.evaluate(async (payloads) => {
		const page = window as unknown as { ran: string[] };
		page.ran = [];
		for (const [, html] of payloads) {
			const place = document.createElement("div");
			document.body.append(place);
			place.append(document.createRange().createContextualFragment(html));
			for (const element of place.querySelectorAll<HTMLElement>("[data-click]")) element.click();
			await new Promise((resolve) => setTimeout(resolve, 30));
			place.remove();
		}
		// From a timer, because what the test driver itself evaluates may use eval.
		await new Promise<void>((resolve) => {
			setTimeout(() => {
				for (const attempt of [
					() => Reflect.apply(Reflect.get(globalThis, "eval"), null, ["window.ran.push('eval')"]),
					() => new Function("window.ran.push('Function')")(),
				]) {
					try {
						attempt();
					} catch {
						// Refused, as it should be.
					}
				}
				setTimeout("window.ran.push('timer')", 0);
				setTimeout(resolve, 200);
			}, 0);
		});
		return page.ran;
	}, scriptPayloads);
	expect(ran).toEqual([]);
	expect(launched.page.url()).toMatch(/^app:\/\/book\//);
});

test("the page cannot reach the network", async () => {
	const results = await launched.page.evaluate(async () => {
		const attempt = (work: Promise<unknown>) =>
			work.then(
				() => "reached",
				() => "refused",
			);
		const image = new Promise((resolve, reject) =>
			Object.assign(new Image(), { onload: resolve, onerror: reject, src: "https://example.com/x.png" }),
		);
		return [await attempt(fetch("https://example.com/")), await attempt(fetch("http://127.0.0.1:1/")), await attempt(image)];
	});
	expect(results).toEqual(["refused", "refused", "refused"]);
});

for (const address of ["https://example.com/", "file:///etc/passwd", "data:text/html,x", "about:blank", `app://files/${"0".repeat(64)}`]) {
	test(`the page does not go to ${address}`, async () => {
		const before = launched.page.url();
		await launched.page.evaluate((target) => {
			const link = Object.assign(document.createElement("a"), { href: target, textContent: "x" });
			document.body.append(link);
			link.click();
			link.remove();
		}, address);
		await launched.page.waitForTimeout(200);
		await expect.poll(() => launched.page.url()).toBe(before);
		expect(await launched.page.evaluate(() => typeof (window as unknown as { commonplace: unknown }).commonplace)).toBe("object");
	});
}

test("no new window opens, and no webview attaches", async () => {
	const opened = await launched.page.evaluate(() => {
		const link = Object.assign(document.createElement("a"), { href: "https://example.com/", target: "_blank" });
		document.body.append(link);
		link.click();
		link.remove();
		const view = document.createElement("webview");
		view.setAttribute("src", "https://example.com/");
		document.body.append(view);
		setTimeout(() => view.remove(), 100);
		return [window.open("https://example.com/"), window.open("about:blank"), window.open("app://book/")].map(String);
	});
	expect(opened).toEqual(["null", "null", "null"]);
	await launched.page.waitForTimeout(200);
	expect(await launched.app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
});

test("permissions are denied, asked for and looked up", async () => {
	const answers = await launched.page.evaluate(async () => {
		const attempt = (work: () => Promise<unknown>) =>
			Promise.resolve()
				.then(work)
				.then(
					(value) => String(value),
					() => "refused",
				);
		const state = async (name: string) => (await navigator.permissions.query({ name: name as PermissionName })).state;
		return {
			notification: await attempt(() => Notification.requestPermission()),
			camera: await attempt(() => navigator.mediaDevices.getUserMedia({ video: true })),
			screen: await attempt(() => navigator.mediaDevices.getDisplayMedia()),
			place: await attempt(() => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject))),
			clipboard: await attempt(() => navigator.clipboard.readText()),
			geolocation: await state("geolocation"),
			microphone: await state("microphone"),
			midi: await state("midi"),
		};
	});
	expect(answers).toEqual({
		notification: "denied",
		camera: "refused",
		screen: "refused",
		place: "refused",
		clipboard: "refused",
		geolocation: "denied",
		microphone: "denied",
		midi: "denied",
	});
});

test("the browser may not throw the book away when the disk fills up", async () => {
	expect(await launched.page.evaluate(() => navigator.storage.persisted())).toBe(true);
});

test("nothing is downloaded", async () => {
	const seen = launched.app.evaluate(
		({ session }) =>
			new Promise<boolean>((resolve) => {
				session.defaultSession.once("will-download", (event) => setTimeout(() => resolve(event.defaultPrevented), 0));
			}),
	);
	await launched.page.evaluate(() => {
		const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob(["x"])), download: "x.exe" });
		document.body.append(link);
		link.click();
		link.remove();
	});
	expect(await seen).toBe(true);
});

const badCalls: readonly (readonly [string, readonly unknown[]])[] = [
	["info", ["more"]],
	["openExternal", [5]],
	["openExternal", []],
	["openExternal", ["x".repeat(9000)]],
	["saveSettings", [{ colourScheme: "purple" }]],
	["saveSettings", [{ unknown: true }]],
	["saveSettings", ["dark"]],
	["pickSource", ["everything"]],
	["pickTarget", ["backup", 7]],
	["keepBlob", ["text"]],
	["openSample", ["yes"]],
];

test("calls with wrong arguments are refused", async () => {
	for (const [name, args] of badCalls) {
		const answer = await launched.page.evaluate(
			([call, given]) => {
				const api = (window as unknown as { commonplace: Commonplace }).commonplace;
				return Promise.resolve(api[call]?.(...given)).then(
					() => "answered",
					(error: unknown) => String(error),
				);
			},
			[name, args] as const,
		);
		// What the preload script's fixed functions leave away cannot reach the shell at all.
		if (name === "info") expect(answer).toBe("answered");
		else expect(answer, `${name} ${JSON.stringify(args).slice(0, 60)}`).toMatch(/refused/);
	}
});

test("requests of the engine with wrong arguments are refused", async () => {
	const bad: readonly (readonly [string, Parameters<typeof callHost>[2][]])[] = [
		["no.such.call", []],
		["constructor", []],
		["blobs.read", ["../../keys/identity.json"]],
		["blobs.put", ["text"]],
		["identity.sign", [bytesOf("not an envelope")]],
		["source.list", ["0".repeat(31)]],
		["source.read", ["0".repeat(32), "../secret", 100]],
		["source.readSeveral", ["0".repeat(32), ["note.md", "../secret"], 100]],
		["source.readSeveral", ["0".repeat(32), ["note.md"], 1e9]],
		["target.write", ["0".repeat(32), "/etc/passwd", bytesOf("x")]],
		["identity.open", ["more"]],
	];
	for (const [call, args] of bad)
		expect(await callHost(launched.page, call, ...args), call).toMatchObject({ ok: false, code: "bad-request" });
	expect(await callHost(launched.page, "source.list", "0".repeat(32))).toMatchObject({ ok: false, code: "no-such-grant" });
});

for (const place of ["data:text/html,<p>x", "about:blank", "app://files/nothing", "app://bookworm/"]) {
	test(`a call from ${place} is refused`, async () => {
		const answers = await launched.app.evaluate(async ({ app, BrowserWindow }, address) => {
			const preload = `${app.getAppPath()}/out/preload/preload.cjs`;
			const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true, contextIsolation: true } });
			await window.loadURL(address).catch(() => undefined);
			const ask =
				"window.commonplace ? window.commonplace.info().then(() => 'answered', (error) => String(error)) : 'refused: nothing there'";
			// Where the page's policy lets no script run, not even ours, nobody can call.
			const answer = (await window.webContents.executeJavaScript(ask).catch(() => "refused: no script runs")) as string;
			window.destroy();
			return answer;
		}, place);
		expect(answers).toMatch(/refused/);
	});
}

test("only web and mail links leave, through the system", async () => {
	await launched.app.evaluate(({ shell }) => {
		const opened: string[] = [];
		Object.assign(globalThis, { opened });
		shell.openExternal = async (address) => void opened.push(address);
	});
	const open = (address: string) =>
		launched.page.evaluate((given) => (window as unknown as { commonplace: Commonplace }).commonplace.openExternal?.(given), address);
	for (const address of ["https://example.com/a", "http://example.com/", "mailto:marta@example.com"])
		expect(await open(address)).toBe("opened");
	for (const address of [
		"file:///etc/passwd",
		"smb://server/share",
		"javascript:alert(1)",
		"ms-settings:privacy",
		"data:text/html,x",
		"vscode://x",
		"commonplace://item/a",
		"",
	]) {
		expect(await open(address), address).toBe("refused");
	}
	expect(await launched.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)).toEqual([
		"https://example.com/a",
		"http://example.com/",
		"mailto:marta@example.com",
	]);
});

test("the person's files have an origin of their own, where nothing runs", async () => {
	const svg =
		"<svg xmlns='http://www.w3.org/2000/svg' width='7' height='7' onload='document.title=\"ran\"'><script>document.title='ran'</script><rect width='7' height='7'/></svg>";
	const { hash } = await answerOf<{ hash: string }>(callHost(launched.page, "blobs.put", bytesOf(svg)));
	const address = `app://files/${hash}?type=image/svg%2Bxml`;
	const width = await launched.page.evaluate(
		(source) =>
			new Promise<number>((resolve) => {
				const image = new Image();
				image.onload = () => resolve(image.naturalWidth);
				image.onerror = () => resolve(-1);
				image.src = source;
			}),
		address,
	);
	expect(width).toBe(7);
	expect(
		await launched.page.evaluate(
			(source) =>
				fetch(source).then(
					() => "read",
					() => "refused",
				),
			address,
		),
	).toBe("refused");
	const shown = await launched.app.evaluate(async ({ BrowserWindow, net }, source) => {
		const answer = await net.fetch(source);
		const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
		await window.loadURL(source);
		const shownOrigin = (await window.webContents.executeJavaScript("String(self.origin)").catch(() => "no script")) as string;
		const title = window.getTitle();
		window.destroy();
		return {
			policy: answer.headers.get("content-security-policy"),
			sniff: answer.headers.get("x-content-type-options"),
			origin: shownOrigin,
			title,
		};
	}, address);
	expect(shown.policy).toMatch(/^sandbox; default-src 'none'/);
	expect(shown.sniff).toBe("nosniff");
	expect(["null", "no script"]).toContain(shown.origin);
	expect(shown.title).not.toBe("ran");
});

test("an address that climbs out of the interface finds nothing", async () => {
	const paths = [
		"/..%2f..%2fpackage.json",
		"/%2e%2e%2f%2e%2e%2fpackage.json",
		"/..%5c..%5cpackage.json",
		"/assets/..%2f..%2f..%2fpackage.json",
		"/crash/..%2flanguages/en/shell.json",
	];
	const statuses = await launched.page.evaluate(
		(all) => Promise.all(all.map((path) => fetch(`app://book${path}`).then((answer) => answer.status))),
		paths,
	);
	expect(statuses).toEqual(paths.map(() => 404));
});

test("the shipped program's fuses are set", async () => {
	const wire = await getCurrentFuseWire(resolve(import.meta.dirname, "../../dist/linux-unpacked/commonplace"));
	const off = [FuseV1Options.RunAsNode, FuseV1Options.EnableNodeOptionsEnvironmentVariable, FuseV1Options.EnableNodeCliInspectArguments];
	const on = [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, FuseV1Options.OnlyLoadAppFromAsar];
	for (const fuse of off) expect(wire[fuse], FuseV1Options[fuse]).toBe(fuseOff);
	for (const fuse of on) expect(wire[fuse], FuseV1Options[fuse]).toBe(fuseOn);
	// Electrons before 29 have no such fuse.
	const files = wire[FuseV1Options.GrantFileProtocolExtraPrivileges];
	if (files !== undefined) expect(files).toBe(fuseOff);
});
