import { toHex } from "../../shared/protocol/bytes";
import type { ChainLink, ChainTip } from "../../shared/protocol/chain";
import { readHeader } from "../../shared/protocol/envelope";
import type { Database, Queries, Row } from "./database";
import { membershipAfter } from "./sql-reading";
import { bytesIn, numberIn, spaceStateOf, textIn } from "./sql-rows";
import { CHANNEL, newsPayload } from "./sql-telling";
import type { Arrived, ServerStore, SpaceWriting } from "./store";

/** Envelopes in one statement: PostgreSQL takes 65,535 values. */
const TOGETHER = 500;

/** Writing in a space holds its row until the commit: positions become visible in their order, and judging sees all there is. */
export function sqlSpaceWriting(database: Database): Pick<ServerStore, "writeSpace"> {
	return {
		writeSpace: (space, person, work) =>
			database.transaction(async (queries) => {
				const [row] = await lock(queries, space, person);
				if (row !== undefined) return work(writingIn(queries, space, person, row));
				await queries.query("INSERT INTO spaces (space) VALUES ($1) ON CONFLICT DO NOTHING", [space]);
				const [made] = await lock(queries, space, person);
				if (made === undefined) throw new Error("the row of a space that was just made is not there");
				return work(writingIn(queries, space, person, made));
			}),
	};
}

function lock(queries: Queries, space: string, person: string): Promise<readonly Row[]> {
	return queries.query(
		`SELECT last, membership_last, bytes, coalesce((SELECT bytes FROM accounts WHERE person = $2), 0) AS brought
		FROM spaces WHERE space = $1 FOR UPDATE`,
		[space, person],
	);
}

/** Values of a statement, with the names that they have in it. */
interface Values {
	readonly all: readonly unknown[];
	add(value: unknown): string;
	/** Some in brackets. */
	row(...values: readonly unknown[]): string;
}

function createValues(): Values {
	const all: unknown[] = [];
	const add = (value: unknown): string => `$${all.push(value)}`;
	return { all, add, row: (...values) => `(${values.map(add).join()})` };
}

/** The rest of a statement that keeps envelopes: how far the space is now, and that it is told. */
function moving(
	space: string,
	person: string,
	{ last, membershipLast, bytes }: { readonly last: number; readonly membershipLast: number; readonly bytes: number },
	{ add }: Values,
): string {
	const more = add(bytes);
	return `, space AS (UPDATE spaces SET last = ${add(last)}, membership_last = ${add(membershipLast)}, bytes = bytes + ${more} WHERE space = ${add(space)}),
		account AS (UPDATE accounts SET bytes = bytes + ${more} WHERE person = ${add(person)})
		SELECT pg_notify(${add(CHANNEL)}, ${add(newsPayload(space, last))})`;
}

function writingIn(queries: Queries, space: string, person: string, row: Row): SpaceWriting {
	const state = spaceStateOf(row);

	/** Envelopes, and the tips of their chains, as parts of one statement: each statement is a way to the database and back. */
	function inserting(envelopes: readonly Arrived[], first: number, values: Values): string {
		const rows = envelopes.map(({ id, device, number, lane, bytes }, index) =>
			values.row(space, first + index, id, device, number, lane, bytes.length, bytes),
		);
		const highest = new Map([...envelopes].sort((one, other) => one.number - other.number).map((envelope) => [envelope.device, envelope]));
		const tips = [...highest.values()].map(({ device, number, id, heads }) => values.row(space, device, number, id, heads));
		return `WITH kept AS (INSERT INTO envelopes (space, position, id, device, number, lane, size, bytes) VALUES ${rows.join()}),
			tips AS (INSERT INTO chain_tips (space, device, number, id, heads) VALUES ${tips.join()}
				ON CONFLICT (space, device) DO UPDATE SET number = excluded.number, id = excluded.id, heads = excluded.heads
				WHERE excluded.number > chain_tips.number)`;
	}

	return {
		state,
		brought: numberIn(row, "brought"),
		async positionsOf(ids) {
			const rows = await queries.query("SELECT id, position FROM envelopes WHERE space = $1 AND id = ANY($2)", [space, ids]);
			return new Map(rows.map((row) => [textIn(row, "id"), numberIn(row, "position")]));
		},
		async tip(device): Promise<ChainTip | null> {
			const [row] = await queries.query("SELECT number, id, heads FROM chain_tips WHERE space = $1 AND device = $2", [space, device]);
			if (row === undefined) return null;
			return { number: numberIn(row, "number"), id: textIn(row, "id"), heads: Array.isArray(row.heads) ? row.heads.map(String) : [] };
		},
		async link(id): Promise<ChainLink | null> {
			const [row] = await queries.query("SELECT device, number, bytes FROM envelopes WHERE space = $1 AND id = $2", [space, id]);
			if (row === undefined) return null;
			return {
				id,
				device: textIn(row, "device"),
				number: numberIn(row, "number"),
				heads: readHeader(bytesIn(row, "bytes")).heads.map(toHex),
			};
		},
		membershipAfter: (position) => membershipAfter(queries, space, position),
		async keep(envelopes) {
			const first = state.last + 1;
			const last = state.last + envelopes.length;
			const membership = envelopes.findLastIndex(({ lane }) => lane === "membership");
			const moved = {
				...{ last, bytes: envelopes.reduce((sum, envelope) => sum + envelope.bytes.length, 0) },
				membershipLast: membership === -1 ? state.membershipLast : first + membership,
			};
			for (let start = 0; start < envelopes.length; start += TOGETHER) {
				const values = createValues();
				const part = inserting(envelopes.slice(start, start + TOGETHER), first + start, values);
				const isLast = start + TOGETHER >= envelopes.length;
				await queries.query(isLast ? part + moving(space, person, moved, values) : `${part} SELECT 1`, values.all);
			}
			return first;
		},
		async noteMembers(persons, removedDevices) {
			await queries.query("DELETE FROM members WHERE space = $1 AND person <> ALL($2)", [space, persons]);
			await queries.query(
				"INSERT INTO members (person, space) SELECT person, $1 FROM unnest($2::text[]) AS now (person) ON CONFLICT DO NOTHING",
				[space, persons],
			);
			await queries.query("DELETE FROM removed_devices WHERE space = $1 AND device <> ALL($2)", [space, removedDevices]);
			await queries.query(
				"INSERT INTO removed_devices (device, space) SELECT device, $1 FROM unnest($2::text[]) AS now (device) ON CONFLICT DO NOTHING",
				[space, removedDevices],
			);
		},
	};
}
