/** A shell in memory: real keys and signatures, files in maps. What the engine sees of it is the contract alone. */
import { createHash, randomBytes } from "node:crypto";
import sodium from "libsodium-wrappers-sumo";
import { createTakings } from "../../electron/files/blob-takings";
import { HostError } from "../../renderer/engine/errors";
import type { BackupSummary, FormerSpace, Host, HostCalls, OpenIdentity, StoredBlob } from "../../shared/host";
import { toHex } from "../../shared/protocol/bytes";
import { certifyDevice, isDeviceCertified } from "../../shared/protocol/identity";
import type { KeyPair } from "../../shared/protocol/sodium";

export interface MemoryHost {
	readonly host: Host;
	readonly blobs: Map<string, Uint8Array>;
	/** Makes a source out of files and gives its grant. */
	offer(name: string, files: Readonly<Record<string, string | Uint8Array>>): string;
	/** Makes a target and gives its grant; what was committed is in `committed`. */
	target(): string;
	readonly committed: Map<string, Map<string, Uint8Array>>;
	/** The app is started again a day later: nobody has put anything yet, and all that is kept is old. */
	nextDay(): void;
	/** From now on the book is one that an earlier version made, with this space of its own. */
	makeFormer(space: FormerSpace): void;
	/** Backups by the grant of their file. A laptop restores one that was put here. */
	readonly backups: Map<string, MemoryBackup>;
	/** Calls that fail from now on, with a code. */
	readonly failing: Map<string, string>;
}

interface DeviceKeys {
	readonly pair: KeyPair;
	readonly certificate: Uint8Array;
}

export interface MemoryBackup {
	readonly envelopes: Uint8Array[];
	readonly person: KeyPair;
	readonly devices: readonly DeviceKeys[];
	readonly formerSpace: FormerSpace | null;
}

type HostAnswers = {
	readonly [Call in keyof HostCalls]: (
		...args: Parameters<HostCalls[Call]>
	) => ReturnType<HostCalls[Call]> | Promise<ReturnType<HostCalls[Call]>>;
};

const grant = (): string => randomBytes(16).toString("hex");
const toBytes = (value: string | Uint8Array): Uint8Array => (typeof value === "string" ? new TextEncoder().encode(value) : value);

