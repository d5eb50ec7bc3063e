import { joinBytes } from "../../shared/protocol/bytes";
import { type BlobCopy, MOST_COPIES } from "../../shared/protocol/conversation/messages";
import type { Database, Queries, Row } from "./database";
import { bytesIn, numberIn, textIn } from "./sql-rows";
import type { BlobPutOutcome, ServerStore } from "./store";

type Blobs = Pick<ServerStore, "findBlobs" | "readBlob" | "putBlob" | "dropStaleBlobs">;
type Part = Parameters<ServerStore["putBlob"]>[0];

/** Sealed files, in parts, in the database: any process can give them out, and a part is there wholly or not at all. */
export function sqlBlobs(database: Database): Blobs {
	return {
		async findBlobs(space, { person, device }, names) {
			const rows = await database.query(
				`SELECT name, person, total, arrived FROM (
					SELECT DISTINCT ON (name, person) blob, name, person, total, arrived FROM blobs
					WHERE space = $1 AND name = ANY($2) AND (arrived = total OR device = $3) ORDER BY name, person, arrived = total DESC
				) AS copies ORDER BY person = $4 DESC, blob`,
				[space, names, device, person],
			);
			const found = new Map<string, BlobCopy[]>(names.map((name) => [name, []]));
			for (const row of rows) {
				const copies = found.get(textIn(row, "name"));
				if (copies === undefined || copies.length >= MOST_COPIES) continue;
				copies.push({ by: textIn(row, "person"), total: numberIn(row, "total"), arrived: numberIn(row, "arrived") });
			}
			return names.map((name) => found.get(name) ?? []);
		},
		async readBlob(space, name, by, from, most) {
			const [blob] = await database.query(
				"SELECT blob, total FROM blobs WHERE space = $1 AND name = $2 AND person = $3 AND arrived = total",
				[space, name, by],
			);
			if (blob === undefined) return null;
			const total = numberIn(blob, "total");
			const rows = await database.query(
				`SELECT start, bytes FROM blob_parts WHERE blob = $1 AND start < $3
				AND start >= (SELECT coalesce(max(start), 0) FROM blob_parts WHERE blob = $1 AND start <= $2) ORDER BY start`,
				[blob.blob, from, from + most],
			);
			return { total, bytes: cut(rows, from, most) };
		},
		putBlob: (part) =>
			database.transaction(async (queries) => {
				const value = await takePart(queries, part);
				return { commit: value.is === "arrived", value };
			}),
		async dropStaleBlobs(before) {
			const rows = await database.query(
				"SELECT blob, space, person, arrived FROM blobs WHERE arrived < total AND touched < to_timestamp($1::double precision / 1000)",
				[before],
			);
			for (const row of rows) await database.transaction((queries) => dropUpload(queries, row));
			return rows.length;
		},
	};
}

function cut(rows: readonly Row[], from: number, most: number): Uint8Array {
	const [first] = rows;
	if (first === undefined) return new Uint8Array();
	const skip = from - numberIn(first, "start");
	return joinBytes(...rows.map((row) => bytesIn(row, "bytes"))).slice(skip, skip + most);
}

/** The space's row is held first, as in all writing: of two devices of a person that finish the same file, one is second. */
async function takePart(queries: Queries, part: Part): Promise<BlobPutOutcome> {
	const { space, name, person, device, total, from, bytes, quotas } = part;
	const [spaceRow] = await queries.query("SELECT bytes FROM spaces WHERE space = $1 FOR UPDATE", [space]);
	const [whole] = await queries.query("SELECT total FROM blobs WHERE space = $1 AND name = $2 AND person = $3 AND arrived = total", [
		space,
		name,
		person,
	]);
	if (whole !== undefined) return { is: "arrived", arrived: numberIn(whole, "total") };
	await queries.query(
		"INSERT INTO blobs (space, name, device, person, total) SELECT $1, $2, $3, $4, $5::bigint WHERE $5::bigint > 0 ON CONFLICT DO NOTHING",
		[space, name, device, person, total],
	);
	const [blob] = await queries.query("SELECT blob, total, arrived FROM blobs WHERE space = $1 AND name = $2 AND device = $3 FOR UPDATE", [
		space,
		name,
		device,
	]);
	if (blob === undefined || spaceRow === undefined) return { is: "refused", why: "wrong-part" };
	const arrived = numberIn(blob, "arrived");
	// A part whose answer was lost on the way comes again.
	if (numberIn(blob, "total") === total && from + bytes.length <= arrived) return { is: "arrived", arrived };
	if (numberIn(blob, "total") !== total || from !== arrived || bytes.length === 0 || arrived + bytes.length > total)
		return { is: "refused", why: "wrong-part" };
	const [account] = await queries.query("SELECT bytes FROM accounts WHERE person = $1", [person]);
	const left = total - arrived;
	const brought = account === undefined ? 0 : numberIn(account, "bytes");
	// Asked of the whole, so that nobody sends a gigabyte to hear at its end that there is no room.
	if (brought + left > quotas.person || numberIn(spaceRow, "bytes") + left > quotas.space) return { is: "refused", why: "quota" };
	await queries.query("INSERT INTO blob_parts (blob, start, bytes) VALUES ($1, $2, $3)", [blob.blob, from, bytes]);
	await queries.query("UPDATE blobs SET arrived = arrived + $2, touched = now() WHERE blob = $1", [blob.blob, bytes.length]);
	await addBytes(queries, space, person, bytes.length);
	if (arrived + bytes.length === total) await dropOthers(queries, space, name, person);
	return { is: "arrived", arrived: arrived + bytes.length };
}

/** What this person's other devices have sent of the same file. */
async function dropOthers(queries: Queries, space: string, name: string, person: string): Promise<void> {
	const rows = await queries.query(
		"SELECT blob, space, person, arrived FROM blobs WHERE space = $1 AND name = $2 AND person = $3 AND arrived < total",
		[space, name, person],
	);
	for (const row of rows) await dropUpload(queries, row);
}

async function dropUpload(queries: Queries, row: Row): Promise<{ readonly commit: boolean; readonly value: undefined }> {
	const [dropped] = await queries.query("DELETE FROM blobs WHERE blob = $1 AND arrived < total RETURNING arrived", [row.blob]);
	if (dropped !== undefined) await addBytes(queries, textIn(row, "space"), textIn(row, "person"), -numberIn(dropped, "arrived"));
	return { commit: true, value: undefined };
}

async function addBytes(queries: Queries, space: string, person: string, bytes: number): Promise<void> {
	await queries.query("UPDATE spaces SET bytes = bytes + $2 WHERE space = $1", [space, bytes]);
	await queries.query("UPDATE accounts SET bytes = bytes + $2 WHERE person = $1", [person, bytes]);
}
