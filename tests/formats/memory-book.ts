/** A book in memory, made by the real models: what importers write to and exporters read from. */
import { createHash } from "node:crypto";
import type { BookReader, BookWriter, ImportReport, JobContext, NewItem, SourceReader, TargetWriter } from "../../shared/formats/contract";
import { toDocument } from "../../shared/model/document";
import { itemIdFrom } from "../../shared/model/ids";
import { type ItemFields, type ItemId, type ItemKind, NEWEST_FIRST, type Row } from "../../shared/model/item";
import { models } from "../../shared/model/registry";

export const NOW = Date.UTC(2024, 4, 1, 12);

export interface MemoryBook {
	readonly writer: BookWriter;
	readonly reader: BookReader;
	readonly blobs: Map<string, Uint8Array>;
	/** All items of a kind, as their model reads them. */
	all(kind: ItemKind): (ItemFields & Readonly<Record<string, unknown>> & { readonly id: ItemId })[];
	/** Makes one item directly. */
	make(kind: ItemKind, fields: Readonly<Record<string, unknown>>): ItemId;
	/** Changes one item directly. */
	set(id: ItemId, change: Readonly<Record<string, unknown>>): void;
}

export function memoryBook(source: SourceReader | null = null): MemoryBook {
	const items = new Map<ItemId, ItemFields>();
	const blobs = new Map<string, Uint8Array>();
	let made = 0;
	const newId = () => itemIdFrom(createHash("sha256").update(String(made++)).digest().subarray(0, 17));
	const add = ({ id, kind, fields }: NewItem) => {
		if (items.has(id)) throw new Error("the same id twice");
		const model = models[kind];
		items.set(id, model.read(toDocument(model, model.make(fields, NOW))));
	};
	const rows = (kind: ItemKind) => [...items].filter(([, fields]) => fields.kind === kind && fields.trashed === 0).map(rowOf);
	return {
		blobs,
		writer: {
			newId,
			add: async (batch) => batch.forEach(add),
			find: async (kind, keys) => rows(kind).filter((row) => keys.includes(row.key)),
			async keepFile(path) {
				if (source === null) throw new Error("no source");
				const bytes = await source.read(path);
				const hash = createHash("sha256").update(bytes).digest("hex");
				blobs.set(hash, bytes);
				return { hash, size: bytes.length };
			},
		},
		reader: {
			rows: async (kind) => rows(kind),
			text: async (id) => {
				const fields = items.get(id);
				return fields === undefined ? "" : models[fields.kind].describe(fields).text;
			},
			fields: async (id) => ({ ...items.get(id) }),
		},
		all: (kind) => [...items].filter(([, fields]) => fields.kind === kind).map(([id, fields]) => ({ ...fields, id })),
		make(kind, fields) {
			const id = newId();
			add({ id, kind, fields });
			return id;
		},
		set(id, change) {
			const fields = items.get(id);
			if (fields === undefined) throw new Error("no such item");
			items.set(id, { ...fields, ...change });
		},
	};
}

function rowOf([id, fields]: [ItemId, ItemFields]): Row {
	const { key, tags, detail } = models[fields.kind].describe(fields);
	return {
		id,
		kind: fields.kind,
		space: "private",
		title: fields.title,
		key,
		parent: fields.parent ?? "",
		order: fields.order,
		tags,
		favourite: fields.favourite ? 1 : 0,
		trashed: 0,
		created: fields.created,
		updated: fields.created,
		byUpdated: NEWEST_FIRST - fields.created,
		readOnly: 0,
		detail,
	};
}

export const context: JobContext = { now: NOW, breathe: async () => {}, progress: () => {} };

/** A chosen file with these bytes. */
export function fileSource(name: string, content: string | Uint8Array): SourceReader {
	const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
	return {
		name,
		refused: [],
		files: [{ path: "", size: bytes.length, modified: NOW }],
		willRead: () => undefined,
		read: async () => bytes,
	};
}

/** A chosen folder with these files. */
export function folderSource(name: string, files: Readonly<Record<string, string | Uint8Array>>): SourceReader {
	const bytes = new Map(
		Object.entries(files).map(([path, content]) => [path, typeof content === "string" ? new TextEncoder().encode(content) : content]),
	);
	return {
		name,
		refused: [],
		files: [...bytes].map(([path, content]) => ({ path, size: content.length, modified: NOW - 86_400_000 })),
		willRead: () => undefined,
		read: async (path) => {
			const content = bytes.get(path);
			if (content === undefined) throw new Error(`no ${path}`);
			return content;
		},
	};
}

export interface MemoryTarget extends TargetWriter {
	readonly files: Map<string, Uint8Array>;
	text(path: string): string;
}

/** A chosen place to write to. */
export function memoryTarget(book: MemoryBook, name = "target"): MemoryTarget {
	const files = new Map<string, Uint8Array>();
	const put = (path: string, bytes: Uint8Array) => {
		if ([...files.keys()].some((known) => known.toLowerCase() === path.toLowerCase())) throw new Error(`written twice: ${path}`);
		files.set(path, bytes);
	};
	return {
		name,
		files,
		text: (path) => new TextDecoder().decode(files.get(path)),
		write: async (path, bytes) => put(path, bytes),
		copyBlob: async (path, hash) => {
			const bytes = book.blobs.get(hash);
			if (bytes === undefined) throw new Error(`no blob ${hash}`);
			put(path, bytes);
		},
	};
}

/** The codes of a report, sorted, each with how often. */
export function codes(entries: ImportReport["changed"]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { code } of entries) counts[code] = (counts[code] ?? 0) + 1;
	return counts;
}
