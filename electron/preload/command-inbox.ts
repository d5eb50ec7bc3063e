/** Hands messages to whoever listens, and keeps those that come before anybody does. */
export interface CommandInbox<Message> {
	receive(message: Message): void;
	/** Gives the function that ends the listening. */
	listen(listener: (message: Message) => void): () => void;
}

export function commandInbox<Message>(): CommandInbox<Message> {
	const listeners = new Set<(message: Message) => void>();
	const early: Message[] = [];
	return {
		receive(message) {
			if (listeners.size === 0) early.push(message);
			for (const listener of listeners) listener(message);
		},
		listen(listener) {
			listeners.add(listener);
			for (const message of early.splice(0)) listener(message);
			return () => {
				listeners.delete(listener);
			};
		},
	};
}
