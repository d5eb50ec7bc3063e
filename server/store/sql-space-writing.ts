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

function writingIn(queries: Queries, space: string, person: string, row: Row): SpaceWriting {
	const state = spaceStateOf(row);

	async function insert(envelopes: readonly Arrived[], first: number): Promise<void> {
		for (let start = 0; start < envelopes.length; start += TOGETHER) {
			const values: unknown[] = [];
			const rows = envelopes.slice(start, start + TOGETHER).map(({ id, device, number, lane, bytes }, index) => {
				values.push(space, first + start + index, id, device, number, lane, bytes.length, bytes);
				return `(${Array.from({ length: 8 }, (_, column) => `$${index * 8 + column + 1}`).join()})`;
			});
			await queries.query(`INSERT INTO envelopes (space, position, id, device, number, lane, size, bytes) VALUES ${rows.join()}`, values);
		}
	}

	async function moveTips(envelopes: readonly Arrived[]): Promise<void> {
		const highest = [...envelopes].sort((one, other) => one.number - other.number);
		for (const { device, number, id, heads } of new Map(highest.map((envelope) => [envelope.device, envelope])).values()) {
			await queries.query(
				`INSERT INTO chain_tips (space, device, number, id, heads) VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT (space, device) DO UPDATE SET number = excluded.number, id = excluded.id, heads = excluded.heads
				WHERE excluded.number > chain_tips.number`,
				[space, device, number, id, heads],
			);
		}
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
			const bytes = envelopes.reduce((sum, envelope) => sum + envelope.bytes.length, 0);
			const membership = envelopes.findLastIndex(({ lane }) => lane === "membership");
			await insert(envelopes, first);
			await moveTips(envelopes);
			await queries.query(
				`WITH space AS (UPDATE spaces SET last = $2, membership_last = $3, bytes = bytes + $4 WHERE space = $1),
				account AS (UPDATE accounts SET bytes = bytes + $4 WHERE person = $5)
				SELECT pg_notify($6, $7)`,
				[space, last, membership === -1 ? state.membershipLast : first + membership, bytes, person, CHANNEL, newsPayload(space, last)],
			);
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
