/** A server at work: how soon others see an edit, and what many devices at once cost. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { WebSocket } from "ws";
import { type ServerProcess, startServerProcess } from "../server/server-process";
import { freshFolder } from "./harness/bench-folder";
import { type Crowd, gatherCrowd } from "./harness/crowd";
import { byTurns, readBenchOptions, runsOf } from "./harness/options";
import { report } from "./harness/report";
import { makeRow, type Row } from "./harness/row";
import { median, rank } from "./harness/statistics";

const EDITS = 300;
const DEVICES = 500;
const EDITS_PER_SECOND = 50;
const options = readBenchOptions();
const SECONDS = options.quick ? 20 : 300;
/** Bytes of an edit's envelope, about. */
const EDIT_BYTES = 340;

function newServer(): Promise<ServerProcess> {
	const flags = ["--data", freshFolder("server"), "--registration", "open", "--connections-per-address", String(DEVICES + 10)];
	return startServerProcess(flags);
}

/** Milliseconds from an edit of one device until another has it, one edit after the other. */
async function editsSeen({ members }: Crowd): Promise<number> {
	const [writer, reader] = members;
	if (writer === undefined || reader === undefined) throw new Error("a crowd of two is needed");
	const times: number[] = [];
	for (let edit = 0; edit < EDITS; edit += 1) {
		let started = 0;
		let awaited = "";
		const seen = new Promise<void>((resolve) => {
			const deaf = reader.conversation.onTold((told) => {
				if (told.is !== "news" || !told.envelopes.has(awaited)) return;
				deaf();
				resolve();
			});
		});
		const pushed = writer.edit((id) => {
			awaited = id;
			started = performance.now();
		});
		await seen;
		times.push(performance.now() - started);
		await pushed;
	}
	return rank(times, 0.95);
}

/** The same bytes to a bare server and back. */
async function echoes(port: number): Promise<number> {
	const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
	await once(socket, "open");
	const times: number[] = [];
	for (let edit = 0; edit < EDITS; edit += 1) {
		const bytes = randomBytes(EDIT_BYTES);
		const started = performance.now();
		socket.send(bytes);
		await once(socket, "message");
		times.push(performance.now() - started);
	}
	socket.close();
	return rank(times, 0.95);
}

async function editSeen(): Promise<Row> {
	const server = await newServer();
	const echo = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "harness/websocket-echo.ts")], { stdio: "pipe" });
	const [printed] = (await once(echo.stdout, "data")) as [Buffer];
	const { port } = JSON.parse(printed.toString("utf8")) as { readonly port: number };
	const crowd = await gatherCrowd(server.port, 2);
	const { ours, against } = await byTurns(
		runsOf(options, 5),
		() => editsSeen(crowd),
		() => echoes(port),
	);
	await crowd.leave();
	echo.kill();
	await server.end("SIGTERM");
	const work = "edit on one device until another sees it, through a local server, durable there, p95, against a bare WebSocket echo";
	return makeRow({ work, unit: "ms", reach: "≤ 3×" }, { ours: median(ours), against: median(against) });
}

async function memoryOf(port: number): Promise<number> {
	const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
	return Number(/^commonplace_memory_bytes (\d+)/m.exec(text)?.[1] ?? Number.NaN) / 1e6;
}

/** Everybody hears of every edit of everybody else: how late, how much memory the server has, and that nothing is lost. */
async function manyDevices(): Promise<Row[]> {
	const server = await newServer();
	const crowd = await gatherCrowd(server.port, DEVICES);
	const started = new Map<string, number>();
	const late: number[] = [];
	let heard = 0;
	for (const { conversation } of crowd.members) {
		conversation.onTold((told) => {
			if (told.is !== "news") return;
			const now = performance.now();
			heard += told.entries.length;
			for (const { id } of told.entries) late.push(now - (started.get(id) ?? now));
		});
	}
	const memory: number[] = [];
	const pushes: Promise<void>[] = [];
	const begin = performance.now();
	for (let edit = 0; edit < SECONDS * EDITS_PER_SECOND; edit += 1) {
		const due = begin + (edit * 1000) / EDITS_PER_SECOND;
		await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
		const writer = crowd.members[edit % DEVICES];
		if (writer !== undefined) pushes.push(writer.edit((id) => void started.set(id, performance.now())));
		if (edit % (5 * EDITS_PER_SECOND) === 0) memory.push(await memoryOf(server.port));
	}
	await Promise.all(pushes);
	const expected = SECONDS * EDITS_PER_SECOND * DEVICES;
	for (let waited = 0; heard < expected && waited < 100; waited += 1) await new Promise((resolve) => setTimeout(resolve, 100));
	const took = (performance.now() - begin) / 1000;
	memory.push(await memoryOf(server.port));
	await crowd.leave();
	await server.end("SIGTERM");
	console.log(`${pushes.length} edits in ${took.toFixed(1)} s; memory of the server in MB, every 5 s: ${memory.map(Math.round).join(" ")}`);
	const part = Math.max(1, Math.floor(memory.length / 5));
	const what = `${DEVICES} devices with one space open, ${EDITS_PER_SECOND} edits a second in all, ${SECONDS} s`;
	return [
		makeRow(
			{ work: `${what}: until every other device has an edit, p95, against half a second`, unit: "ms", reach: "≤ 500 ms" },
			{ ours: rank(late, 0.95), against: 500 },
		),
		makeRow(
			{ work: "the same: edits told, against edits made for each device", unit: "edits", reach: "1×: 0 lost", better: "higher" },
			{ ours: heard, against: expected },
		),
		makeRow(
			{ work: "the same: memory of the server in the last fifth of the time, against the second", unit: "MB", reach: "flat" },
			{ ours: median(memory.slice(-part)), against: median(memory.slice(part, 2 * part)) },
		),
	];
}

report("server", [await editSeen(), ...(await manyDevices())], options.quick);
