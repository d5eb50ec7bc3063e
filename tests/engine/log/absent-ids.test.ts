/** A log that remembers what it lacks never denies what it has. */
import { expect, test } from "vitest";
import { rememberingAbsent } from "../../../renderer/engine/log/absent-ids";
import type { LogStore, NewLogEntry } from "../../../renderer/engine/log/log-store";
import { memoryLog } from "../../../renderer/engine/log/memory-log";

function entry(id: string): NewLogEntry {
	return { id, space: "s", device: "d", number: 1, lane: "content", bytes: new Uint8Array(1), items: [], origin: null };
}

/** A log that counts the ids it is asked for, and answers when it is told to. */
function counted(): { readonly log: LogStore; asked: number; answer: () => void } {
	const beneath = memoryLog();
	const made = {
		asked: 0,
		answer: (): void => undefined,
		log: {
			...beneath,
			async known(ids: readonly string[]) {
				made.asked += ids.length;
				const known = await beneath.known(ids);
				await new Promise<void>((resolve) => {
					made.answer = resolve;
				});
				return known;
			},
		},
	};
	return made;
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

async function ask(log: LogStore, beneath: { answer: () => void }, ids: readonly string[]): Promise<readonly string[]> {
	const asking = log.known(ids);
	await settled();
	beneath.answer();
	return [...(await asking)];
}

test("what it was asked for and lacks, it need not look for again, until it is written", async () => {
	const beneath = counted();
	const log = rememberingAbsent(beneath.log);
	expect(await ask(log, beneath, ["a", "b", "c", "d"])).toEqual([]);
	expect(await ask(log, beneath, ["b", "a"])).toEqual([]);
	expect(beneath.asked).toBe(4);
	await log.append([entry("a")]);
	await log.change({ add: [entry("b")], setOutside: [{ ...entry("c"), is: "waiting" }], quarantine: [{ ...entry("d"), why: "", at: 0 }] });
	expect(await ask(log, beneath, ["a", "b", "c", "d", "e"])).toEqual(["a", "b", "c", "d"]);
});

test("what is written while it is being looked for is not held to be lacking", async () => {
	const beneath = counted();
	const log = rememberingAbsent(beneath.log);
	const asking = log.known(["a"]);
	await settled();
	await log.append([entry("a")]);
	beneath.answer();
	expect([...(await asking)]).toEqual([]);
	expect(await ask(log, beneath, ["a"])).toEqual(["a"]);
});

test("what is asked while it is being written is asked again afterwards", async () => {
	const beneath = counted();
	let goOn = (): void => undefined;
	const { append } = beneath.log;
	const log = rememberingAbsent({
		...beneath.log,
		async append(entries) {
			await new Promise<void>((resolve) => {
				goOn = resolve;
			});
			return append(entries);
		},
	});
	const appending = log.append([entry("a")]);
	expect(await ask(log, beneath, ["a"])).toEqual([]);
	goOn();
	await appending;
	expect(await ask(log, beneath, ["a"])).toEqual(["a"]);
});

test("it remembers the last ids only", async () => {
	const beneath = counted();
	const log = rememberingAbsent(beneath.log, 2);
	await ask(log, beneath, ["a", "b", "c"]);
	await ask(log, beneath, ["b", "c"]);
	expect(beneath.asked).toBe(3);
	await ask(log, beneath, ["a"]);
	expect(beneath.asked).toBe(4);
});
