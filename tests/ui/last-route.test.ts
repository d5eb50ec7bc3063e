import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRoute, writeRoute } from "../../renderer/app/start/last-route";
import type { Route } from "../../renderer/ui/navigation";

const id = fc.stringMatching(/^[a-z2-7]{26}$/);
const route: fc.Arbitrary<Route> = fc.oneof(
	fc.constantFrom<Route>({ screen: "home" }, { screen: "wiki" }, { screen: "trash" }, { screen: "exchange" }, { screen: "settings" }),
	fc.record({ screen: fc.constant("page" as const), id, heading: fc.string({ maxLength: 100 }) }, { requiredKeys: ["screen", "id"] }),
	fc.record(
		{
			screen: fc.constant("bookmarks" as const),
			collection: id,
			tag: fc.string({ maxLength: 50 }),
			item: id,
			view: fc.constant("to-read" as const),
		},
		{ requiredKeys: ["screen"] },
	),
	fc.record({ screen: fc.constant("search" as const), text: fc.string({ maxLength: 200 }) }),
);

describe("where the person was", () => {
	it("is found again after a restart", () => {
		fc.assert(
			fc.property(route, (where) => {
				expect(readRoute(writeRoute(where))).toEqual(where);
			}),
		);
	});

	it("is never believed when it is not a place of ours", () => {
		for (const written of ["", "null", "[]", "7", "{", '{"screen":"page"}', '{"screen":"page","id":"../../x"}', '{"screen":"__proto__"}'])
			expect(readRoute(written)).toBeNull();
	});

	it("survives any text in the settings file", () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.json()), (written) => {
				const found = readRoute(written);
				expect(found === null || typeof found.screen === "string").toBe(true);
			}),
		);
	});
});
