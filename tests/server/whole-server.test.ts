import sodium from "libsodium-wrappers-sumo";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { runAdmin } from "../../server/commands/admin-command";
import type { Conversation, Told } from "../../shared/protocol/conversation/conversation";
import { inviteKeys } from "../../shared/protocol/membership/invite-link";
import { makeDeviceAddition, makeDeviceRemoval, makeJoin } from "../../shared/protocol/membership/making-statements";
import { type SimulatedDevice, simulateDevice } from "../convergence/simulated-device";
import { until } from "../protocol/conversation/meeting";
import { foundTeam, invite, meet, seenBy, stranger, type Team } from "../protocol/membership/team";
import { type Postgres, startPostgres } from "./postgres";
import { connect, fates, ok, refusalOf, startServer, type WholeServer } from "./whole-server";

let server: WholeServer;
let postgres: Postgres;
let team: Team;
let space: string;
const conversations: Conversation[] = [];

beforeAll(async () => {
	await sodium.ready;
	server = await startServer({ registration: "open" });
	postgres = await startPostgres();
});
afterAll(async () => {
	for (const conversation of conversations) conversation.end();
	await server.remove();
	await postgres.remove();
});
beforeEach(async () => {
	team = await foundTeam();
	space = team.space;
});

/** Connects, and is let in. */
async function arrive(device: SimulatedDevice): Promise<Conversation> {
	const conversation = await connect(server.port, device);
	conversations.push(conversation);
	ok(await conversation.register(""));
	return conversation;
}

/** Ada's team as she has it, on the server. */
async function bring(): Promise<Conversation> {
	const ada = await arrive(team.ada);
	expect(new Set(fates(await ada.push(space, team.ada.envelopes())))).toEqual(new Set(["kept"]));
	return ada;
}

const openAs = async (conversation: Conversation, link: { readonly secret: Uint8Array } | null = null) =>
	ok(await conversation.open([{ space, invite: link === null ? null : inviteKeys(sodium, link.secret) }]))[0];

/** Everything that the server has for a device. */
async function takeAll(conversation: Conversation, device: SimulatedDevice): Promise<void> {
	const ids = ok(await conversation.list(space, 0, 1000)).entries.map(({ id }) => id);
	await device.take([...ok(await conversation.fetch(space, ids)).values()]);
}

function listen(conversation: Conversation): Told[] {
	const told: Told[] = [];
	conversation.onTold((one) => told.push(one));
	return told;
}

describe("two people and a server", () => {
	test("meet by an invite, and see what the other writes as it is written", async () => {
		const link = await invite(team, team.ada, "editor");
		await team.ada.write("content", "before Ben came");
		const ada = await bring();
		await openAs(ada);
		const toAda = listen(ada);

		const ben = stranger(team, "Ben");
		const his = await arrive(ben);
		expect(await openAs(his)).toMatchObject({ is: "refused", why: "no-such-space" });
		expect(await openAs(his, link)).toMatchObject({ is: "open", role: "invited" });
		await takeAll(his, ben);
		const toBen = listen(his);
		await ben.state(makeJoin(sodium, link, ben.speaker, null));
		expect(fates(await his.push(space, ben.envelopes().slice(-1)))).toEqual(["kept"]);
		await until(() => toBen.some(({ is }) => is === "shut"), "Ben is told that his right has changed");
		expect(await openAs(his)).toMatchObject({ role: "editor" });
		await takeAll(his, ben);

		await ben.write("content", "by Ben");
		await his.push(space, ben.envelopes().slice(-1));
		const newest = (): Told | undefined => toAda.filter(({ is }) => is === "news").at(-1);
		await until(() => newest()?.is === "news" && toAda.filter(({ is }) => is === "news").length >= 2, "Ada is told");
		await team.ada.take(toAda.flatMap((one) => (one.is === "news" ? [...one.envelopes.values()] : [])));
		expect([...team.ada.disk.considered.keys()].sort()).toEqual([...ben.disk.considered.keys()].sort());

		ada.presence(space, new Uint8Array([1, 2, 3]));
		await until(() => toBen.some(({ is }) => is === "presence"), "Ben sees where Ada is");
	});

	test("find their spaces again on a new laptop, which can add itself; a lost one is let in no more", async () => {
		const person = { name: "Ben", keys: sodium.crypto_sign_keypair() };
		const laptop = (name: string): SimulatedDevice => simulateDevice(sodium, space, person, name, team.key.key, () => team.clock);
		const [lost, fresh] = [laptop("old laptop"), laptop("new laptop")];
		const link = await invite(team, team.ada, "editor");
		await meet(team.ada, lost);
		await lost.state(makeJoin(sodium, link, lost.speaker, null));
		await meet(team.ada, lost);
		await bring();
		const old = await arrive(lost);
		await openAs(old);
		const toOld = listen(old);

		const his = await arrive(fresh);
		expect(ok(await his.mySpaces())).toEqual([space]);
		expect(await openAs(his)).toMatchObject({ role: "editor" });
		await takeAll(his, fresh);
		await fresh.state(makeDeviceAddition(fresh.speaker));
		const membership = fresh.history().current();
		if (membership === null) throw new Error("there is no space");
		await fresh.state(makeDeviceRemoval(sodium, membership, lost.speaker.device, seenBy(fresh)).statement);
		expect(fates(await his.push(space, fresh.envelopes().slice(-2)))).toEqual(["kept", "kept"]);
		await until(() => toOld.some(({ is }) => is === "shut"), "the lost laptop is shut out at once");
		expect(ok(await old.open([{ space, invite: null }]))[0]).toMatchObject({ role: "former" });
		expect(ok(await old.mySpaces())).toEqual([]);
		expect(refusalOf(await old.push(space, [await lost.forge("content")]))).toBe("no-such-space");
	});

	test("are told when the server stops taking more of theirs, and can still set things right", async () => {
		const ada = await bring();
		expect((await server.admin("PUT", "/admin/quotas", { person: 3000, space: 1000 })).status).toBe(200);
		await team.ada.write("content", "x".repeat(2000));
		expect(fates(await ada.push(space, team.ada.envelopes().slice(-1)))).toEqual(["quota"]);
		expect(refusalOf(await ada.putBlob(space, "b".repeat(64), 5000, 0, new Uint8Array(100)))).toBe("quota");
		expect(ok(await ada.list(space, 0, 10)).entries.length).toBe(1);
		expect((await server.admin("PUT", "/admin/quotas", { person: 1e9, space: 1e9 })).status).toBe(200);
		expect(fates(await ada.push(space, team.ada.envelopes().slice(-1)))).toEqual(["kept"]);
	});
});

