import { randomBytes } from "node:crypto";
import { appendFile, mkdir, open, readdir, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import type { Grant } from "../../shared/host";
import { syncFolder } from "./atomic-write";
import { needRoom } from "./disk-room";
import type { TargetGrant } from "./grants";
import { HostFailure, isMissing } from "./host-failure";

/**
 * Writes what the person asked to have written. Everything goes to a hidden place beside the target first;
 * `commit` shows it by one rename, `abort` removes it. A folder that has something in it is never written into.
 */
export interface Targets {
	write(grant: Grant, target: TargetGrant, path: string, parts: AsyncIterable<Uint8Array>): Promise<void>;
	/** Adds to the end of a file, which is made with the first bytes. */
	append(grant: Grant, target: TargetGrant, path: string, bytes: Uint8Array): Promise<void>;
	commit(grant: Grant, target: TargetGrant): Promise<void>;
	abort(grant: Grant): Promise<void>;
	/** Removes everything that was not committed; for when the app quits. */
	abortAll(): Promise<void>;
}

export function createTargets(): Targets {
	const staging = new Map<Grant, string>();

	const stageOf = async (grant: Grant, target: TargetGrant): Promise<string> => {
		const known = staging.get(grant);
		if (known !== undefined) return known;
		const stage = join(dirname(target.path), `.${basename(target.path).slice(0, 100)}.${randomBytes(6).toString("hex")}.part`);
		staging.set(grant, stage);
		if (target.kind === "folder") await mkdir(stage);
		return stage;
	};

	const abort = async (grant: Grant): Promise<void> => {
		const stage = staging.get(grant);
		if (stage === undefined) return;
		staging.delete(grant);
		await rm(stage, { recursive: true, force: true });
	};

	const staged = async (grant: Grant, target: TargetGrant, path: string): Promise<string> => {
		if ((target.kind === "file") !== (path === "")) throw new HostFailure("bad-request", "the path does not fit what was chosen");
		const stage = await stageOf(grant, target);
		const file = target.kind === "file" ? stage : join(stage, path);
		if (target.kind === "folder") await mkdir(dirname(file), { recursive: true });
		return file;
	};

	return {
		abort,
		async write(grant, target, path, parts) {
			await writeFileParts(await staged(grant, target, path), parts);
		},
		async append(grant, target, path, bytes) {
			const file = await staged(grant, target, path);
			await needRoom(dirname(target.path), bytes.length);
			await appendFile(file, bytes);
		},
		async commit(grant, target) {
			const stage = await stageOf(grant, target);
			if (target.kind === "file") await showFile(stage, target.path);
			else await showFolder(stage, target.path);
			staging.delete(grant);
			await syncFolder(dirname(target.path));
		},
		async abortAll() {
			for (const grant of [...staging.keys()]) await abort(grant);
		},
	};
}

async function writeFileParts(path: string, parts: AsyncIterable<Uint8Array>): Promise<void> {
	const file = await open(path, "w");
	try {
		for await (const part of parts) await file.writeFile(part);
	} finally {
		await file.close();
	}
}

/** Gives the staged file its name, once all of it is on the disk. */
async function showFile(stage: string, path: string): Promise<void> {
	const file = await open(stage, "r+");
	try {
		await file.sync();
	} finally {
		await file.close();
	}
	await rename(stage, path);
}

/** Gives the staged folder its name. An empty folder of that name gives way; anything else is left alone and another name is taken. */
async function showFolder(stage: string, wanted: string): Promise<void> {
	const path = await freeName(wanted);
	try {
		await rmdir(path);
	} catch (error) {
		if (!isMissing(error)) throw error;
	}
	await rename(stage, path);
}

/** The path itself when nothing is there or it is an empty folder; otherwise the same with " 2", " 3" … behind the name. */
export async function freeName(wanted: string): Promise<string> {
	const ending = extname(wanted);
	const stem = wanted.slice(0, wanted.length - ending.length);
	for (let number = 1; number < 10_000; number++) {
		const path = number === 1 ? wanted : `${stem} ${number}${ending}`;
		if (await isFree(path)) return path;
	}
	throw new HostFailure("failed", `no free name like ${basename(wanted)}`);
}

async function isFree(path: string): Promise<boolean> {
	try {
		return (await readdir(path)).length === 0;
	} catch (error) {
		if (isMissing(error)) return true;
		if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return false;
		throw error;
	}
}
