/** A library that is slower than what comes: what it is to take does not gather in memory without an end. */
import { expect, test } from "vitest";
import { envelopesOf, laptop, page, restart, team } from "./laptops";

test("what comes waits for the library when it falls behind, and everything is listed in the end", async () => {
	const [ada, ben] = [await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" });
	for (let number = 0; number < 6; number++) await ada.book.run([page(`Page ${number}`, "", space)]);
	const pages = (await envelopesOf(ada, space)).slice(-6);

	const waiting: (() => void)[] = [];
	let isSlow = false;
	ben.disk.wrapLibrary = (library) => ({
		...library,
		async put(projections, fresh) {
			if (isSlow) await new Promise<void>((resolve) => waiting.push(resolve));
			return library.put(projections, fresh);
		},
	});
	await restart(ben);
	isSlow = true;
	const { spaces } = await ben.book.desk();
	let taken = 0;
	const all = (async () => {
		for (const envelope of pages) {
			await spaces.takeIn(space, [envelope], { remote: "r", numbering: "n" });
			taken += 1;
		}
	})();
	await expect.poll(() => taken, { timeout: 10_000 }).toBe(2);
	await new Promise((resolve) => setTimeout(resolve, 200));
	expect(taken).toBe(2);
	isSlow = false;
	const letGo = setInterval(() => {
		for (const go of waiting.splice(0)) go();
	}, 5);
	await all;
	await ben.book.settle();
	clearInterval(letGo);
	expect((await ben.book.ask("counts", {})).page).toBe(6);
	for (const one of [ada, ben]) await one.book.close();
});
