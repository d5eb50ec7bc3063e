/** A server that many have used, on either store: nothing that is only for people is in its database, its files, its figures or its log, at the level that says most. */
import sodium from "libsodium-wrappers-sumo";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fromHex, toHex } from "../../shared/protocol/bytes";
import type { Conversation } from "../../shared/protocol/conversation/conversation";
import { inviteKeys, writeInviteLink } from "../../shared/protocol/membership/invite-link";
import { makeInvite, makeJoin, makePersonRemoval } from "../../shared/protocol/membership/making-statements";
import { sealPart } from "../../shared/protocol/membership/space-keys";
import type { SimulatedDevice } from "../convergence/simulated-device";
import { foundTeam, meet, seenBy, stranger } from "../protocol/membership/team";
import { findSecrets, findSecretsBelow, type Secret } from "./leak-scan";
import { type Postgres, startPostgres } from "./postgres";
import { connect, fates, ok, startServer, type WholeServer } from "./whole-server";

const TITLE = "A title that is nobody's business";
const ADDRESS = "https://example.org/private/reading?list=mine";
const SPACE_NAME = "Field notes of the northern team";
const NAMES = ["Beatrice Portinari", "Bénédicte Ångström"];
const FILE_NAME = "salaries-of-everybody.xlsx";
const FILE_TEXT = "a line of an attachment that only members read";

let postgres: Postgres;
beforeAll(async () => {
	await sodium.ready;
	postgres = await startPostgres();
});
afterAll(() => postgres.remove());

/** Everything that people do with a server, going wrong in places too; gives what it must never have, and what it must have to do its work. */
async function useServer(server: WholeServer): Promise<{ readonly secrets: readonly Secret[]; readonly ids: readonly Secret[] }> {
	const team = await foundTeam();
	const { space, key, ada } = team;
	const conversations: Conversation[] = [];
	const arrive = async (device: SimulatedDevice): Promise<Conversation> => {
		const conversation = await connect(server.port, device);
		conversations.push(conversation);
		const token = (await server.admin("POST", "/admin/invites", { name: `for ${conversations.length}` })).body.token;
		ok(await conversation.register(String(token)));
		secrets.push({ name: "a registration invite", value: String(token) });
		return conversation;
	};
	const sealed = (text: string) => sealPart(sodium, key, new TextEncoder().encode(text));
	const { statement, secret } = makeInvite(sodium, [key], { role: "editor", ends: 0, uses: 0 });
	const link = { space, secret, server: "wss://sync.example.org/sync" };
	const secrets: Secret[] = [
		...[TITLE, ADDRESS, SPACE_NAME, ...NAMES, FILE_NAME, FILE_TEXT].map((value) => ({ name: `text “${value}”`, value })),
		{ name: "the space's key", value: key.key },
		{ name: "the invite's secret", value: secret },
		{ name: "the invite's link", value: writeInviteLink(link) },
		{ name: "the admin token", value: server.newAdminToken ?? "" },
	];

	await ada.state({ is: "rename", name: sealed(SPACE_NAME) });
	await ada.state({ is: "introduce", card: sealed(NAMES[0] ?? "") });
	await ada.state(statement);
	for (const text of [TITLE, ADDRESS]) await ada.write("content", text);
	const hers = await arrive(ada);
	expect(new Set(fates(await hers.push(space, ada.envelopes())))).toEqual(new Set(["kept"]));
	ok(await hers.open([{ space, invite: null }]));

	const ben = stranger(team, "Ben");
	const his = await arrive(ben);
	ok(await his.open([{ space, invite: inviteKeys(sodium, secret) }]));
	await meet(ada, ben);
	await ben.state(makeJoin(sodium, link, ben.speaker, sealed(NAMES[1] ?? "")));
	expect(fates(await his.push(space, ben.envelopes().slice(-1)))).toEqual(["kept"]);
	await meet(ada, ben);
	ok(await his.open([{ space, invite: null }]));

	const file = sodium.crypto_secretbox_easy(`${FILE_NAME}\n${FILE_TEXT}`, new Uint8Array(24), key.key);
	const name = toHex(sodium.crypto_generichash(32, sodium.crypto_hash_sha256(FILE_TEXT), key.key));
	ok(await hers.putBlob(space, name, file.length, 0, file));
	ok(await his.getBlob(space, name, ada.speaker.person, 0));
	hers.presence(space, sodium.crypto_secretbox_easy(TITLE, new Uint8Array(24), key.key));

	// What goes wrong is logged, and says no more.
	await his.push(space, [new TextEncoder().encode(TITLE), await ada.forge("content")]);
	await his.register(ADDRESS);
	await server.get(`/admin/${encodeURIComponent(TITLE)}`);
	await server.admin("GET", "/admin", undefined, ADDRESS);
	const membership = ada.history().current();
	if (membership === null) throw new Error("there is no space");
	const removal = makePersonRemoval(sodium, membership, ben.speaker.person, seenBy(ada));
	secrets.push({ name: "the space's next key", value: removal.key.key });
	await ada.state(removal.statement);
	expect(fates(await hers.push(space, ada.envelopes().slice(-1)))).toEqual(["kept"]);
	for (const conversation of conversations) conversation.end();
	const ids = [ada, ben].flatMap(({ speaker: { person, device } }) => [
		{ name: "a person's id", value: fromHex(person) },
		{ name: "a device's id", value: fromHex(device) },
		{ name: "the space's id", value: fromHex(space) },
	]);
	return { secrets, ids };
}

for (const store of ["embedded", "PostgreSQL"] as const) {
	test(`nothing that is only for people is in the database, the files, the figures or the log (${store})`, async () => {
		const server = await startServer({
			logLevel: "debug",
			registration: "invite-only",
			...(store === "embedded" ? {} : { database: await postgres.newDatabase() }),
		});
		const { secrets, ids } = await useServer(server);
		const folder = store === "embedded" ? server.folder : postgres.folder;
		expect(await findSecretsBelow(folder, secrets)).toEqual([]);
		const log = server.log.join("");
		expect(log).toContain('"level":20');
		expect(findSecrets("log", Buffer.from(log), [...secrets, ...ids])).toEqual([]);
		const { text } = await server.get("/metrics");
		expect(findSecrets("metrics", Buffer.from(text), [...secrets, ...ids])).toEqual([]);
		// The scan itself works: what relays must see is there.
		expect(await findSecretsBelow(folder, ids.slice(0, 1))).not.toEqual([]);
		await server.remove();
	}, 120_000);
}
