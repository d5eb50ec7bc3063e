import { randomBytes } from "node:crypto";
import type { Database } from "./database";
import { bytesIn, numberIn, textIn } from "./sql-rows";
import type { Quotas, Registration, ServerStore } from "./store";

/** How a server begins that has no settings yet. */
export interface FirstSettings {
	readonly registration: Registration;
	readonly quotas: Quotas;
}

/** By invite, 10 GB for a person, 50 GB for a space. */
export const FIRST_SETTINGS: FirstSettings = { registration: "invite-only", quotas: { person: 10e9, space: 50e9 } };

/** Makes the one row of settings where there is none: of several processes one. */
export async function makeSettings(database: Database, { registration, quotas }: FirstSettings): Promise<void> {
	await database.query(
		`INSERT INTO server (numbering, device_seed, registration, person_quota, space_quota) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT DO NOTHING`,
		[newNumbering(), randomBytes(32), registration, quotas.person, quotas.space],
	);
}

/** The server's settings, which all its processes share. */
export function sqlSettings(database: Database): Pick<ServerStore, "settings" | "changeSettings" | "claimAdminToken" | "renameNumbering"> {
	return {
		async settings() {
			const [row] = await database.query(
				"SELECT numbering, device_seed, admin_token_hash, registration, person_quota, space_quota FROM server",
			);
			if (row === undefined) throw new Error("the server has no settings");
			return {
				numbering: textIn(row, "numbering"),
				deviceSeed: bytesIn(row, "device_seed"),
				adminTokenHash: row.admin_token_hash === null ? null : bytesIn(row, "admin_token_hash"),
				registration: textIn(row, "registration") as Registration,
				quotas: { person: numberIn(row, "person_quota"), space: numberIn(row, "space_quota") },
			};
		},
		async changeSettings({ adminTokenHash, registration, quotas }) {
			await database.query(
				`UPDATE server SET admin_token_hash = coalesce($1, admin_token_hash), registration = coalesce($2, registration),
				person_quota = coalesce($3, person_quota), space_quota = coalesce($4, space_quota)`,
				[adminTokenHash ?? null, registration ?? null, quotas?.person ?? null, quotas?.space ?? null],
			);
		},
		async renameNumbering() {
			await database.query("UPDATE server SET numbering = $1", [newNumbering()]);
		},
		async claimAdminToken(hash) {
			return (
				(await database.query("UPDATE server SET admin_token_hash = $1 WHERE admin_token_hash IS NULL RETURNING 1", [hash])).length > 0
			);
		},
	};
}

function newNumbering(): string {
	return randomBytes(8).toString("hex");
}
