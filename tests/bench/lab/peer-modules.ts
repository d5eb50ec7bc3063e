/** The peers' code, which is not the project's: built beside the lab, loaded when an experiment wants it. */

/** What we use of Yjs. */
export interface YText {
	insert(at: number, text: string): void;
	delete(at: number, length: number): void;
}
export interface YDoc {
	getText(name: string): YText;
	transact(work: () => void): void;
	destroy(): void;
}
/** What we use of y-indexeddb. */
export interface IndexeddbPersistence {
	readonly whenSynced: Promise<unknown>;
	readonly db: IDBDatabase | null;
	destroy(): Promise<void>;
}
/** What we use of MiniSearch. */
export interface MiniSearchIndex {
	addAll(documents: readonly object[]): void;
	search(text: string, options: { prefix: boolean }): readonly unknown[];
}

export interface PeerModules {
	readonly Doc: new () => YDoc;
	readonly IndexeddbPersistence: new (name: string, doc: YDoc) => IndexeddbPersistence;
	readonly MiniSearch: new (options: { fields: string[]; storeFields: string[] }) => MiniSearchIndex;
}

export async function peerModules(): Promise<PeerModules> {
	const address = new URL("/peers.js", self.location.href).href;
	return (await import(/* @vite-ignore */ address)) as PeerModules;
}
