import type { Database } from "./database";
import { numberIn, textIn } from "./sql-rows";
import type { ServerStore } from "./store";

type People = Pick<
	ServerStore,
	"isRegistered" | "register" | "registerByInvite" | "addRegistrationInvite" | "registrationInvites" | "dropRegistrationInvite" | "totals"
>;

/** Who is let in. */
export function sqlPeople(database: Database): People {
	const insert = "INSERT INTO accounts (person) VALUES ($1) ON CONFLICT DO NOTHING";
	return {
		async isRegistered(person) {
			return (await database.query("SELECT 1 FROM accounts WHERE person = $1", [person])).length > 0;
		},
		async register(person) {
			await database.query(insert, [person]);
		},
		registerByInvite: (person, tokenHash) =>
			database.transaction(async (queries) => {
				const used = await queries.query(
					"UPDATE registration_invites SET uses_left = uses_left - 1 WHERE token_hash = $1 AND uses_left > 0 AND ends > now() RETURNING 1",
					[tokenHash],
				);
				if (used.length > 0) await queries.query(insert, [person]);
				return { commit: used.length > 0, value: used.length > 0 };
			}),
		async addRegistrationInvite(tokenHash, { name, usesLeft, ends }) {
			await database.query(
				"INSERT INTO registration_invites (token_hash, name, uses_left, ends) VALUES ($1, $2, $3, to_timestamp($4::double precision / 1000))",
				[tokenHash, name, usesLeft, ends],
			);
		},
		async registrationInvites() {
			const rows = await database.query(
				`SELECT name, uses_left, (extract(epoch FROM ends) * 1000)::bigint AS ends FROM registration_invites
				WHERE uses_left > 0 AND ends > now() ORDER BY ends, name`,
			);
			return rows.map((row) => ({ name: textIn(row, "name"), usesLeft: numberIn(row, "uses_left"), ends: numberIn(row, "ends") }));
		},
		async dropRegistrationInvite(name) {
			return (await database.query("DELETE FROM registration_invites WHERE name = $1 RETURNING 1", [name])).length > 0;
		},
		async totals() {
			const [row] = await database.query(
				`SELECT (SELECT count(*) FROM accounts) AS people, count(*) AS spaces,
				coalesce(sum(last), 0)::bigint AS envelopes, coalesce(sum(bytes), 0)::bigint AS bytes FROM spaces`,
			);
			if (row === undefined) throw new Error("a count has one row");
			return {
				people: numberIn(row, "people"),
				spaces: numberIn(row, "spaces"),
				envelopes: numberIn(row, "envelopes"),
				bytes: numberIn(row, "bytes"),
			};
		},
	};
}
