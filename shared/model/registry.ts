/** The kinds of item there are. A new kind adds its file beside this one and a line here. */
import { bookmarkModel } from "./bookmark";
import { collectionModel } from "./collection";
import { itemCommands } from "./commands";
import { cvModel } from "./cv";
import { fileModel } from "./file";
import type { ItemCommand, ItemKind, ItemModel } from "./item";
import { pageModel } from "./page";

export const models: Readonly<Record<ItemKind, ItemModel>> = {
	page: pageModel as unknown as ItemModel,
	bookmark: bookmarkModel as unknown as ItemModel,
	collection: collectionModel as unknown as ItemModel,
	file: fileModel as unknown as ItemModel,
	cv: cvModel as unknown as ItemModel,
};

export const itemKinds = Object.keys(models) as readonly ItemKind[];

/** The model of a kind, or null for one that this version does not know. */
export function modelOf(kind: string): ItemModel | null {
	return Object.hasOwn(models, kind) ? models[kind as ItemKind] : null;
}

/** The command of that name for a kind: the kind's own first, then what all items share. */
export function commandOf(kind: ItemKind, name: string): ItemCommand<never> | null {
	const own = models[kind].commands;
	if (Object.hasOwn(own, name)) return own[name] ?? null;
	return Object.hasOwn(itemCommands, name) ? (itemCommands[name] ?? null) : null;
}
