/** The keys that one has of a space: from the boxes of its statements (docs/decisions/0013). */
import { z } from "zod";
import type { Host, OpenIdentity } from "../../../shared/host";
import { BOX_BYTES_AT_ONCE, BOXES_AT_ONCE } from "../../../shared/host/identity";
import { toHex } from "../../../shared/protocol/bytes";
import { NotCbor, readCbor } from "../../../shared/protocol/cbor";
import { inviteKeys } from "../../../shared/protocol/membership/invite-link";
import type { MembershipHistory } from "../../../shared/protocol/membership/membership-history";
import { keyName, openBox, type SpaceKey, writingKey } from "../../../shared/protocol/membership/space-keys";
import type { KeyBox } from "../../../shared/protocol/membership/statements";
import type { Sodium } from "../../../shared/protocol/sodium";

export interface KeyRing {
	/** Opens boxes that could give what is missing; true when there are keys now that were not there before. */
	refresh(history: MembershipHistory): Promise<boolean>;
	/** The keys one has of an epoch. */
	ofEpoch(history: MembershipHistory, epoch: number): readonly Uint8Array[];
	/** The key to write with; null while one does not have it. */
	writing(history: MembershipHistory): SpaceKey | null;
	all(): readonly SpaceKey[];
	/** A key that was made here. */
	add(key: SpaceKey): void;
}

const BoxedKeys = z.array(z.tuple([z.number().int().nonnegative(), z.custom<Uint8Array>((value) => value instanceof Uint8Array)]));
const MOST_VALUES = 100_000;

/** `inviteSecret` gives the secret of the invite one came by, whose boxes one can open as well. */
export function createKeyRing(sodium: Sodium, host: Host, identity: OpenIdentity, inviteSecret: () => Uint8Array | null): KeyRing {
	const mine = [identity.deviceKey, identity.personKey, ...identity.otherDevices.map(({ deviceKey }) => deviceKey)].map(toHex);
	const held = new Map<string, SpaceKey>();
	const tried = new Set<Uint8Array>();

	/** Boxes to us that may hold a key we lack, one for each key at a time: usually the first opens. */
	function wanted(history: MembershipHistory, recipients: readonly string[]): readonly KeyBox[] {
		const boxes = new Set<KeyBox>();
		const covered = new Set<string>(held.keys());
		const offers = [...history.keyGrants().map(({ key, boxes: given }) => ({ keys: [key], boxes: given })), ...history.handedKeys()];
		for (const offer of offers) {
			if (offer.keys.every((key) => covered.has(key))) continue;
			const box = recipients.flatMap((to) => offer.boxes.filter((one) => one.to === to && !tried.has(one.box)))[0];
			if (box === undefined) continue;
			boxes.add(box);
			for (const key of offer.keys) covered.add(key);
		}
		return [...boxes];
	}

	function take(history: MembershipHistory, keys: readonly SpaceKey[]): boolean {
		const grants = new Set(history.keyGrants().map(({ key, epoch }) => `${epoch} ${key}`));
		let isNew = false;
		for (const { epoch, key } of keys) {
			if (key.length !== 32) continue;
			const name = keyName(sodium, key);
			if (held.has(name) || !grants.has(`${epoch} ${name}`)) continue;
			held.set(name, { epoch, key });
			isNew = true;
		}
		return isNew;
	}

	async function open(boxes: readonly KeyBox[]): Promise<readonly SpaceKey[]> {
		const secret = inviteSecret();
		const pair = secret === null ? null : inviteKeys(sodium, secret);
		const byInvite = pair === null ? [] : boxes.filter(({ to }) => to === toHex(pair.publicKey));
		const opened = byInvite.flatMap((box) => (pair === null ? [] : (openBox(sodium, box, pair) ?? [])));
		const byShell = boxes.filter((box) => !byInvite.includes(box));
		for (const batch of batchesOf(byShell)) {
			for (const content of await host.call("identity.openBoxes", batch)) opened.push(...(content === null ? [] : readKeys(content)));
		}
		return opened;
	}

	return {
		async refresh(history) {
			let gained = false;
			for (;;) {
				const secret = inviteSecret();
				const recipients = [...mine, ...(secret === null ? [] : [toHex(inviteKeys(sodium, secret).publicKey)])];
				const boxes = wanted(history, recipients);
				if (boxes.length === 0) return gained;
				for (const { box } of boxes) tried.add(box);
				gained = take(history, await open(boxes)) || gained;
			}
		},
		ofEpoch: (history, epoch) =>
			history
				.keyGrants()
				.filter((grant) => grant.epoch === epoch)
				.flatMap(({ key }) => held.get(key)?.key ?? []),
		writing(history) {
			const membership = history.current();
			const grant = membership === null ? null : writingKey(membership);
			return grant === null ? null : (held.get(grant.key) ?? null);
		},
		all: () => [...held.values()],
		add(key) {
			held.set(keyName(sodium, key.key), key);
		},
	};
}

function readKeys(content: Uint8Array): readonly SpaceKey[] {
	try {
		const keys = BoxedKeys.safeParse(readCbor(content, MOST_VALUES));
		return keys.success ? keys.data.map(([epoch, key]) => ({ epoch, key })) : [];
	} catch (error) {
		if (error instanceof NotCbor) return [];
		throw error;
	}
}

/** As many as one request may hold. */
function batchesOf(boxes: readonly KeyBox[]): KeyBox[][] {
	const batches: KeyBox[][] = [];
	let room = 0;
	for (const { to, box } of boxes) {
		const open = batches.at(-1);
		if (open === undefined || open.length >= BOXES_AT_ONCE || room < box.length) {
			batches.push([{ to, box }]);
			room = BOX_BYTES_AT_ONCE - box.length;
		} else {
			open.push({ to, box });
			room -= box.length;
		}
	}
	return batches;
}
