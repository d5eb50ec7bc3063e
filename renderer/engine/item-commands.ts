/** What a command does to an item: checked, and applied to its document. */
import { z } from "zod";
import {
	CommandRefused,
	type Draft,
	type ItemFields,
	type ItemId,
	type ItemKind,
	type ItemModel,
	readNumber,
	readString,
} from "../../shared/model/item";
import { commandOf, modelOf } from "../../shared/model/registry";
import { type Command, EngineError } from "./contract";
import type { LiveDocument } from "./documents/live-document";

/** An item to be made, with its fields already checked by its model. */
export interface PreparedItem {
	readonly id: ItemId;
	readonly model: ItemModel;
	readonly fields: ItemFields;
}

export type CreateCommand = Extract<Command, { readonly kind: ItemKind }>;
export type ExistingCommand = Exclude<Command, CreateCommand>;

export function isCreate(command: Command): command is CreateCommand {
	return command.do === "create";
}

export interface SortedCommands {
	/** Every item touched, in the order of the commands. */
	readonly ids: readonly ItemId[];
	readonly created: readonly PreparedItem[];
	readonly existing: ReadonlyMap<ItemId, readonly ExistingCommand[]>;
}

/** Checks the fields of an item to be made; throws EngineError. */
export function prepare(kind: string, id: ItemId, fields: unknown, time: number): PreparedItem {
	const model = modelOf(kind);
	if (model === null) throw new EngineError("bad-request", `there is no kind of item called ${kind}`);
	try {
		return { id, model, fields: model.make(fields, time) };
	} catch (error) {
		throw asWritingError(error);
	}
}

export function writableModel(live: LiveDocument): ItemModel {
	const model = modelOf(readString(live.doc.kind));
	if (model === null || readNumber(live.doc.model, 1) > model.version)
		throw new EngineError("read-only", "a newer version of Commonplace wrote this item");
	return model;
}

export function applyCommand(kind: ItemKind, draft: Draft, { do: name, params }: ExistingCommand): void {
	const command = commandOf(kind, name);
	if (command === null) throw new EngineError("bad-request", `a ${kind} has no command ${name}`);
	// The schema gives exactly what `apply` takes; the registry cannot express that they belong together.
	command.apply(draft, command.params.parse(params ?? {}) as never);
}

export function asWritingError(error: unknown): unknown {
	if (error instanceof CommandRefused) return new EngineError("refused", "this cannot be done", error.code);
	if (error instanceof z.ZodError) return new EngineError("bad-request", z.prettifyError(error));
	return error;
}
