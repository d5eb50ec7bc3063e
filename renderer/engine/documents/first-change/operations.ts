/** The operations of a first change, kept in the columns in which Automerge writes them. */
import { ByteWriter } from "./byte-writer";
import { BooleanColumn, DeltaColumn, textColumn, unsignedColumn } from "./columns";

/** Automerge's numbers for what an operation does. */
export const ACTION = { makeMap: 0, set: 1, makeList: 2, makeText: 4 } as const;
/** Automerge's numbers for what a value is. */
export const VALUE = { null: 0, false: 1, true: 2, integer: 4, float: 5, text: 6 } as const;

/** Where an operation puts its value: in an object, which is named by the operation that made it; null is the document itself. */
export type Place =
	| { readonly in: "map"; readonly object: number | null; readonly key: string }
	/** In a list, after the element that an operation made; 0 is the beginning. */
	| { readonly in: "list"; readonly object: number; readonly after: number };

export type Scalar = { readonly text: string } | number | boolean | null;

/** This writer's own actor is the only one there is: the first of the change's actors. */
const SELF = 0;

export class Operations {
	readonly #objectActor = unsignedColumn();
	readonly #objectNumber = unsignedColumn();
	readonly #keyActor = unsignedColumn();
	readonly #keyNumber = new DeltaColumn();
	readonly #keyText = textColumn();
	readonly #isInsert = new BooleanColumn();
	readonly #action = unsignedColumn();
	readonly #valueKind = unsignedColumn();
	readonly #value = new ByteWriter();
	readonly #scratch = new ByteWriter();
	readonly #replaced = unsignedColumn();
	/** How many there are; an operation's number is its place among them, from 1. */
	count = 0;

	reset(): void {
		for (const column of this.#columns()) column.reset();
		this.#value.reset();
		this.count = 0;
	}

	/** An operation that makes an object. Gives its number. */
	make(place: Place, action: typeof ACTION.makeMap | typeof ACTION.makeList | typeof ACTION.makeText): number {
		this.#valueKind.add(VALUE.null);
		return this.#place(place, action);
	}

	/** An operation that sets a value. Gives its number. */
	set(place: Place, value: Scalar): number {
		this.#valueKind.add(this.#writeValue(value));
		return this.#place(place, ACTION.set);
	}

	/** An operation a character of a text that is still empty. */
	type(object: number, text: string): void {
		if (text === "") return;
		this.#scratch.reset();
		const isPlain = this.#scratch.text(text) === text.length;
		const bytes = this.#scratch.view();
		this.#value.bytes(bytes);
		const characters = isPlain ? bytes.length : this.#addCharacterLengths(bytes);
		if (isPlain) this.#valueKind.add(lengthAndKind(1, VALUE.text), characters);
		this.#objectActor.add(SELF, characters);
		this.#objectNumber.add(object, characters);
		this.#keyActor.add(null);
		this.#keyActor.add(SELF, characters - 1);
		this.#keyNumber.add(0);
		if (characters > 1) this.#keyNumber.add(this.count + 1);
		if (characters > 2) this.#keyNumber.addFollowing(characters - 2);
		this.#keyText.add(null, characters);
		this.#isInsert.add(true, characters);
		this.#action.add(ACTION.set, characters);
		this.count += characters;
	}

	/** The columns that are not empty, by their specification, in the order in which they are written. */
	finish(): readonly (readonly [specification: number, bytes: ByteWriter])[] {
		// Nothing that a first change sets was there before.
		this.#replaced.add(0, this.count);
		for (const column of this.#columns()) column.finish();
		const all = [
			[0x01, this.#objectActor.bytes],
			[0x02, this.#objectNumber.bytes],
			[0x11, this.#keyActor.bytes],
			[0x13, this.#keyNumber.bytes],
			[0x15, this.#keyText.bytes],
			[0x34, this.#isInsert.bytes],
			[0x42, this.#action.bytes],
			[0x56, this.#valueKind.bytes],
			[0x57, this.#value],
			[0x70, this.#replaced.bytes],
		] as const;
		return all.filter(([, bytes]) => bytes.length > 0);
	}

	#columns(): readonly { reset(): void; finish(): void }[] {
		return [
			this.#objectActor,
			this.#objectNumber,
			this.#keyActor,
			this.#keyNumber,
			this.#keyText,
			this.#isInsert,
			this.#action,
			this.#valueKind,
			this.#replaced,
		];
	}

	#place(place: Place, action: number): number {
		this.#objectActor.add(place.object === null ? null : SELF);
		this.#objectNumber.add(place.object);
		this.#action.add(action);
		if (place.in === "map") {
			this.#keyActor.add(null);
			this.#keyNumber.addNulls(1);
			this.#keyText.add(place.key);
			this.#isInsert.add(false);
		} else {
			this.#keyActor.add(place.after === 0 ? null : SELF);
			this.#keyNumber.add(place.after);
			this.#keyText.add(null);
			this.#isInsert.add(true);
		}
		this.count += 1;
		return this.count;
	}

	#writeValue(value: Scalar): number {
		if (value === null) return VALUE.null;
		if (value === true) return VALUE.true;
		if (value === false) return VALUE.false;
		if (typeof value === "object") return lengthAndKind(this.#value.text(value.text), VALUE.text);
		const start = this.#value.length;
		const isWhole = Number.isSafeInteger(value) && !Object.is(value, -0);
		if (isWhole) this.#value.signed(value);
		else this.#value.float(value);
		return lengthAndKind(this.#value.length - start, isWhole ? VALUE.integer : VALUE.float);
	}

	/** Adds the length of every character of this UTF-8; gives how many there are. */
	#addCharacterLengths(utf8: Uint8Array): number {
		let characters = 0;
		for (let at = 0; at < utf8.length; characters++) {
			const first = utf8[at] ?? 0;
			const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
			this.#valueKind.add(lengthAndKind(length, VALUE.text));
			at += length;
		}
		return characters;
	}
}

function lengthAndKind(length: number, kind: number): number {
	return length * 16 + kind;
}
