/** A worker that ends (out of memory, closed by the system) says nothing. The lock that it leaves behind does. */

/** Holds a lock of its own for as long as this worker lives; `tell` is given its name once it is held. */
export function showLife(name: string, tell: (lock: string) => void, onProblem: (error: unknown) => void): void {
	const lock = `${name}-${crypto.randomUUID()}`;
	const forLife = (): Promise<never> => {
		tell(lock);
		return new Promise(() => undefined);
	};
	navigator.locks.request(lock, forLife).catch(onProblem);
}

/** Calls back once whoever holds the lock of this name is gone. */
export function onLifeEnd(lock: string, ended: () => void, onProblem: (error: unknown) => void): void {
	navigator.locks.request(lock, ended).catch(onProblem);
}
