/** What a remote could not take yet is sent again while the line lives, once something has come there that it may have waited for. */
import sodium from "libsodium-wrappers-sumo";
import { expect, test } from "vitest";
import { carry } from "../../../shared/protocol/conversation/carry";
import type { Offered } from "../../../shared/protocol/conversation/ports";
import { makeInvite } from "../../../shared/protocol/membership/making-statements";
import { foundTeam, meet, member } from "../membership/team";
import { connect, exchange, idsOn, type Laptop, laptopOf, newShelfServer, still, write } from "./carried";
import { meetBy, testTime, until } from "./meeting";

/** The laptop never sends these, as when they came by another way and are not its to bring. */
function hide({ copy }: Laptop, isHidden: (id: string) => boolean): void {
	const { toPush } = copy;
	copy.toPush = async (...asked) => {
		const outgoing = await toPush(...asked);
		return { ...outgoing, envelopes: outgoing.envelopes.filter(({ id }) => !isHidden(id)) };
	};
}

test("a page that builds on a statement which only a colleague has is taken as soon as that colleague has brought it", async () => {
	const team = await foundTeam();
	const { space } = team;
	const ben = await member(team, "Ben", "editor");
	const server = newShelfServer();
	const ada = laptopOf(team.ada);
	await ada.keep();
	await exchange(ada, server, [space]);

	const before = new Set(team.ada.disk.considered.keys());
	await team.ada.state(makeInvite(sodium, [team.key], { role: "reader", ends: 0, uses: 0 }).statement);
	const [statement] = [...team.ada.disk.considered.keys()].filter((id) => !before.has(id));
	await meet(team.ada, ben);
	for (let page = 0; page < 3; page++) await ben.write("content", `page ${page} of Ben's`);
	const his = laptopOf(ben);
	await his.keep();
	const pages = [...ben.disk.considered.keys()].slice(-3);

	hide(his, (id) => id === statement);
	const connection = await connect(his, server, [space]);
	await still(connection);
	expect(connection.carrying.progress()).toMatchObject([{ waitingThere: 3 }]);
	expect(his.copy.kept.at(-1)?.sent ?? 0).toBeLessThan(his.shelf.get(space)?.byId.get(pages[0] ?? "")?.position ?? 0);

	await ada.keep();
	await exchange(ada, server, [space]);
	await until(() => pages.every((id) => idsOn(server.shelf, space).includes(id)), "Ben's pages are there");
	await until(() => connection.carrying.progress()[0]?.waitingThere === 0, "nothing waits any more");
	expect(connection.carrying.progress()).toMatchObject([{ state: "up-to-date", waitingThere: 0 }]);
	await until(() => his.copy.kept.at(-1)?.sent === his.ids(space).length, "the mark has passed them");
	connection.conversation.end();
});

test("what waits for something that nobody has is sent again ever more seldom, while others go on", async () => {
	const team = await foundTeam();
	const { space } = team;
	const [ada, ben, server] = [laptopOf(team.ada), laptopOf(await member(team, "Ben", "editor")), newShelfServer()];
	await ada.keep();
	await ben.keep();
	await exchange(ada, server, [space]);
	await write(ada, 2);
	const lost = ada.shelf.get(space)?.log.at(-2)?.id;
	hide(ada, (id) => id === lost);
	let pushes = 0;
	const offered: Offered = {
		...server.offered,
		push(who, ...pushed) {
			if (who.device === ada.device.speaker.device) pushes += 1;
			return server.offered.push(who, ...pushed);
		},
	};
	const time = testTime();
	const { asking } = await meetBy({ identity: ada.identity, after: time.after }, { identity: server.identity, offered });
	const spaces = [{ space, invite: null, mayBring: true }];
	const carrying = carry({ conversation: asking, copy: ada.copy, after: time.after, spaces, otherCarries: false });
	await until(() => carrying.progress()[0]?.waitingThere === 1, "one waits");
	pushes = 0;
	for (let second = 0; second < 40; second++) {
		await write(ben, 1, `second ${second}`);
		await exchange(ben, server, [space]);
		await time.pass(1000);
	}
	expect(pushes).toBeGreaterThan(3);
	// After 0.5, 1, 2, … seconds, each time twice: at once what waits is sent once more.
	expect(pushes).toBeLessThanOrEqual(2 * 7);
	expect(carrying.progress()).toMatchObject([{ waitingThere: 1 }]);
	asking.end();
});
