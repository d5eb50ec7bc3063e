import { beforeEach, expect, test } from "vitest";
import type { OfferedNews } from "../../shared/protocol/conversation/ports";
import { until } from "../protocol/conversation/meeting";
import { giveRole, member, remove, stranger } from "../protocol/membership/team";
import { arrange, idsOf, type OfferedSetting, type OfferedUnderTest, ok } from "./offered-setting";

/** What whoever follows a space is told, and what not. */
export function followingContract(make: () => Promise<OfferedUnderTest>): void {
	let given: OfferedSetting;
	beforeEach(async () => {
		given = await arrange(make);
	});

	test("news come once, in order, from where one opened; what one pushed oneself without its bytes", async () => {
		const { team, space, offered, connect, bring, listed, followAs } = given;
		const ben = await member(team, "Ben", "editor");
		const ada = await bring();
		const who = await connect(ben);
		const [mine, his] = [await followAs(ada), await followAs(who)];
		for (let page = 0; page < 5; page++) {
			await team.ada.write("content", `page ${page}`);
			await offered.push(ada, space, team.ada.envelopes().slice(-1));
		}
		const expected = idsOf(team.ada.envelopes().slice(-5));
		await until(() => his.ids().length >= 5 && mine.ids().length >= 5, "news");
		expect(his.ids()).toEqual(expected);
		expect(mine.ids()).toEqual(expected);
		const along = (news: readonly OfferedNews[]) => idsOf(news.flatMap((one) => (one.is === "entries" ? one.envelopes : [])));
		expect(along(his.news)).toEqual(expected);
		expect(along(mine.news)).toEqual([]);
		const positions = his.news.flatMap((one) => (one.is === "entries" ? one.entries.map(({ position }) => position) : []));
		expect(positions).toEqual((await listed(who)).slice(-5).map(({ position }) => position));
		his.stop();
		await team.ada.write("content", "after");
		await offered.push(ada, space, team.ada.envelopes().slice(-1));
		await until(() => mine.ids().length === 6, "news for those who go on following");
		expect(his.ids()).toEqual(expected);
		mine.stop();
	});

	test("nothing falls between opening and following", async () => {
		const { team, space, offered, connect, bring } = given;
		const ben = await member(team, "Ben", "editor");
		const ada = await bring();
		const who = await connect(ben);
		const { last } = ok(await offered.open(who, space, null));
		await team.ada.write("content", "between");
		await offered.push(ada, space, team.ada.envelopes().slice(-1));
		const news: OfferedNews[] = [];
		const stop = offered.follow(who, space, (one) => news.push(one), last);
		await until(() => news.length > 0, "news from before following");
		expect(news[0]).toMatchObject({ is: "entries", entries: [{ id: idsOf(team.ada.envelopes()).at(-1) }] });
		stop();
	});

	test("whose right changes is told that the space is shut, and nothing more", async () => {
		const { team, space, offered, connect, bring, followAs } = given;
		const [ben, cleo] = [await member(team, "Ben", "editor"), await member(team, "Cleo", "editor")];
		const ada = await bring();
		const [his, hers] = [await followAs(await connect(ben)), await followAs(await connect(cleo))];
		await remove(team.ada, ben);
		await offered.push(ada, space, team.ada.envelopes());
		await until(() => his.news.length > 0 && hers.ids().length > 0, "shut and news");
		expect(his.news).toEqual([{ is: "shut", why: "no-such-space" }]);
		await giveRole(team.ada, cleo, "reader");
		await offered.push(ada, space, team.ada.envelopes());
		await until(() => hers.news.some(({ is }) => is === "shut"), "shut for another role");
		await team.ada.write("content", "later");
		await offered.push(ada, space, team.ada.envelopes());
		await until(() => hers.news.at(-1)?.is === "shut", "nothing after shut");
		expect(his.news).toHaveLength(1);
	});

	test("presence goes to the others who follow, and to nobody else", async () => {
		const { team, space, offered, connect, bring, followAs } = given;
		const ben = await member(team, "Ben", "editor");
		const ada = await bring();
		const who = await connect(ben);
		const [mine, his] = [await followAs(ada), await followAs(who)];
		const sealed = new Uint8Array([1, 2, 3]);
		offered.presence(ada, space, sealed);
		offered.presence(await connect(stranger(team, "Mallory")), space, new Uint8Array([9]));
		await until(() => his.news.length > 0, "presence");
		expect(his.news).toEqual([{ is: "presence", sealed }]);
		expect(mine.news).toEqual([]);
		mine.stop();
		his.stop();
	});
}
