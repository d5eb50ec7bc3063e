/** Files over a conversation, in parts, on from where they broke off (docs/protocol.md §5). They are sealed before and opened after. */
import type { Conversation } from "./conversation";
import { askPatiently, ExchangeRefused } from "./exchange";
import { BLOB_PART } from "./messages";
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
	read(from: number, length: number): Promise<Uint8Array>;
}

/** Where a sealed file of the remote goes. */
export interface BlobToFetch {
	/** Its names under all epochs that we have. */
	readonly names: readonly string[];
	/** Bytes of the file of that name that are here already. */
	arrived(name: string): Promise<number>;
	/** Appends; resolves when it is durable. */
	append(name: string, from: number, bytes: Uint8Array): Promise<void>;
}

/** Sends a file, or the rest of it; resolves when the remote has it whole. Throws ExchangeRefused, ConversationEnded, or what `read` throws. */
export async function sendBlob(transfer: BlobTransfer, blob: BlobToSend): Promise<void> {
	const { conversation, after, space, goOn, onProgress } = transfer;
	const { name, total, read } = blob;
	const find = async (): Promise<number> => {
		const [found] = await askPatiently(after, () => conversation.findBlobs(space, [name]));
		return found?.arrived ?? 0;
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
					() => askPatiently(after, () => conversation.putBlob(space, name, total, from, bytes)),
					async ({ arrived: now }) => onProgress?.(now, total),
				);
			}
			await pipeline.done();
		} catch (error) {
			if (!(error instanceof ExchangeRefused) || error.why !== "wrong-part") throw error;
		}
	}
}

/** Fetches a file, or the rest of it; gives the name under which it came whole, or null when the remote does not have it whole. Throws as `sendBlob` does. */
export async function fetchBlob(transfer: BlobTransfer, blob: BlobToFetch): Promise<string | null> {
	const { conversation, after, space, goOn, onProgress } = transfer;
	const found = await askPatiently(after, () => conversation.findBlobs(space, blob.names));
	const index = found.findIndex((one) => one !== null && one.arrived === one.total);
	const [name, total] = [blob.names[index], found[index]?.total];
	if (name === undefined || total === undefined) return null;
	const pipeline = createPipeline(IN_FLIGHT);
	for (let from = await blob.arrived(name); from < total; from += BLOB_PART) {
		await goOn();
		await pipeline.add(
			() => askPatiently(after, () => conversation.getBlob(space, name, from)),
			async (part) => {
				if (part.total !== total) conversation.end("false-answer", "a file of another size than found");
				await blob.append(name, from, part.bytes);
				onProgress?.(from + part.bytes.length, total);
			},
		);
	}
	await pipeline.done();
	return name;
}
