import type { Lane } from "../../shared/model/item";
import type { Database, Queries } from "./database";
import { bytesIn, entryOf, numberIn, spaceStateOf, textIn } from "./sql-rows";
import type { ServerStore } from "./store";

/** Bytes of the statements of a space after a position, ascending. */
export async function membershipAfter(queries: Queries, space: string, position: number): Promise<readonly Uint8Array[]> {
	const rows = await queries.query(
		"SELECT bytes FROM envelopes WHERE space = $1 AND position > $2 AND lane = 'membership' ORDER BY position",
		[space, position],
	);
	return rows.map((row) => bytesIn(row, "bytes"));
}

type Reading = Pick<ServerStore, "space" | "membershipAfter" | "list" | "read" | "fetch" | "spacesOf">;

/** What can be read of spaces. */
export function sqlReading(database: Database): Reading {
	return {
		async space(space) {
			const [row] = await database.query("SELECT last, membership_last, bytes FROM spaces WHERE space = $1", [space]);
			return row === undefined ? null : spaceStateOf(row);
		},
		membershipAfter: (space, position) => membershipAfter(database, space, position),
		async list(space, after, limit, lane) {
			const only = lane === null ? "" : "AND lane = $4";
			const rows = await database.query(
				`SELECT position, id, size FROM envelopes WHERE space = $1 AND position > $2 ${only} ORDER BY position LIMIT $3`,
				[space, after, limit, ...(lane === null ? [] : [lane])],
			);
			return rows.map(entryOf);
		},
		async read(space, after, limit, withBytesUpTo) {
			const rows = await database.query(
				`SELECT position, id, size, device, lane, CASE WHEN size <= $4 THEN bytes END AS bytes
				FROM envelopes WHERE space = $1 AND position > $2 ORDER BY position LIMIT $3`,
				[space, after, limit, withBytesUpTo],
			);
			return rows.map((row) => ({
				...entryOf(row),
				device: textIn(row, "device"),
				lane: textIn(row, "lane") as Lane,
				bytes: row.bytes === null ? null : bytesIn(row, "bytes"),
			}));
		},
		async fetch(space, ids, most, lane) {
			const only = lane === null ? "" : "AND lane = $3";
			const values = [space, ids, ...(lane === null ? [] : [lane])];
			const sizes = await database.query(`SELECT id, size FROM envelopes WHERE space = $1 AND id = ANY($2) ${only}`, values);
			const chosen = chooseUpTo(ids, new Map(sizes.map((row) => [textIn(row, "id"), numberIn(row, "size")])), most);
			const rows = await database.query("SELECT id, bytes FROM envelopes WHERE space = $1 AND id = ANY($2)", [space, chosen]);
			const found = new Map(rows.map((row) => [textIn(row, "id"), bytesIn(row, "bytes")]));
			return chosen.flatMap((id) => found.get(id) ?? []);
		},
		async spacesOf(person, device, limit) {
			const rows = await database.query(
				`SELECT space FROM members WHERE person = $1
				AND NOT EXISTS (SELECT 1 FROM removed_devices r WHERE r.space = members.space AND r.device = $2) ORDER BY space LIMIT $3`,
				[person, device, limit],
			);
			return rows.map((row) => textIn(row, "space"));
		},
	};
}

/** In the order asked for, each once, until the sum is reached; at least one. */
function chooseUpTo(ids: readonly string[], sizes: ReadonlyMap<string, number>, most: number): readonly string[] {
	const chosen: string[] = [];
	let sum = 0;
	for (const id of new Set(ids)) {
		const size = sizes.get(id);
		if (size === undefined) continue;
		if (chosen.length > 0 && sum + size > most) break;
		chosen.push(id);
		sum += size;
	}
	return chosen;
}
