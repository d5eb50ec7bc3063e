/** Copies that meet through a server, beside automerge-repo with its WebSocket server. */
import { freshFolder } from "./harness/bench-folder";
import type { AppWindow } from "./harness/driven-app";
import { readBenchOptions } from "./harness/options";
import { report } from "./harness/report";
import { makeRow, type Row } from "./harness/row";
import { rank } from "./harness/statistics";
import { bareEcho } from "./sync/bare-echo";
import { type CountingProxy, countingProxy } from "./sync/counting-proxy";
import { inPage, ownApp, ownServer, untilSafe } from "./sync/own-programs";
import { repoProgram } from "./sync/repo-programs";
import { watchMemory } from "./sync/watched-memory";

const options = readBenchOptions();
const ITEMS = options.quick ? 1000 : 10_000;
/** Where automerge-repo does not come to an end with these, both are compared with so many too. */
const FEWER_ITEMS = 2000;
/** Milliseconds after which automerge-repo is stopped: on either way, up to the server and down from it. */
const LIMIT = options.quick ? 300_000 : 600_000;
const EDITS = options.quick ? 50 : 200;
const TEXT = "A page with a few lines of text, as most are. ".repeat(8);
/** A conversation with nothing more to say is still after so long. */
const STILL = 3000;
const after = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

interface Caught {
	readonly milliseconds: number;
	/** Megabytes more than before: the device that catches up, and the server. */
	readonly device: number;
	readonly server: number;
	/** Bytes on the line when everything is there already. */
	readonly nothingNew: number;
}

async function ours(items: number): Promise<Caught & { readonly latencies: readonly number[]; readonly size: number }> {
	const server = await ownServer();
	const proxy = await countingProxy(server.port);
	const ada = await ownApp();
	const made = await inPage(
		ada,
		async ({ address, items, text }) => {
			const { commonplaceEngine: engine } = globalThis as unknown as AppWindow;
			const { space } = await engine.act("create-space", { name: "Team", server: address });
			// Up to 64 at a time each have an envelope of their own: as if they had been written one by one.
			for (let at = 0; at < items; at += 50) {
				const count = Math.min(50, items - at);
				await engine.run(
					Array.from({ length: count }, (_, index) => ({
						do: "create",
						kind: "page",
						space,
						fields: { title: `Page ${at + index}`, body: text },
					})),
				);
			}
			const { link } = await engine.act("invite", { space, role: "editor", ends: 0, uses: 0 });
			return { space, link };
		},
		{ address: `ws://127.0.0.1:${proxy.port}`, items, text: TEXT },
	);
	await untilSafe(ada, made.space);
	const ben = await ownApp();
	await after(STILL);
	const memory = watchMemory([ben.pid, server.pid]);
	const milliseconds = await inPage(
		ben,
		async ({ link, items }) => {
			const { commonplaceEngine: engine } = globalThis as unknown as AppWindow;
			const started = performance.now();
			await engine.act("join", { link });
			for (;;) {
				const { page } = await engine.ask("counts", {});
				if (page >= items) return performance.now() - started;
				await new Promise((resolve) => setTimeout(resolve, 20));
			}
		},
		{ link: made.link, items },
	);
	const [device = 0, onServer = 0] = memory.growth();
	memory.stop();
	await untilSafe(ben, made.space);
	await after(STILL);
	const { latencies, size } = await seenOnOther(ada, ben, made.space, proxy.bytes);
	await ben.close();
	const before = proxy.bytes();
	const again = await ownApp(ben.book);
	await untilSafe(again, made.space);
	await after(STILL);
	const nothingNew = proxy.bytes() - before;
	await again.close();
	await ada.close();
	proxy.close();
	await server.end();
	return { milliseconds, device, server: onServer, nothingNew, latencies, size };
}

type App = Awaited<ReturnType<typeof ownApp>>;

/** Milliseconds from an edit on one app to its being on the other, and bytes on the line for each. */
async function seenOnOther(
	ada: App,
	ben: App,
	space: string,
	bytes: () => number,
): Promise<{ readonly latencies: readonly number[]; readonly size: number }> {
	const page = await inPage(
		ada,
		async (where) => {
			const { commonplaceEngine: engine } = globalThis as unknown as AppWindow;
			const { ids } = await engine.run([{ do: "create", kind: "page", space: where, fields: { title: "Live", body: "Live: " } }]);
			return ids[0] ?? "";
		},
		space,
	);
	await inPage(
		ben,
		async (id) => {
			const { commonplaceEngine: engine } = globalThis as unknown as AppWindow;
			while ((await engine.ask("text", { id })) !== "Live: ") await new Promise((resolve) => setTimeout(resolve, 20));
			const session = await engine.openText(id);
			const seen: number[] = [];
			// Edits that came together were seen together.
			session.onUpdates((_, updates) => {
				const letters = updates.flatMap(({ splices }) => splices.map(({ insert }) => insert)).join("");
				for (const __ of letters) seen.push(Date.now());
			});
			(globalThis as unknown as { seen: number[] }).seen = seen;
		},
		page,
	);
	const before = bytes();
	const written = await inPage(
		ada,
		async ({ id, edits }) => {
			const { commonplaceEngine: engine } = globalThis as unknown as AppWindow;
			const session = await engine.openText(id);
			const times: number[] = [];
			for (let edit = 0; edit < edits; edit += 1) {
				times.push(Date.now());
				await session.push(session.version + edit, [{ origin: "bench", splices: [{ at: 6, remove: 0, insert: "x" }] }]);
				await new Promise((resolve) => setTimeout(resolve, 60));
			}
			return times;
		},
		{ id: page, edits: EDITS },
	);
	await after(STILL);
	const seen = await inPage(ben, async () => (globalThis as unknown as { seen: number[] }).seen, null);
	const latencies = written.slice(0, seen.length).map((time, index) => (seen[index] ?? Number.NaN) - time);
	return { latencies, size: Math.round((bytes() - before) / EDITS / 4) };
}

