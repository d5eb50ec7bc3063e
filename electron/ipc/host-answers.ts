import { basename } from "node:path";
import { ORPHAN_AGE } from "../../shared/limits";
import type { Backups } from "../backup/backups";
import type { ArrivingFiles } from "../files/arriving-files";
import type { BlobStore } from "../files/blob-store";
import { diskRoom } from "../files/disk-room";
import type { Grants } from "../files/grants";
import { listSource } from "../files/source-listing";
import { readSeveral, readSource, readSourcePart, readSourceParts } from "../files/source-reading";
import type { Targets } from "../files/target-writing";
import type { Journal } from "../journal/journal";
import type { KeyVault } from "../keys/key-vault";
import type { CommonAnswers } from "./host-requests";

export interface HostParts {
	readonly vault: KeyVault;
	readonly journal: Journal;
	readonly blobs: BlobStore;
	readonly arriving: ArrivingFiles;
	readonly grants: Grants;
	readonly targets: Targets;
	readonly backups: Backups;
	/** Where the book lies. */
	readonly folder: string;
	/** Where the sample library lies. */
	readonly sampleFolder: string;
	readonly diagnostic: (name: string, detail: string) => void;
}

/** Joins each request of the engine to the part of the shell that does it; lines are each engine's own (see engine-port.ts). */
export function createHostAnswers({
	vault,
	journal,
	blobs,
	arriving,
	grants,
	targets,
	backups,
	folder,
	sampleFolder,
	diagnostic,
}: HostParts): CommonAnswers {
	return {
		"identity.open": () => vault.open(),
		"identity.sign": (bytes) => vault.sign(bytes),
		"identity.openBoxes": (boxes) => vault.openBoxes(boxes),
		"identity.certify": (deviceKey) => vault.certify(deviceKey),
		"identity.belong": (personKey, certificate) => vault.belong(personKey, certificate),
		"identity.renew": () => vault.renew(),
		"journal.state": () => journal.state(),
		"journal.append": (entries, gone) => journal.append(entries, gone),
		"journal.read": (from) => journal.read(from),
		"disk.room": () => diskRoom(folder),
		"blobs.put": (bytes) => blobs.put(bytes),
		"blobs.putFromSource": async (grant, path) => blobs.putParts(readSourceParts(grants.source(grant), path)),
		"blobs.read": (hash) => blobs.read(hash),
		"blobs.sizes": async (hashes) => {
			const sizes: (number | null)[] = [];
			for (const hash of hashes) sizes.push(await blobs.size(hash));
			return sizes;
		},
		"blobs.size": (hash) => blobs.size(hash),
		"blobs.readPart": (hash, from, length) => wholePart(blobs.readParts(hash, from, from + length - 1)),
		"arriving.size": (key) => arriving.size(key),
		"arriving.append": (key, from, bytes) => arriving.append(key, from, bytes),
		"arriving.read": (key, from, length) => arriving.read(key, from, length),
		"arriving.drop": (key) => arriving.drop(key),
		"arriving.keep": (key, hash) => arriving.settle(key, hash, blobs.putParts),
		"blobs.drop": (hashes) => blobs.drop(hashes),
		"blobs.old": () => blobs.old(Date.now() - ORPHAN_AGE),
		"blobs.sweep": (hashes) => blobs.sweep(hashes, Date.now() - ORPHAN_AGE),
		"source.list": async (grant) => listSource(grants.source(grant)),
		"source.read": async (grant, path, limit) => readSource(grants.source(grant), path, limit),
		"source.readPart": async (grant, path, from, length) => readSourcePart(grants.source(grant), path, from, length),
		"source.readSeveral": async (grant, paths, limit) => readSeveral(grants.source(grant), paths, limit),
		"target.write": async (grant, path, bytes) => targets.write(grant, grants.target(grant), path, one(bytes)),
		"target.append": async (grant, path, bytes) => targets.append(grant, grants.target(grant), path, bytes),
		"target.copyBlob": async (grant, path, hash) => targets.write(grant, grants.target(grant), path, blobs.readParts(hash)),
		"target.name": async (grant) => basename(grants.target(grant).path),
		"target.commit": async (grant) => targets.commit(grant, grants.target(grant)),
		"target.abort": (grant) => targets.abort(grant),
		"backup.begin": async (grant, passphrase) => backups.begin(grant, grants.target(grant).path, passphrase),
		"backup.addEnvelopes": (grant, envelopes) => backups.addEnvelopes(grant, envelopes),
		"backup.finish": (grant) => backups.finish(grant),
		"backup.abort": (grant) => backups.abort(grant),
		"restore.open": async (grant, passphrase) => backups.open(grant, grants.source(grant).path, passphrase),
		"restore.next": (grant) => backups.next(grant),
		"restore.install": (grant) => backups.install(grant),
		"restore.abort": (grant) => backups.abort(grant),
		"resources.sample": async () => (await grants.addSource(sampleFolder)).grant,
		"log.diagnostic": async (name, detail) => diagnostic(name, detail),
	};
}

async function wholePart(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
	const all: Uint8Array[] = [];
	for await (const part of parts) all.push(part);
	return new Uint8Array(Buffer.concat(all));
}

async function* one(bytes: Uint8Array): AsyncIterable<Uint8Array> {
	yield bytes;
}
