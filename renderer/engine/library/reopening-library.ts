/** A library that comes back: the browser closes its databases under it when the disk is full. */
import { type Library, openLibrary } from "./library";
import type { StorageSettings } from "./storage/library-storage";

type StorageDatabase = Parameters<NonNullable<StorageSettings["onCreate"]>>[0];

/** Opens a library on IndexedDB. When it was closed from outside, whoever asks next opens it again; that fails as long as there is no room. */
export async function openReopeningLibrary(name: string, settings: StorageSettings): Promise<Library> {
	const databases = new Set<StorageDatabase>();
	// RxDB keeps a database that failed to open for ever, so its own databases are opened again, not new ones.
	const library = await openLibrary(name, { ...settings, onCreate: (database) => void databases.add(database) });
	let closed = false;

	async function reopen(): Promise<void> {
		for (const database of databases) if (!database.isOpen()) await database.open();
	}

	function passOn(method: string | symbol): unknown {
		const ask = (args: readonly unknown[]): Promise<unknown> => Reflect.apply(Reflect.get(library, method), library, args);
		return async (...args: readonly unknown[]) => {
			closed ||= method === "close" || method === "remove";
			try {
				return await ask(args);
			} catch (error) {
				if (closed || !wasClosed(error)) throw error;
				await reopen();
				return ask(args);
			}
		};
	}

	return new Proxy(library, { get: (target, name) => (typeof Reflect.get(target, name) === "function" ? passOn(name) : undefined) });
}

/** Dexie says it by name; where RxDB wraps what it was told, the words are all that is left. */
function wasClosed(error: unknown): boolean {
	return (
		error instanceof Error &&
		(error.name === "DatabaseClosedError" || /database (has been|is) clos|connection is closing/i.test(error.message))
	);
}
