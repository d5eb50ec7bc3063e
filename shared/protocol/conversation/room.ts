/** Room in memory that several conversations share, for what they have heard and are not done with. */
export interface Room {
	/** Takes so many bytes; false when there is not so much left, and then nothing is taken. */
	take(bytes: number): boolean;
	give(bytes: number): void;
}

export function createRoom(most: number): Room {
	let left = most;
	return {
		take(bytes) {
			if (bytes > left) return false;
			left -= bytes;
			return true;
		},
		give(bytes) {
			left += bytes;
		},
	};
}
