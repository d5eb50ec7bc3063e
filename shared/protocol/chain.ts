/** The chain of a device's envelopes in one space (R1). */

/** The last envelope of a device that was considered. */
export interface ChainTip {
	readonly number: number;
	/** Hex. */
	readonly id: string;
	/** Hex of the membership heads that it named. */
	readonly heads: readonly string[];
}

/** Any envelope that was considered, as another that follows it sees it. */
export interface ChainLink extends ChainTip {
	/** Hex of its device's key. */
	readonly device: string;
}
