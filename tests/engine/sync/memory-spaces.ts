import type { LogEntry } from "../../../renderer/engine/log/log-store";
import type { HeldInvite } from "../../../renderer/engine/spaces/spaces";
import type { SyncLog, SyncSpaces } from "../../../renderer/engine/sync/ports";
import { toHex } from "../../../shared/protocol/bytes";
import type { Marks, Origin } from "../../../shared/protocol/conversation/ports";
import type { Shelf, Shelved } from "../../protocol/conversation/memory-shelf";

function originOf({ origins }: Shelved): Origin | null {
	const [origin] = origins;
	const [remote, numbering = ""] = origin?.split("/") ?? [];
	return remote === undefined ? null : { remote, numbering };
}

/** A shelf as the engine's log. */
export function logOfShelf(shelf: Shelf): SyncLog {
	const marks = new Map<string, Marks>();
	const entryOf = (one: Shelved): LogEntry => ({
		id: one.id,
		space: one.header.space,
		device: toHex(one.header.device),
		number: one.header.number,
		lane: one.header.lane,
		bytes: one.bytes,
		items: [],
		origin: originOf(one),
		seq: one.position,
	});
	const logOf = (space: string): readonly Shelved[] => shelf.get(space)?.log ?? [];
	return {
		ofSpace: async (space, after, limit) =>
			logOf(space)
				.slice(after, after + limit)
				.map(entryOf),
		countOf: async (space, after) => logOf(space).length - after,
		known: async (ids) => new Set(ids.filter((id) => shelf.all().some((one) => one.has(id)))),
		lastOf: async (space, device) =>
			logOf(space)
				.map(entryOf)
				.findLast((entry) => entry.device === device) ?? null,
		numbering: async () => "0123456789abcdef",
		marks: async (remote, spaces) => spaces.map((space) => marks.get(`${remote}/${space}`) ?? null),
		async keepMarks(remote, space, kept) {
			marks.set(`${remote}/${space}`, kept);
		},
		byIds: async (ids) =>
			ids.flatMap((id) => {
				const one = shelf
					.all()
					.find(({ byId }) => byId.has(id))
					?.byId.get(id);
				return one === undefined ? [] : [entryOf(one)];
			}),
		lastOfSpace: async (space) => logOf(space).length,
	};
}

export interface MemorySpaces extends SyncSpaces {
	readonly invites: Map<string, HeldInvite>;
	readonly servers: Map<string, string>;
}

/** A shelf as the engine's spaces. */
export function spacesOfShelf(shelf: Shelf): MemorySpaces {
	const invites = new Map<string, HeldInvite>();
	const servers = new Map<string, string>();
	const listeners = new Set<(space: string) => void>();
	shelf.onNew(({ space }) => {
		for (const listener of listeners) listener(space);
	});
	return {
		invites,
		servers,
		ids: () => shelf.all().map(({ space }) => space),
		history: (space) => shelf.get(space)?.history ?? null,
		serverOf: (space) => servers.get(space) ?? null,
		inviteOf: (space) => invites.get(space) ?? null,
		takeIn: (space, envelopes, { remote, numbering }) =>
			shelf.make(space).take(envelopes, numbering === "" ? remote : `${remote}/${numbering}`),
		async expect(space, server) {
			shelf.make(space);
			if (server !== null) servers.set(space, server);
		},
		onNew(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		onChanged(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
	};
}
