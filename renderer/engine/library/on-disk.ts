/** The databases of a library as they lie on the disk: several, named by the library, its version and what is in each. */
import { PROJECTION } from "./schemas";

/** Deletes the databases of a library: all, or those that an earlier version of it left. */
export async function eraseLibraries(factory: IDBFactory, name: string, which: "all" | "former"): Promise<void> {
	const names = (await factory.databases()).map((database) => database.name ?? "");
	await Promise.all(names.filter((one) => isOf(one, name, which)).map((one) => erase(factory, one)));
}

function isOf(database: string, name: string, which: "all" | "former"): boolean {
	const [, version] = database.split(`${name}-`, 2);
	const number = Number.parseInt(version ?? "", 10);
	return which === "all" ? !Number.isNaN(number) : number < PROJECTION;
}

function erase(factory: IDBFactory, name: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const request = factory.deleteDatabase(name);
		request.onsuccess = () => resolve();
		request.onerror = () => reject(request.error);
		// Still open somewhere: it goes when that closes; a new one has to wait for it.
		request.onblocked = () => resolve();
	});
}
