/** The commands that every item has, whatever its kind. */
import { z } from "zod";
import { CommandRefused, type Draft, type ItemCommand, ItemId, short } from "./item";
import { cleanTag, cleanTitle } from "./names";

const Tag = z.string().min(1).max(200);

function tagMap(draft: Draft): Record<string, true> {
	if (typeof draft.tags !== "object" || draft.tags === null) draft.tags = {};
	return draft.tags as Record<string, true>;
}

function define<Params>(params: z.ZodType<Params>, apply: (draft: Draft, params: Params) => void): ItemCommand<never> {
	return { params, apply } as ItemCommand<Params> as unknown as ItemCommand<never>;
}

export { define as defineCommand };

export const itemCommands: Readonly<Record<string, ItemCommand<never>>> = {
	rename: define(z.object({ title: z.string().max(2000) }), (draft, { title }) => {
		const clean = cleanTitle(title);
		if (clean === "") throw new CommandRefused("empty-title");
		draft.title = short(clean);
	}),
	tag: define(z.object({ tag: Tag }), (draft, { tag }) => {
		const clean = cleanTag(tag);
		if (clean === "") throw new CommandRefused("bad-value");
		tagMap(draft)[clean] = true;
	}),
	untag: define(z.object({ tag: Tag }), (draft, { tag }) => {
		delete tagMap(draft)[tag];
	}),
	"set-tags": define(z.object({ tags: z.array(Tag).max(1000) }), (draft, { tags }) => {
		const wanted = new Set(tags.map(cleanTag).filter((tag) => tag !== ""));
		const map = tagMap(draft);
		for (const tag of Object.keys(map)) if (!wanted.has(tag)) delete map[tag];
		for (const tag of wanted) if (map[tag] !== true) map[tag] = true;
	}),
	move: define(z.object({ parent: ItemId.nullable(), order: z.string().min(1).max(400) }), (draft, { parent, order }) => {
		draft.parent = parent === null ? null : short(parent);
		draft.order = short(order);
	}),
	"set-favourite": define(z.object({ favourite: z.boolean() }), (draft, { favourite }) => {
		draft.favourite = favourite;
	}),
	trash: define(z.object({ at: z.number().int().positive().optional() }).default({}), (draft, { at }) => {
		draft.trashed = at ?? Date.now();
	}),
	restore: define(z.object({}).default({}), (draft) => {
		draft.trashed = 0;
	}),
};
