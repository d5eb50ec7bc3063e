/** Files over a conversation, in parts, on from where they broke off (docs/protocol.md §5). They are sealed before and opened after. */
import type { Conversation } from "./conversation";
import { askPatiently, ExchangeRefused } from "./exchange";
import { BLOB_PART, type BlobCopy, MOST_BLOBS } from "./messages";
import { createPipeline } from "./pipeline";
import type { After } from "./ports";

/** Parts that travel at a time. */
const IN_FLIGHT = 4;

export interface BlobTransfer {
	readonly conversation: Conversation;
	readonly after: After;
	readonly space: string;
	/** Resolves when the transfer may go on: at once unless it is paused. */
	readonly goOn: () => Promise<void>;
	/** Told of the bytes that are across so far. */
	readonly onProgress?: (across: number, total: number) => void;
}

/** A sealed file of ours. */
export interface BlobToSend {
	readonly name: string;
	readonly total: number;
	/** Hex of our own person's key. */
	readonly by: string;
	/**
	 * Whether a copy of our own is to be there in any case, as for a file that our person attached: what others brought under
	 * the name may be anything. Without it any whole copy is enough.
	 */
	readonly isOurs: boolean;
	read(from: number, length: number): Promise<Uint8Array>;
}

/** One of the copies that a remote has. */
export interface CopyOfBlob {
	readonly name: string;
	/** Hex of the key of the person who brought it. */
	readonly by: string;
}

/** Where a sealed file of the remote goes. */
export interface BlobToFetch {
	/** Its names under all epochs that we have. */
	readonly names: readonly string[];
	/** Bytes of the copy that are here already; null for one that was found to be false before. */
	arrived(copy: CopyOfBlob): Promise<number | null>;
	/** Appends; resolves when it is durable. */
	append(copy: CopyOfBlob, from: number, bytes: Uint8Array): Promise<void>;
	/** The copy is here whole: whether it opens, and to the bytes that the file's SHA-256 says. One that does not is to be forgotten. */
	isTrue(copy: CopyOfBlob): Promise<boolean>;
}

/** Sends a file, or the rest of it; resolves when the remote has it whole. Throws ExchangeRefused, ConversationEnded, or what `read` throws. */
export async function sendBlob(transfer: BlobTransfer, blob: BlobToSend): Promise<void> {
	const { conversation, space, goOn, onProgress } = transfer;
	const { name, total, by, isOurs, read } = blob;
	const find = async (): Promise<number> => {
		const [copies = []] = await askPatiently(transfer, () => conversation.findBlobs(space, [name]));
		const whole = copies.find((copy) => isWhole(copy) && (copy.by === by || !isOurs));
		return whole === undefined ? (copies.find((copy) => copy.by === by)?.arrived ?? 0) : total;
	};
	for (let [arrived, before] = [await find(), -1]; arrived < total; arrived = await find()) {
		// What came too fast was asked again, and others had passed it: then the remote says where it stands.
		if (arrived <= before) throw new ExchangeRefused("wrong-part");
		before = arrived;
		const pipeline = createPipeline(IN_FLIGHT);
		try {
			for (let from = arrived; from < total; from += BLOB_PART) {
				await goOn();
				const bytes = await read(from, Math.min(BLOB_PART, total - from));
				await pipeline.add(
					() => askPatiently(transfer, () => conversation.putBlob(space, name, total, from, bytes)),
					async ({ arrived: now }) => onProgress?.(now, total),
				);
			}
			await pipeline.done();
		} catch (error) {
			if (!(error instanceof ExchangeRefused) || error.why !== "wrong-part") throw error;
		}
	}
}

/**
 * Fetches a file, or the rest of it, copy after copy until one is true; gives that one, or null when the remote has none that
 * is whole and true. Throws as `sendBlob` does.
 */
export async function fetchBlob(transfer: BlobTransfer, blob: BlobToFetch): Promise<CopyOfBlob | null> {
	const { conversation, space } = transfer;
	for (let at = 0; at < blob.names.length; at += MOST_BLOBS) {
		const names = blob.names.slice(at, at + MOST_BLOBS);
		const found = await askPatiently(transfer, () => conversation.findBlobs(space, names));
		for (const [index, copies] of found.entries()) {
			for (const { by, total } of copies.filter(isWhole)) {
				const copy = { name: names[index] ?? "", by };
				const arrived = await blob.arrived(copy);
				if (arrived === null) continue;
				await fetchCopy(transfer, blob, copy, arrived, total);
				if (await blob.isTrue(copy)) return copy;
			}
		}
	}
	return null;
}

async function fetchCopy(transfer: BlobTransfer, blob: BlobToFetch, copy: CopyOfBlob, arrived: number, total: number): Promise<void> {
	const { conversation, space, goOn, onProgress } = transfer;
	const pipeline = createPipeline(IN_FLIGHT);
	for (let from = arrived; from < total; from += BLOB_PART) {
		await goOn();
		await pipeline.add(
			() => askPatiently(transfer, () => conversation.getBlob(space, copy.name, copy.by, from)),
			async (part) => {
				if (part.total !== total) conversation.end("false-answer", "a file of another size than found");
				await blob.append(copy, from, part.bytes);
				onProgress?.(from + part.bytes.length, total);
			},
		);
	}
	await pipeline.done();
}

function isWhole({ arrived, total }: BlobCopy): boolean {
	return arrived === total;
}
