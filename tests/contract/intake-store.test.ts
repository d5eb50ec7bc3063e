/** What the intake of a space stands on, on whatever it lies: one suite for all that implement it. */
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import sodium from "libsodium-wrappers-sumo";
import { beforeAll, describe, expect, test } from "vitest";
import { openDexieLog } from "../../renderer/engine/log/dexie-log";
import { bare } from "../../renderer/engine/log/entry-standing";
import { unknownSpace } from "../../renderer/engine/log/local-space";
import type { LogStore } from "../../renderer/engine/log/log-store";
import { memoryLog } from "../../renderer/engine/log/memory-log";
import type { HeldSpace } from "../../renderer/engine/spaces/held-spaces";
import { logIntakeStore } from "../../renderer/engine/spaces/log-intake-store";
import { toHex } from "../../shared/protocol/bytes";
import { sealEnvelope } from "../../shared/protocol/envelope";
import type { Examined, IntakeStore, Standing } from "../../shared/protocol/intake";
import { createMembershipHistory } from "../../shared/protocol/membership/membership-history";
import { emptyDisk, memoryIntakeStore } from "../convergence/memory-intake-store";

const SPACE = "ab".repeat(16);

/** A store, and the same after a restart. */
type Open = () => Promise<() => Promise<IntakeStore>>;

/** On a log, which outlives the store. */
async function onLog(log: LogStore): Promise<() => Promise<IntakeStore>> {
	return async () => {
		const local = (await log.spaces()).find(({ space }) => space === SPACE) ?? unknownSpace(SPACE);
		const history = createMembershipHistory(sodium, SPACE);
		// Nothing counts here as never questioned: all that was considered is given.
		const questioned = { ...history, statements: () => [], whyNotCounted: () => null };
		const space: HeldSpace = { id: SPACE, history: questioned, ring: unused(), prefix: "", local: { ...local } };
		return logIntakeStore({
			log,
			space,
			admit: async (accepted, change) => {
				// What is in the log already moves to its end.
				const moved = accepted.flatMap((entry) => ("seq" in entry ? [entry.seq] : []));
				const remove = [...(change.remove ?? []), ...moved];
				await log.change({ ...change, remove, add: [...(change.add ?? []), ...accepted.map(bare)] });
			},
			beforeTakingOut: async () => undefined,
			takenOut: async () => undefined,
			onRefused: () => undefined,
			origin: () => null,
		});
	};
}

function unused(): HeldSpace["ring"] {
	return { refresh: async () => false, ofEpoch: () => [], writing: () => null, all: () => [], add: () => undefined };
}

const implementations: readonly { readonly name: string; readonly open: Open }[] = [
	{ name: "on the log in IndexedDB", open: async () => onLog(await openDexieLog("log", { indexedDB: new IDBFactory(), IDBKeyRange })) },
	{ name: "on the log in memory", open: () => onLog(memoryLog()) },
	{
		name: "of the simulator",
		open: async () => {
			const disk = emptyDisk();
			return async () => memoryIntakeStore(disk);
		},
	},
];

beforeAll(() => sodium.ready);

/** Envelopes in a row by one device. */
async function chain(length: number): Promise<readonly Examined[]> {
	const { publicKey, privateKey } = sodium.crypto_sign_keypair();
	const made: Examined[] = [];
	for (let number = 1; number <= length; number++) {
		const previous = made.at(-1);
		const author = { space: SPACE, lane: "content" as const, device: publicKey, epoch: 0, heads: [], number };
		const sealed = await sealEnvelope(
			sodium,
			{ ...author, previous: previous === undefined ? null : sodium.from_hex(previous.id) },
			{ time: number, items: [] },
			new Uint8Array(32),
			async (bytes) => sodium.crypto_sign_detached(bytes, privateKey),
		);
		made.push(sealed);
	}
	return made;
}

const standing = (one: Examined, is: Standing) => ({ ...one, standing: is });

async function allConsidered(store: IntakeStore): Promise<ReadonlyMap<string, Standing>> {
	const found = new Map<string, Standing>();
	for await (const batch of store.considered()) for (const one of batch) found.set(one.id, one.standing);
	return found;
}

describe.each(implementations)("an intake's store $name", ({ open }) => {
	test("knows what was considered and what waits, also after a restart", async () => {
		const reopen = await open();
		const [one, two, three, four] = (await chain(4)) as [Examined, Examined, Examined, Examined];
		const store = await reopen();
		await store.keep([standing(one, "accepted"), standing(two, "late")], [four], []);
		for (const each of [store, await reopen()]) {
			expect(await each.known([one.id, two.id, three.id, four.id])).toEqual(new Set([one.id, two.id, four.id]));
			expect((await each.waiting()).map(({ id }) => id)).toEqual([four.id]);
			const device = toHex(one.header.device);
			expect(await each.tip(device)).toMatchObject({ number: 2, id: two.id });
			expect(await each.tip("00".repeat(32))).toBeNull();
			expect(await each.link(one.id)).toMatchObject({ number: 1, device, id: one.id });
			expect(await each.link(two.id)).toMatchObject({ number: 2 });
			expect(await each.link(four.id)).toBeNull();
		}
	});

	test("what waited waits no more when it is considered or has come to its end", async () => {
		const reopen = await open();
		const [one, two, three] = (await chain(3)) as [Examined, Examined, Examined];
		const store = await reopen();
		await store.keep([], [two, three], []);
		await store.keep([standing(one, "accepted"), standing(two, "accepted")], [], [{ envelope: three, why: "too-many-waiting" }]);
		expect(await (await reopen()).waiting()).toEqual([]);
		expect(await store.known([two.id, three.id])).toEqual(new Set([two.id]));
	});

	test("moves envelopes between standings, together with what they were judged under", async () => {
		const reopen = await open();
		const [one, two, three] = (await chain(3)) as [Examined, Examined, Examined];
		const store = await reopen();
		expect(await store.judgedUnder()).toBeNull();
		await store.keep([standing(one, "accepted"), standing(two, "accepted"), standing(three, "late")], [], []);
		await store.settle({ accepted: [three.id], late: [two.id] }, ["a", "fork b 3"]);
		const again = await reopen();
		expect(await again.judgedUnder()).toEqual(["a", "fork b 3"]);
		expect(await allConsidered(again)).toEqual(
			new Map<string, Standing>([
				[one.id, "accepted"],
				[three.id, "accepted"],
				[two.id, "late"],
			]),
		);
		expect(await again.tip(toHex(one.header.device))).toMatchObject({ number: 3 });
	});
});
