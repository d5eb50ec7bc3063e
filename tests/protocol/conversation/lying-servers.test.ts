import sodium from "libsodium-wrappers-sumo";
import { beforeEach, describe, expect, test } from "vitest";
import { toHex } from "../../../shared/protocol/bytes";
import type { Entry } from "../../../shared/protocol/conversation/messages";
import { foundTeam, type Team } from "../membership/team";
import { connect, exchange, type Laptop, laptopOf, newBen, newShelfServer, type Server, write } from "./carried";

let team: Team;
let space: string;
let ada: Laptop;
let server: Server;

beforeEach(async () => {
	team = await foundTeam();
	space = team.space;
	ada = laptopOf(team.ada);
	server = newShelfServer();
});

describe("a server that lies", () => {
	test("that lists envelopes without end is left", async () => {
		const ben = await newBen(team);
		await ada.keep();
		await exchange(ada, server, [space]);
		let listed = 0;
		const endless: Entry["id"][] = [];
		server.offered = {
			...server.offered,
			list: async (_who, _space, from, limit) => {
				listed += 1;
				const entries = Array.from({ length: limit }, (_, index) => {
					const id = toHex(sodium.randombytes_buf(32));
					endless.push(id);
					return { position: from + index + 1, id, size: 100 };
				});
				return { ok: { entries, last: from + 10 * limit } };
			},
			fetch: async () => ({ ok: [] }),
		};
		const { carrying } = await connect(ben, server, [space]);
		expect((await carrying.ended).ending).toMatchObject({ why: "false-answer", by: "us" });
		expect(listed).toBeLessThan(50);
	});

	test("that lists the same envelopes again and again is left", async () => {
		await ada.keep();
		await exchange(ada, server, [space]);
		const id = ada.ids(space)[0] ?? "";
		server.offered = {
			...server.offered,
			open: async () => ({ ok: { role: "reader", numbering: "1".repeat(16), last: 5 } }),
			list: async (_who, _space, from) => ({ ok: { entries: [{ position: from + 1, id, size: 1 }], last: from + 2 } }),
		};
		const { carrying } = await connect(ada, server, [space]);
		expect((await carrying.ended).ending).toMatchObject({ why: "false-answer", by: "us" });
	});

	test("is none when envelopes moved to its end while it was listing: they stand in the list twice", async () => {
		const ben = await newBen(team);
		await write(ada, 40);
		await exchange(ada, server, [space]);
		const honest = server.offered;
		server.offered = {
			...honest,
			list: async (who, name, from, limit) => {
				const listed = await honest.list(who, name, 0, 1000);
				if ("refused" in listed) return listed;
				const { entries, last } = listed.ok;
				const twice = [...entries, ...entries.map((entry) => ({ ...entry, position: entry.position + last }))];
				return { ok: { entries: twice.filter(({ position }) => position > from).slice(0, Math.min(limit, 20)), last: 2 * last } };
			},
		};
		const { carrying } = await exchange(ben, server, [space]);
		expect(ben.ids(space)).toEqual(ada.ids(space));
		expect(carrying.progress()).toMatchObject([{ withheld: 0 }]);
	});

	test("that counts wrongly costs one question more and nothing else", async () => {
		const ben = await newBen(team);
		await write(ada, 5);
		await exchange(ada, server, [space]);
		const honest = server.offered;
		server.offered = {
			...honest,
			open: async (...asked) => {
				const opened = await honest.open(...asked);
				return "ok" in opened ? { ok: { ...opened.ok, last: 1_000_000 } } : opened;
			},
		};
		await exchange(ben, server, [space]);
		expect(ben.ids(space)).toEqual(ada.ids(space));
		server.offered = honest;
		await write(ada, 5, "more");
		await exchange(ada, server, [space]);
		await exchange(ben, server, [space]);
		expect(ben.ids(space)).toEqual(ada.ids(space));
	});

	test("that gives other sizes than it lists is left", async () => {
		const ben = await newBen(team);
		await write(ada, 5);
		await exchange(ada, server, [space]);
		const honest = server.offered;
		server.offered = {
			...honest,
			list: async (...asked) => {
				const listed = await honest.list(...asked);
				if ("refused" in listed) return listed;
				return { ok: { ...listed.ok, entries: listed.ok.entries.map((entry) => ({ ...entry, size: 1 })) } };
			},
		};
		const { carrying } = await connect(ben, server, [space]);
		expect((await carrying.ended).ending).toMatchObject({ why: "false-answer", by: "us" });
	});

	test("that withholds an envelope: the others come, it is named, and asked for again the next time", async () => {
		const ben = await newBen(team);
		await write(ada, 10);
		await exchange(ada, server, [space]);
		const honest = server.offered;
		const withheld = server.shelf.get(space)?.log[5]?.id ?? "";
		server.offered = {
			...honest,
			fetch: (who, name, ids) =>
				honest.fetch(
					who,
					name,
					ids.filter((id) => id !== withheld),
				),
		};
		const { carrying } = await exchange(ben, server, [space]);
		expect(carrying.progress()).toMatchObject([{ withheld: 1 }]);
		expect(ben.copy.taken.filter(({ is }) => is === "waiting").length).toBeGreaterThan(0);
		server.offered = honest;
		await exchange(ben, server, [space]);
		expect(ben.ids(space)).toEqual(ada.ids(space));
	});

	test("that gives what is no envelope: it is refused here, and the server left when it does not stop", async () => {
		const ben = await newBen(team);
		await ada.keep();
		await exchange(ada, server, [space]);
		const junk = Array.from({ length: 1500 }, (_, number) => sodium.crypto_generichash(64, new TextEncoder().encode(`${number}`), null));
		const ids = junk.map((bytes) => toHex(sodium.crypto_generichash(32, bytes, null)));
		server.offered = {
			...server.offered,
			list: async (_who, _space, from, limit) => ({
				ok: { entries: ids.slice(from, from + limit).map((id, index) => ({ position: from + index + 1, id, size: 64 })), last: ids.length },
			}),
			fetch: async (_who, _space, asked) => ({ ok: asked.map((id) => junk[ids.indexOf(id)] ?? new Uint8Array()) }),
		};
		const { carrying } = await connect(ben, server, [space]);
		expect((await carrying.ended).ending).toMatchObject({ why: "false-answer", by: "us" });
		expect(new Set(ben.copy.taken.map(({ is }) => is))).toEqual(new Set(["refused"]));
		expect(ben.ids(space)).toEqual([]);
	});
});
