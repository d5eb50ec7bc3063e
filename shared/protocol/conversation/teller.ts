/** Tells the other side what is new, no faster than its line takes it. */
import type { Channel } from "./channel";
import { type Entry, GATHERED_BYTES, MOST_ENTRIES, type Notice } from "./messages";
import type { OfferedNews } from "./ports";

/** Presence that waits for a slow line: older is dropped. */
const MOST_PRESENCE = 16;

export interface Teller {
	/** Takes the news of a space that is being opened; they wait until `start`. */
	of(space: string): (news: OfferedNews) => void;
	/** The other side knows that the space is open. */
	start(space: string): void;
	/** Nothing more is told of the space. */
	drop(space: string): void;
}

/** News of one space that have not been told yet. What comes while the line is busy is told together. */
interface Untold {
	started: boolean;
	entries: Entry[];
	envelopes: Uint8Array[];
	bytes: number;
	/** More came than is told: the other side lists instead. */
	overflown: boolean;
	presence: Uint8Array[];
	shut: Extract<OfferedNews, { is: "shut" }> | null;
}

export function createTeller(channel: Channel): Teller {
	const spaces = new Map<string, Untold>();
	const ready = new Set<string>();
	let isTelling = false;

	function take(untold: Untold, news: OfferedNews): void {
		if (news.is === "shut") untold.shut = news;
		else if (news.is === "presence") {
			untold.presence.push(news.sealed);
			if (untold.presence.length > MOST_PRESENCE) untold.presence.shift();
		} else {
			if (untold.entries.length + news.entries.length > MOST_ENTRIES) untold.overflown = true;
			if (untold.overflown) {
				untold.entries = [];
				untold.envelopes = [];
				return;
			}
			untold.entries.push(...news.entries);
			const size = news.envelopes.reduce((sum, { length }) => sum + length, 0);
			if (untold.bytes + size > GATHERED_BYTES) return;
			untold.bytes += size;
			untold.envelopes.push(...news.envelopes);
		}
	}

	function noticesOf(space: string, { entries, envelopes, overflown, presence, shut }: Untold): Notice[] {
		const notices: Notice[] = entries.length > 0 || overflown ? [{ is: "news", space, entries, envelopes }] : [];
		for (const sealed of presence) notices.push({ is: "presence", space, sealed });
		if (shut !== null) notices.push({ is: "shut", space, why: shut.why });
		return notices;
	}

	async function tell(): Promise<void> {
		isTelling = true;
		for (const space of ready) {
			ready.delete(space);
			const untold = spaces.get(space);
			if (untold === undefined) continue;
			if (untold.shut === null) spaces.set(space, nothingUntold(true));
			else spaces.delete(space);
			for (const notice of noticesOf(space, untold)) await channel.send(notice);
		}
		isTelling = false;
	}

	function wake(space: string): void {
		ready.add(space);
		if (!isTelling && channel.ending() === null) void tell();
	}

	return {
		of(space) {
			const mine = nothingUntold(false);
			spaces.set(space, mine);
			return (news) => {
				const untold = spaces.get(space);
				if (untold === undefined) return;
				take(untold, news);
				if (untold.started) wake(space);
			};
		},
		start(space) {
			const untold = spaces.get(space);
			if (untold === undefined) return;
			untold.started = true;
			wake(space);
		},
		drop: (space) => void spaces.delete(space),
	};
}

function nothingUntold(started: boolean): Untold {
	return { started, entries: [], envelopes: [], bytes: 0, overflown: false, presence: [], shut: null };
}