/** A new person on a new device. */
export async function memoryHost(): Promise<MemoryHost> {
	await sodium.ready;
	let person: KeyPair = sodium.crypto_sign_keypair();
	let device: KeyPair = sodium.crypto_sign_keypair();
	/** Devices that the person wrote with before this one. */
	let earlier: readonly DeviceKeys[] = [];
	const backups = new Map<string, MemoryBackup>();
	let identity: OpenIdentity = {
		personKey: person.publicKey,
		deviceKey: device.publicKey,
		deviceCertificate: certifyDevice(sodium, person.privateKey, device.publicKey),
		formerSpace: null,
		holdsPersonKey: true,
		otherDevices: [],
		installation: sodium.randombytes_buf(8),
	};
	const blobs = new Map<string, Uint8Array>();
	const arriving = new Map<string, Uint8Array>();
	const ofEarlier = new Set<string>();
	let takings = createTakings();
	const sources = new Map<string, { readonly name: string; readonly files: ReadonlyMap<string, Uint8Array> }>();
	const staged = new Map<string, Map<string, Uint8Array>>();
	const committed = new Map<string, Map<string, Uint8Array>>();
	const failing = new Map<string, string>();

	const reading = new Map<string, number>();
	const summaryOf = (file: string): BackupSummary => {
		const envelopes = backups.get(file)?.envelopes ?? [];
		return { created: 1, envelopes: envelopes.length, blobs: 0, bytes: envelopes.reduce((sum, { length }) => sum + length, 0) };
	};

	async function put(bytes: Uint8Array): Promise<StoredBlob> {
		const hash = createHash("sha256").update(bytes).digest("hex");
		return takings.take(hash, async () => {
			const isNew = !blobs.has(hash);
			blobs.set(hash, bytes);
			return { hash, size: bytes.length, isNew };
		});
	}

	function fileOf(source: string, path: string): Uint8Array {
		const bytes = sources.get(source)?.files.get(path);
		if (bytes === undefined) throw new HostError("not-found", path);
		return bytes;
	}

	const calls: Partial<HostAnswers> = {
		"identity.open": () => identity,
		"identity.openBoxes": (boxes) =>
			boxes.map(({ to, box }) => {
				const pair = [device, ...earlier.map((one) => one.pair), ...(identity.holdsPersonKey ? [person] : [])].find(
					({ publicKey }) => toHex(publicKey) === to,
				);
				if (pair === undefined) return null;
				try {
					return sodium.crypto_box_seal_open(
						box,
						sodium.crypto_sign_ed25519_pk_to_curve25519(pair.publicKey),
						sodium.crypto_sign_ed25519_sk_to_curve25519(pair.privateKey),
					);
				} catch {
					return null;
				}
			}),
		"identity.certify": (deviceKey) => {
			if (!identity.holdsPersonKey) throw new HostError("no-person-key", "the person's key is on another laptop");
			return certifyDevice(sodium, person.privateKey, deviceKey);
		},
		"identity.belong": (personKey, deviceCertificate) => {
			if (!isDeviceCertified(sodium, personKey, device.publicKey, deviceCertificate))
				throw new HostError("wrong-certificate", "not for this laptop");
			identity = { ...identity, personKey, deviceCertificate, holdsPersonKey: false };
			return identity;
		},
		"disk.room": () => Number.MAX_SAFE_INTEGER,
		"identity.sign": (bytes) => sodium.crypto_sign_detached(bytes, device.privateKey),
		"backup.begin": (file) => {
			const devices = [...earlier, { pair: device, certificate: identity.deviceCertificate }];
			backups.set(file, { envelopes: [], person, devices, formerSpace: identity.formerSpace });
		},
		"backup.addEnvelopes": (file, envelopes) => {
			backups.get(file)?.envelopes.push(...envelopes);
		},
		"backup.finish": (file) => summaryOf(file),
		"restore.open": (file) => summaryOf(file),
		"restore.next": (file) => {
			const read = reading.get(file) ?? 0;
			const next = backups.get(file)?.envelopes.slice(read, read + 50) ?? [];
			reading.set(file, read + next.length);
			return next;
		},
		"restore.install": (file) => {
			const backup = backups.get(file);
			if (backup === undefined) throw new HostError("not-found", file);
			person = backup.person;
			device = sodium.crypto_sign_keypair();
			earlier = backup.devices;
			identity = {
				personKey: person.publicKey,
				deviceKey: device.publicKey,
				deviceCertificate: certifyDevice(sodium, person.privateKey, device.publicKey),
				formerSpace: backup.formerSpace,
				holdsPersonKey: true,
				otherDevices: earlier.map(({ pair, certificate }) => ({ deviceKey: pair.publicKey, certificate })),
				installation: sodium.randombytes_buf(8),
			};
			return identity;
		},
		"restore.abort": () => undefined,
		"blobs.put": put,
		"blobs.putFromSource": (source, path) => put(fileOf(source, path)),
		"blobs.read": (hash) => {
			const bytes = blobs.get(hash);
			if (bytes === undefined) throw new HostError("not-found", hash);
			return bytes;
		},
		"blobs.sizes": (hashes) => hashes.map((hash) => blobs.get(hash)?.length ?? null),
		"blobs.readPart": (hash, from, length) => {
			const bytes = blobs.get(hash);
			if (bytes === undefined) throw new HostError("not-found", hash);
			return bytes.slice(from, from + length);
		},
		"arriving.size": (key) => arriving.get(key)?.length ?? 0,
		"arriving.append": (key, from, bytes) => {
			const here = arriving.get(key) ?? new Uint8Array();
			if (from !== here.length) throw new HostError("bad-request", `${here.length} bytes are here`);
			arriving.set(key, Buffer.concat([here, bytes]));
		},
		"arriving.drop": (key) => {
			arriving.delete(key);
		},
		"arriving.keep": async (key, hash) => {
			const bytes = arriving.get(key);
			if (bytes === undefined || createHash("sha256").update(bytes).digest("hex") !== hash) throw new HostError("not-found", key);
			arriving.delete(key);
			return put(bytes);
		},
		"blobs.drop": async (hashes) => {
			for (const hash of hashes) {
				await takings.giveBack(hash, async () => {
					blobs.delete(hash);
				});
			}
		},
		"blobs.old": () => [...blobs.keys()].filter((hash) => ofEarlier.has(hash) && !takings.isTaken(hash)),
		"blobs.sweep": async (hashes) => {
			let removed = 0;
			for (const hash of hashes) {
				await takings.whileUntaken(hash, async () => {
					if (ofEarlier.has(hash) && blobs.delete(hash)) removed++;
				});
			}
			return removed;
		},
		"source.list": (source) => {
			const found = sources.get(source);
			if (found === undefined) throw new HostError("no-such-grant", source);
			const files = [...found.files].map(([path, bytes]) => ({ path, size: bytes.length, modified: 1_700_000_000_000 }));
			return { name: found.name, kind: files.length === 1 && files[0]?.path === "" ? "file" : "folder", files, refused: [] };
		},
		"source.read": (source, path, limit) => {
			const bytes = fileOf(source, path);
			if (bytes.length > limit) throw new HostError("too-large", path);
			return bytes;
		},
		"source.readSeveral": (source, paths, limit) =>
			paths.map((path) => {
				const bytes = sources.get(source)?.files.get(path);
				return bytes === undefined || bytes.length > limit ? null : bytes;
			}),
		"target.write": (target, path, bytes) => {
			staged.get(target)?.set(path, bytes);
		},
		"source.readPart": (source, path, from, length) => fileOf(source, path).slice(from, from + length),
		"target.append": (target, path, bytes) => {
			const before = staged.get(target)?.get(path) ?? new Uint8Array();
			staged.get(target)?.set(path, Buffer.concat([before, bytes]));
		},
		"target.copyBlob": (target, path, hash) => {
			staged.get(target)?.set(path, blobs.get(hash) ?? new Uint8Array());
		},
		"target.name": () => "My book",
		"target.commit": (target) => {
			committed.set(target, staged.get(target) ?? new Map());
		},
		"target.abort": (target) => {
			staged.set(target, new Map());
		},
	};

	return {
		host: {
			call: async (name, ...args) => {
				const code = failing.get(name);
				if (code !== undefined) throw new HostError(code, name);
				const call = calls[name] as ((...args: unknown[]) => never) | undefined;
				if (call === undefined) throw new HostError("failed", `${name} is not part of this shell`);
				return call(...args);
			},
		},
		blobs,
		offer(name, files) {
			const token = grant();
			sources.set(token, { name, files: new Map(Object.entries(files).map(([path, value]) => [path, toBytes(value)])) });
			return token;
		},
		target() {
			const token = grant();
			staged.set(token, new Map());
			return token;
		},
		committed,
		nextDay() {
			takings = createTakings();
			for (const hash of blobs.keys()) ofEarlier.add(hash);
		},
		makeFormer(space) {
			identity = { ...identity, formerSpace: space };
		},
		backups,
		failing,
	};
}
