/** A book in which nobody has written anything: it holds at most the beginning of its private space. */
import type { LogChange, LogStore } from "../log/log-store";

export async function isEmptyBook(log: LogStore, spaces: { readonly privateSpace: string }): Promise<boolean> {
	const [{ entries }, statements, quarantined, outside] = await Promise.all([
		log.size(),
		log.statements(),
		log.quarantined(),
		log.allOutside(),
	]);
	const isOnlyBegun = statements.length === entries && statements.every(({ space }) => space === spaces.privateSpace);
	return isOnlyBegun && quarantined.length === 0 && outside.length === 0;
}

/** Takes out of an empty book what it holds. */
export async function emptyingOf(log: LogStore): Promise<Pick<LogChange, "remove">> {
	return { remove: (await log.statements()).map(({ seq }) => seq) };
}
