/** A search index that works in a thread of its own. */
import { onLifeEnd } from "../worker/life";
import { type IndexState, SearchError, type SearchIndex } from "./search-index";
import type { IndexAlive, IndexCall, IndexReply, IndexRequest } from "./worker/messages";

/** Milliseconds without a word from a worker that owes an answer: then it is dead or stuck. */
const LONGEST_SILENCE = 90_000;

/** The other side: a worker, or whatever speaks like one. */
export interface IndexWorker {
	send(request: IndexRequest): void;
	onReply(listener: (reply: IndexReply) => void): void;
	/** Calls back when nothing more will come. */
	onEnd(listener: (why: string) => void): void;
	end(): void;
}

/** Starts the worker and waits until its index is open. Rejects with `stopped` when it cannot be started. */
export async function openWorkerSearch(): Promise<SearchIndex> {
	const index = indexOver(startWorker());
	try {
		await index.state();
		return index;
	} catch (error) {
		await index.close();
		throw error;
	}
}

/** The index behind a worker. When the worker ends or falls silent, all calls reject with `stopped`, now and later. */
export function indexOver(worker: IndexWorker, longestSilence = LONGEST_SILENCE): SearchIndex {
	const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: SearchError) => void }>();
	let last = 0;
	let ended: string | null = null;
	let silence: ReturnType<typeof setTimeout> | null = null;

	function listenForSilence(): void {
		if (silence !== null) clearTimeout(silence);
		silence = waiting.size === 0 ? null : setTimeout(() => end("the search index does not answer"), longestSilence);
	}

	function end(why: string): void {
		if (ended !== null) return;
		ended = why;
		worker.end();
		const left = [...waiting.values()];
		waiting.clear();
		listenForSilence();
		for (const call of left) call.reject(new SearchError("stopped", why));
	}

	worker.onEnd(end);
	worker.onReply((reply) => {
		const call = waiting.get(reply.id);
		if (call === undefined) return;
		waiting.delete(reply.id);
		listenForSilence();
		if (reply.ok) call.resolve(reply.value as never);
		else call.reject(new SearchError(reply.code, reply.message));
	});

	function call<Result>(name: IndexCall, ...args: readonly unknown[]): Promise<Result> {
		return new Promise((resolve, reject) => {
			if (ended !== null) {
				reject(new SearchError("stopped", ended));
				return;
			}
			last += 1;
			waiting.set(last, { resolve, reject });
			if (silence === null) listenForSilence();
			worker.send({ id: last, call: name, args });
		});
	}

	return {
		apply: (batch) => call("apply", batch),
		checkpoint: () => call("checkpoint"),
		search: (query, options) => call("search", query, options),
		mentions: (phrase, limit) => call("mentions", phrase, limit),
		clear: () => call("clear"),
		state: () => call<IndexState>("state"),
		async close() {
			if (ended !== null) return;
			await call<void>("close").catch(() => undefined);
			end("the search index is closed");
		},
	};
}

function startWorker(): IndexWorker {
	const worker = new Worker(new URL("./worker/worker.ts", import.meta.url), { type: "module", name: "search index" });
	let ended = (_why: string): void => undefined;
	const watchLife = (lock: string): void =>
		onLifeEnd(
			lock,
			() => ended("the search index's worker ended"),
			(error) => ended(String(error)),
		);
	return {
		send: (request) => worker.postMessage(request),
		onReply(listener) {
			worker.onmessage = ({ data }: MessageEvent<IndexReply | IndexAlive>) => ("alive" in data ? watchLife(data.alive) : listener(data));
		},
		onEnd(listener) {
			ended = listener;
			worker.onerror = (event) => listener(event.message ?? "the search index's worker failed");
			worker.onmessageerror = () => listener("the search index's worker sent what cannot be read");
		},
		end: () => worker.terminate(),
	};
}