/** `isWhole`: it came to an end within the limit; otherwise its figures are the least there can be, and there is no second start. */
async function theirs(count: number): Promise<Caught & { readonly isWhole: boolean }> {
	const folder = freshFolder("repo-server");
	const server = repoProgram("server", folder, 0);
	const { port } = await server.next<{ readonly port: number }>();
	const proxy = await countingProxy(port);
	const ada = repoProgram("client", freshFolder("repo"), proxy.port);
	await ada.next();
	const { urls } = await ada.ask<{ readonly urls: readonly string[] }>({ deed: "make", count, text: TEXT });
	const end = performance.now() + LIMIT;
	let have = 0;
	while (have < urls.length && performance.now() < end) {
		({ have } = await server.ask<{ readonly have: number }>({ deed: "have", urls, from: have }));
		if (have < urls.length) await after(1000);
	}
	if (have < urls.length) console.log(`automerge-repo's server has ${have} of ${urls.length} after ${LIMIT / 1000} s`);
	await ada.end();
	const ben = freshFolder("repo");
	const first = repoProgram("client", ben, proxy.port);
	await first.next();
	await after(STILL);
	const memory = watchMemory([first.pid, server.pid]);
	const { milliseconds, found } = await first.ask<{ readonly milliseconds: number; readonly found: number }>({
		...{ deed: "find", urls, limit: LIMIT },
	});
	const [device = 0, onServer = 0] = memory.growth();
	memory.stop();
	await after(STILL);
	await first.end();
	const isWhole = found === urls.length;
	if (!isWhole) console.log(`automerge-repo found ${found} of ${urls.length} in ${LIMIT / 1000} s`);
	const nothingNew = isWhole ? await startedAgain(ben, proxy, urls) : Number.NaN;
	await server.end();
	proxy.close();
	return { milliseconds, device, server: onServer, nothingNew, isWhole };
}

/** Bytes on the line when somebody who has everything starts again. */
async function startedAgain(folder: string, proxy: CountingProxy, urls: readonly string[]): Promise<number> {
	const before = proxy.bytes();
	const again = repoProgram("client", folder, proxy.port);
	await again.next();
	await again.ask({ deed: "find", urls, limit: LIMIT });
	await after(STILL);
	await again.end();
	return proxy.bytes() - before;
}

/** The comparison of one size. What was stopped is said to be: ours against the least that theirs can be. */
function rowsOf(count: number, own: Caught, other: Awaited<ReturnType<typeof theirs>>): Row[] {
	const items = count.toLocaleString("en");
	const stopped = other.isWhole ? "" : `, which was stopped after ${Math.round(other.milliseconds / 1000)} s`;
	const rows = [
		makeRow(
			{
				...{ unit: "ms", reach: "≤ 0.1×" },
				work: `a fresh device catches up on ${items} items through the server, against automerge-repo${stopped}`,
			},
			{ ours: own.milliseconds, against: other.milliseconds },
		),
		makeRow(
			{ work: `memory that takes more on the device, ${items} items${stopped}`, unit: "MB", reach: "≤ 0.2×" },
			{ ours: own.device, against: other.device },
		),
		makeRow(
			{ work: `memory that takes more on the server, ${items} items${stopped}`, unit: "MB", reach: "≤ 0.2×" },
			{ ours: own.server, against: other.server },
		),
	];
	if (!other.isWhole) return rows;
	const nothing = { work: `bytes when there is nothing new, ${items} items, against automerge-repo`, unit: "bytes", reach: "≤ 0.02×" };
	return [...rows, makeRow(nothing, { ours: own.nothingNew, against: other.nothingNew })];
}

async function compared(count: number): Promise<{ readonly own: Awaited<ReturnType<typeof ours>>; readonly rows: readonly Row[] }> {
	const own = await ours(count);
	console.log("ours", count, { ...own, latencies: own.latencies.length });
	const other = await theirs(count);
	console.log("automerge-repo", count, other);
	const rows = rowsOf(count, own, other);
	return { own, rows: other.isWhole || count <= FEWER_ITEMS ? rows : [...rows, ...(await compared(FEWER_ITEMS)).rows] };
}

const { own, rows } = await compared(ITEMS);
const echo = await bareEcho(EDITS, own.size);
const seen = makeRow(
	{ work: "an edit on one laptop seen on another through a server, p95, against a bare WebSocket echo", unit: "ms", reach: "≤ 3×" },
	{ ours: rank(own.latencies, 0.95), against: rank(echo, 0.95) },
);
report("sync", [...rows, seen], options.quick);
