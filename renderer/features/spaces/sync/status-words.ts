/** What is safe where: the few statements that the status line makes, worked out from the numbers. Pure. */
import type { RemoteStatus, SpaceSummary, SyncStatus } from "../../../engine/spaces-contract";

export type StatusPart =
	| { readonly is: "refused"; readonly remote: RemoteStatus }
	| { readonly is: "paused" }
	/** Changes that are nowhere but on this laptop. */
	| { readonly is: "only-here"; readonly count: number }
	/** `space` is null where it is so for everything. */
	| { readonly is: "up-to-date"; readonly space: SpaceSummary | null; readonly remote: RemoteStatus; readonly time: number }
	/** There is something to take or give that is on its way or waits. */
	| { readonly is: "exchanging"; readonly remote: RemoteStatus }
	/** Nothing can be reached; when one was met last. */
	| { readonly is: "last-met"; readonly remote: RemoteStatus; readonly time: number }
	| { readonly is: "never-met" };

export interface StatusLine {
	readonly tone: "good" | "busy" | "bad";
	/** What matters most first. None where nothing is shared with anyone: then "saved here" is all there is to say. */
	readonly parts: readonly StatusPart[];
}

/** Whether there is anybody who could have a copy of this space: a server, another laptop that was met, other members. */
export function hasElsewhere(space: SpaceSummary, sync: SyncStatus): boolean {
	const { remotes = [] } = sync.spaces.find((one) => one.space === space.space) ?? {};
	return space.server !== null || remotes.length > 0 || (space.kind !== "private" && space.members > 1);
}

/**
 * Changes that are nowhere but on this laptop and are waiting to be elsewhere. What has nowhere to go does not wait: the
 * panel says so once, and the line does not say it for ever.
 */
export function onlyHere(sync: SyncStatus, spaces: readonly SpaceSummary[]): number {
	const going = new Set(spaces.filter((space) => hasElsewhere(space, sync)).map(({ space }) => space));
	return sync.spaces.reduce((sum, { space, onlyHere: count }) => sum + (going.has(space) ? count : 0), 0);
}

/** The remote that was met most recently. */
export function newestMet(remotes: readonly RemoteStatus[]): RemoteStatus | null {
	return remotes.reduce<RemoteStatus | null>((best, one) => ((one.lastMet ?? -1) > (best?.lastMet ?? -1) ? one : best), null);
}

function about(sync: SyncStatus, spaces: readonly SpaceSummary[]): StatusPart | null {
	const newest = newestMet(sync.remotes);
	if (newest === null || newest.lastMet === null) return null;
	const standing = sync.spaces.flatMap(({ space, remotes }) =>
		// What it refuses is not on its way; the space's screen says so.
		remotes.filter(({ remote, refused }) => remote === newest.remote && refused === "").map((one) => ({ ...one, space })),
	);
	const current = standing.filter(({ upToDate }) => upToDate);
	if (newest.state === "connected" && current.length < standing.length) return { is: "exchanging", remote: newest };
	if (current.length === 0) return { is: "last-met", remote: newest, time: newest.lastMet };
	const shared = current.map(({ space }) => spaces.find((one) => one.space === space)).find((one) => one?.kind !== "private") ?? null;
	return {
		is: "up-to-date",
		space: current.length === standing.length && onlyHere(sync, spaces) === 0 ? null : shared,
		remote: newest,
		time: newest.lastMet,
	};
}

/** What the status line says. */
export function statusOf(sync: SyncStatus, spaces: readonly SpaceSummary[]): StatusLine {
	const shares = sync.remotes.length > 0 || spaces.some((space) => space.state !== "left" && hasElsewhere(space, sync));
	if (!shares) return { tone: "good", parts: [] };
	const refused = sync.remotes.find(({ state }) => state === "refused");
	const count = onlyHere(sync, spaces);
	const standing = about(sync, spaces);
	const parts: StatusPart[] = [
		...(refused === undefined ? [] : [{ is: "refused", remote: refused } as const]),
		...(count === 0 ? [] : [{ is: "only-here", count } as const]),
		...(sync.paused ? [{ is: "paused" } as const] : []),
		...(standing === null ? (sync.paused ? [] : [{ is: "never-met" } as const]) : [standing]),
	];
	return { tone: refused !== undefined ? "bad" : count > 0 || sync.paused || standing === null ? "busy" : "good", parts };
}
