/** Tells which spaces have something new, and of which members, keys or settings have changed. */

export interface SpaceNews {
	tellNew(space: string): void;
	tellChanged(space: string): void;
	onNew(listener: (space: string) => void): () => void;
	onChanged(listener: (space: string) => void): () => void;
}

export function createSpaceNews(): SpaceNews {
	const newListeners = new Set<(space: string) => void>();
	const changeListeners = new Set<(space: string) => void>();
	const telling = (listeners: ReadonlySet<(space: string) => void>) => (space: string) => {
		for (const listener of listeners) listener(space);
	};
	const adding = (listeners: Set<(space: string) => void>) => (listener: (space: string) => void) => {
		listeners.add(listener);
		return () => listeners.delete(listener);
	};
	return {
		tellNew: telling(newListeners),
		tellChanged: telling(changeListeners),
		onNew: adding(newListeners),
		onChanged: adding(changeListeners),
	};
}