describe("whoever runs a server", () => {
	test("decides who may register: nobody, whoever has an invite, or everybody", async () => {
		const mode = (registration: string) => server.admin("PUT", "/admin/registration", { registration });
		const guest = await connect(server.port, stranger(team, "Guest"));
		conversations.push(guest);
		await mode("closed");
		expect(refusalOf(await guest.register(""))).toBe("registration-closed");
		expect(refusalOf(await guest.mySpaces())).toBe("registration-closed");
		await mode("invite-only");
		expect(refusalOf(await guest.register("a guess"))).toBe("registration-needs-invite");
		expect(refusalOf(await guest.open([{ space, invite: null }]))).toBe(null);
		const { token } = (await server.admin("POST", "/admin/invites", { name: "for the team", uses: 1 })).body;
		expect(await guest.register(String(token))).toEqual({ ok: true });
		const second = await connect(server.port, stranger(team, "Second"));
		conversations.push(second);
		expect(refusalOf(await second.register(String(token)))).toBe("registration-needs-invite");
		await mode("open");
		expect(refusalOf(await second.mySpaces())).toBe("not-allowed");
		expect(await second.register("")).toEqual({ ok: true });
	});

	test("is the only one who may: the admin token opens, anything else does not", async () => {
		for (const token of ["", "wrong", server.newAdminToken?.slice(1) ?? ""])
			expect((await server.admin("GET", "/admin", undefined, token)).status).toBe(401);
		const { status, body } = await server.admin("GET", "/admin");
		expect(status).toBe(200);
		expect(body).toMatchObject({ registration: "open", invites: [] });
		expect((await server.admin("PUT", "/admin/registration", { registration: "maybe" })).status).toBe(400);
		expect((await server.admin("DELETE", "/admin/invites/nobody")).status).toBe(404);
		const text = await runAdmin(["status"], {
			COMMONPLACE_ADMIN_TOKEN: server.newAdminToken ?? "",
			COMMONPLACE_ADMIN_SERVER: `http://127.0.0.1:${server.port}`,
		});
		expect(JSON.parse(text)).toMatchObject({ registration: "open" });
		await expect(runAdmin(["status", "--token", "wrong", "--server", `http://127.0.0.1:${server.port}`], {})).rejects.toThrow(/token/);
		await expect(runAdmin(["dance", "--token", "x"], {})).rejects.toThrow(/no such command/);
	});

	test("sees whether it works, and figures without a trace of anybody", async () => {
		await bring();
		expect(await server.get("/health")).toEqual({ status: 200, text: '{"status":"ok"}\n' });
		const { text } = await server.get("/metrics");
		expect(text).toMatch(/^commonplace_envelopes_kept_total [1-9]/m);
		expect(text).toMatch(/^commonplace_questions_total\{question="push"\} [1-9]/m);
		expect(text).toMatch(/^commonplace_connections [1-9]/m);
		expect(text).toMatch(/^commonplace_push_seconds_bucket\{le="\+Inf"\} [1-9]/m);
		expect(text).not.toMatch(/[0-9a-f]{32}/);
		expect((await server.get("/anything")).status).toBe(404);
		expect((await server.get("/sync")).status).toBe(426);
	});

	test("takes no more connections than it said", async () => {
		const small = await startServer({ connections: 1, database: await postgres.newDatabase() });
		const first = await connect(small.port, team.ada);
		await expect(connect(small.port, stranger(team, "Second"))).rejects.toThrow(/line/);
		first.end();
		await first.ended;
		await until(() => small.log.length > 0, "a log");
		await small.remove();
	});

	test("stops it without losing what is being written, and everybody is told", async () => {
		const wishes = { registration: "open", database: await postgres.newDatabase() } as const;
		const stopping = await startServer(wishes);
		const ada = await connect(stopping.port, team.ada);
		ok(await ada.register(""));
		for (let page = 0; page < 200; page++) await team.ada.write("content", `page ${page}`);
		const pushing = ada.push(space, team.ada.envelopes());
		await new Promise((settle) => setTimeout(settle, 50));
		await stopping.remove();
		const outcome = fates(await pushing);
		expect(outcome[0]).toMatch(/^(kept|busy)$/);
		expect(await ada.ended).toMatchObject({ why: "closed", by: "them" });

		const again = await startServer(wishes);
		const later = await connect(again.port, team.ada);
		expect(refusalOf(await later.list(space, 0, 1000))).toBe(outcome[0] === "busy" ? "no-such-space" : null);
		expect(new Set(fates(await later.push(space, team.ada.envelopes())))).toEqual(new Set([outcome[0] === "busy" ? "kept" : "known"]));
		later.end();
		await again.remove();
	});
});
