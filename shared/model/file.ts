/** A file kept beside pages: an image or an attachment. Its bytes are a blob, named by their hash. */
import { z } from "zod";
import { BlobHash } from "../host";
import { type ItemFields, type ItemModel, newItemShape, readItem, readNumber, readString } from "./item";
import { cleanTag, cleanTitle, nameKey } from "./names";

export interface FileFields extends ItemFields {
	readonly kind: "file";
	/** SHA-256 of the bytes. */
	readonly hash: string;
	/** Bytes. */
	readonly size: number;
	readonly mediaType: string;
}

const NewFile = z.object({
	...newItemShape,
	hash: BlobHash,
	size: z.number().int().nonnegative(),
	mediaType: z.string().max(200).default("application/octet-stream"),
});

export const fileModel: ItemModel<FileFields> = {
	kind: "file",
	version: 1,
	lane: "content",
	textFields: [],
	make(input, now) {
		const { created, ...given } = NewFile.parse(input);
		return {
			...given,
			kind: "file",
			model: 1,
			title: cleanTitle(given.title),
			tags: [...new Set(given.tags.map(cleanTag).filter((tag) => tag !== ""))].sort(),
			trashed: 0,
			created: created ?? now,
		};
	},
	read: (document) => ({
		...readItem(document),
		kind: "file",
		hash: readString(document.hash),
		size: readNumber(document.size),
		mediaType: readString(document.mediaType, "application/octet-stream"),
	}),
	commands: {},
	describe: ({ title, tags, hash, size, mediaType }) => ({
		key: nameKey(title),
		tags,
		detail: { of: "file", hash, size, mediaType },
		links: [],
		searchable: { title, tags, text: "" },
		text: "",
	}),
};
