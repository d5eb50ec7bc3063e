import sodium from "libsodium-wrappers-sumo";
import { beforeAll, expect, test } from "vitest";
import { createPresence } from "../../../renderer/engine/presence/presence";
import type { HeldSpaces } from "../../../renderer/engine/spaces/held-spaces";
import type { Connection } from "../../../renderer/engine/sync/connection";
import { toHex } from "../../../shared/protocol/bytes";
import { openPresence, type Place, sealPresence } from "../../../shared/protocol/presence";

const SPACE = "ab".repeat(16);
const PAGE = "a".repeat(26);
const HERE: Place = { item: PAGE, selection: { field: "body", anchor: "3@00ff", head: "9@00ff" } };
const key = new Uint8Array(32).fill(7);
const keysOf = (): readonly Uint8Array[] => [key];

beforeAll(() => sodium.ready);

/** Ada's presence in a space that Ben is in too, with timers that run when the test says so. */
function ada() {
	const [own, ben] = [sodium.crypto_sign_keypair(), sodium.crypto_sign_keypair()];
	const membership = {
		devices: new Map([own, ben].map(({ publicKey }) => [toHex(publicKey), { person: toHex(publicKey), active: true }])),
		members: new Map([own, ben].map(({ publicKey }) => [toHex(publicKey), { role: "editor" }])),
	};
	const held = {
		identity: { deviceKey: own.publicKey },
		speaker: { device: toHex(own.publicKey) },
		get: () => ({ history: { current: () => membership }, ring: { writing: () => ({ epoch: 0, key }) } }),
		spaceOf: () => SPACE,
		keysOf,
	} as unknown as HeldSpaces;
	const timers = new Map<() => void, number>();
	let opened = (): void => undefined;
	const opening = new Promise<void>((resolve) => {
		opened = resolve;
	});
	let changes = 0;
	const presence = createPresence({
		sodium,
		held,
		// What is asked of the page is not looked at here: only that it takes a while.
		documents: { use: async <Value>() => opening.then(() => HERE as Value) },
		news: { listen: () => () => undefined },
		sign: async (bytes) => sodium.crypto_sign_detached(bytes, own.privateKey),
		after(milliseconds, work) {
			timers.set(work, milliseconds);
			return () => void timers.delete(work);
		},
		now: () => 1_000_000,
		clock: () => 500,
		isSeen: () => true,
		onChange: () => void changes++,
		onProblem(error) {
			throw error;
		},
	});
	function connect() {
		const told: Place[] = [];
		let tell = (_: { readonly is: "presence"; readonly space: string; readonly sealed: Uint8Array }): void => undefined;
		const conversation = {
			presence: (_: string, sealed: Uint8Array) => void told.push(openPresence(sodium, sealed, keysOf)?.place ?? null),
			onTold(listen: typeof tell) {
				tell = listen;
				return () => undefined;
			},
		};
		const connection = { conversation, progress: () => [{ space: SPACE, state: "live" }], ended: new Promise(() => undefined) };
		presence.begin(connection as unknown as Connection);
		return { told, hears: (sealed: Uint8Array) => tell({ is: "presence", space: SPACE, sealed }) };
	}
	/** What is due within a second happens; what is said again much later does not. */
	async function passTime(): Promise<void> {
		const due = [...timers].flatMap(([work, milliseconds]) => (milliseconds <= 1000 ? [work] : []));
		for (const work of due) {
			timers.delete(work);
			work();
		}
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	const benSays = (number: number): Promise<Uint8Array> =>
		sealPresence(sodium, { space: SPACE, device: ben.publicKey, epoch: 0, number }, HERE, key, async (bytes) =>
			sodium.crypto_sign_detached(bytes, ben.privateKey),
		);
	return { presence, connect, passTime, opened: () => opened(), changes: () => changes, benSays };
}

test("whoever leaves a page while it is still being opened to say where they are is told to have gone, too", async () => {
	const { presence, connect, passTime, opened } = ada();
	const { told } = connect();
	presence.here({ id: PAGE, selection: { anchor: 0, head: 0 } });
	await passTime();
	presence.here(null);
	opened();
	await passTime();
	expect(told).toEqual([HERE, null]);
	presence.close();
});

test("a line full of nonsense is not listened to for a while, and makes nobody unheard who speaks on another", async () => {
	const { presence, connect, changes, benSays } = ada();
	const [loud, quiet] = [connect(), connect()];
	for (let count = 0; count < 200; count++) loud.hears(new Uint8Array(20));
	loud.hears(await benSays(1));
	expect(changes()).toBe(0);
	quiet.hears(await benSays(2));
	expect(changes()).toBe(1);
	presence.close();
});
