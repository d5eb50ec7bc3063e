import type sodiumLibrary from "libsodium-wrappers-sumo";
import { fromHex, toHex } from "../../shared/protocol/bytes";
import { type EnvelopeAuthor, readStatement, type Sign, sealEnvelope, signStatement } from "../../shared/protocol/envelope";
import { certifyDevice } from "../../shared/protocol/identity";
import { createIntake, type Intake, type IntakeOutcome } from "../../shared/protocol/intake";
import type { Speaker } from "../../shared/protocol/membership/making-statements";
import { createMembershipHistory, type MembershipHistory } from "../../shared/protocol/membership/membership-history";
import type { Statement } from "../../shared/protocol/membership/statements";
import type { KeyPair } from "../../shared/protocol/sodium";
import { type Disk, emptyDisk, memoryIntakeStore } from "./memory-intake-store";

export type Sodium = typeof sodiumLibrary;

/** The machine died; what is on its disk is all there is. */
export class SuddenDeath extends Error {}

export interface Person {
	readonly name: string;
	readonly keys: KeyPair;
}

/** One laptop in one space, as the app would have it: a disk, and in memory a history and an intake. */
export interface SimulatedDevice {
	readonly name: string;
	readonly speaker: Speaker;
	/** The device's signature. */
	readonly sign: Sign;
	readonly disk: Disk;
	history(): MembershipHistory;
	intake(): Intake;
	/** Everything that can be carried to others. */
	envelopes(): readonly Uint8Array[];
	take(envelopes: readonly Uint8Array[]): Promise<readonly IntakeOutcome[]>;
	/** Writes on a lane; the id once it is durable, or why the device itself would not. */
	write(lane: "content" | "annotation", text: string): Promise<{ readonly id: string } | { readonly refused: string }>;
	/** An envelope as a program that keeps no rules would make it: sealed and signed, kept nowhere. */
	forge(lane: "content" | "annotation" | Statement, claims?: Partial<EnvelopeAuthor>): Promise<Uint8Array>;
	state(statement: Statement): Promise<{ readonly id: string } | { readonly refused: string }>;
	/** Loses its memory and starts again from its disk. */
	restart(): void;
	/** The next write to the disk after `writes` more is cut short by death. */
	dieAfter(writes: number): void;
}

/** A device of a person, as it speaks. */
export function speakerOf(sodium: Sodium, person: Person, pair: KeyPair): Speaker {
	return {
		person: toHex(person.keys.publicKey),
		device: toHex(pair.publicKey),
		certificate: certifyDevice(sodium, person.keys.privateKey, pair.publicKey),
	};
}

export function simulateDevice(
	sodium: Sodium,
	space: string,
	person: Person,
	name: string,
	key: Uint8Array,
	now: () => number,
	pair: KeyPair = sodium.crypto_sign_keypair(),
): SimulatedDevice {
	const speaker = speakerOf(sodium, person, pair);
	const disk = emptyDisk();
	let writesLeft = Number.POSITIVE_INFINITY;
	const store = memoryIntakeStore(disk, () => {
		if (writesLeft <= 0) throw new SuddenDeath();
		writesLeft -= 1;
	});
	let history = createMembershipHistory(sodium, space);
	let intake = createIntake(sodium, history, store);
	const sign = async (bytes: Uint8Array): Promise<Uint8Array> => sodium.crypto_sign_detached(bytes, pair.privateKey);

	function restart(): void {
		writesLeft = Number.POSITIVE_INFINITY;
		history = createMembershipHistory(sodium, space);
		for (const { header, bytes } of disk.considered.values()) if (header.lane === "membership") history.offer(readStatement(sodium, bytes));
		intake = createIntake(sodium, history, store);
	}

	async function author(statement: Statement | null) {
		const tip = await store.tip(speaker.device);
		return {
			space,
			device: pair.publicKey,
			epoch: 0,
			heads: history.headsFor(speaker.device, tip, statement).heads.map(fromHex),
			number: (tip?.number ?? 0) + 1,
			previous: tip === null ? null : fromHex(tip.id),
		};
	}

	async function keepOwn(sealed: { readonly id: string; readonly bytes: Uint8Array }) {
		const [outcome] = await intake.take([sealed.bytes]);
		if (outcome?.is === "accepted") return { id: sealed.id };
		return { refused: outcome?.is === "refused" ? outcome.why : (outcome?.is ?? "nothing") };
	}

	return {
		name,
		speaker,
		sign,
		disk,
		history: () => history,
		intake: () => intake,
		envelopes: () => [...disk.considered.values(), ...disk.waiting.values()].map(({ bytes }) => bytes),
		take: (envelopes) => intake.take(envelopes),
		async write(lane, text) {
			const id = text
				.padEnd(26, "a")
				.slice(0, 26)
				.replaceAll(/[^a-z2-7]/g, "a");
			const body = { time: Math.max(0, now()), items: [{ id, changes: [new TextEncoder().encode(text)] }] };
			return keepOwn(await sealEnvelope(sodium, { ...(await author(null)), lane }, body, key, sign));
		},
		async forge(lane, claims = {}) {
			const claimed = { ...(await author(typeof lane === "string" ? null : lane)), ...claims };
			if (typeof lane !== "string") return (await signStatement(sodium, claimed, lane, Math.max(0, now()), sign)).bytes;
			return (await sealEnvelope(sodium, { ...claimed, lane }, { time: 0, items: [] }, key, sign)).bytes;
		},
		async state(statement) {
			return keepOwn(await signStatement(sodium, await author(statement), statement, Math.max(0, now()), sign));
		},
		restart,
		dieAfter(writes) {
			writesLeft = writes;
		},
	};
}
