import { randomBytes } from "node:crypto";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { Grant, PickedSource, PickedTarget, TargetPurpose } from "../../shared/host";
import { HostFailure } from "./host-failure";

export interface SourceGrant {
	readonly is: "source";
	readonly kind: "file" | "folder";
	readonly path: string;
}

export interface TargetGrant {
	readonly is: "target";
	readonly kind: "file" | "folder";
	readonly path: string;
}

/** What the person allowed by choosing it. A grant is an unguessable token; it is forgotten when the app quits. */
export interface Grants {
	/** Grants reading of a file or folder; fails when it is neither. */
	addSource(path: string): Promise<PickedSource>;
	addTarget(path: string, purpose: TargetPurpose): PickedTarget;
	source(grant: Grant): SourceGrant;
	target(grant: Grant): TargetGrant;
}

export function createGrants(): Grants {
	const held = new Map<Grant, SourceGrant | TargetGrant>();
	const add = (what: SourceGrant | TargetGrant): Grant => {
		const grant = randomBytes(16).toString("hex");
		held.set(grant, what);
		return grant;
	};
	return {
		async addSource(path) {
			const found = await stat(path);
			if (!found.isFile() && !found.isDirectory()) throw new HostFailure("not-found", "neither a file nor a folder");
			const kind = found.isFile() ? "file" : "folder";
			return { grant: add({ is: "source", kind, path }), name: basename(path), kind, size: found.isFile() ? found.size : 0 };
		},
		addTarget(path, purpose) {
			const kind = purpose === "vault" ? "folder" : "file";
			return { grant: add({ is: "target", kind, path }), name: basename(path) };
		},
		source(grant) {
			const what = held.get(grant);
			if (what?.is !== "source") throw new HostFailure("no-such-grant", "this was not chosen for reading");
			return what;
		},
		target(grant) {
			const what = held.get(grant);
			if (what?.is !== "target") throw new HostFailure("no-such-grant", "this was not chosen for writing");
			return what;
		},
	};
}
