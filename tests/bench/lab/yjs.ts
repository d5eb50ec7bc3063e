/** Yjs, kept by y-indexeddb as it is meant to be: every update is a row in IndexedDB. */
import { type Experiment, readEdits } from "./experiments";
import { peerModules } from "./peer-modules";

export const yjsReplay: Experiment<"yjs-replay"> = async ({ file, perChange, durableAfter, most }) => {
	const edits = (await readEdits(file)).slice(0, most);
	const { Doc, IndexeddbPersistence } = await peerModules();
	const doc = new Doc();
	const kept = new IndexeddbPersistence(`yjs-${crypto.randomUUID()}`, doc);
	await kept.whenSynced;
	const text = doc.getText("body");
	const started = performance.now();
	let changes = 0;
	for (let at = 0; at < edits.length; at += perChange) {
		doc.transact(() => {
			for (const [position, remove, insert] of edits.slice(at, at + perChange)) {
				if (remove > 0) text.delete(position, remove);
				if (insert !== "") text.insert(position, insert);
			}
		});
		// Its writes begin in this task and wait for nobody; a person's edits are not durable before they have ended.
		changes += 1;
		if (kept.db !== null && (changes % durableAfter === 0 || at + perChange >= edits.length)) await allWritten(kept.db);
	}
	const time = performance.now() - started;
	await kept.destroy();
	doc.destroy();
	return time;
};

/** Transactions on one store run one after the other, so the end of a new one is the end of all before it. */
function allWritten(database: IDBDatabase): Promise<void> {
	return new Promise((resolve, reject) => {
		const last = database.transaction(["updates"], "readwrite", { durability: "strict" } as IDBTransactionOptions);
		last.oncomplete = () => resolve();
		last.onerror = () => reject(last.error);
		last.objectStore("updates").count();
	});
}
