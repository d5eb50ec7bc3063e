/** What other devices say about where they are, as long as it holds. */
import { toHex } from "../../../shared/protocol/bytes";
import { roleOfDevice } from "../../../shared/protocol/membership/membership";
import { openPresence, type Place } from "../../../shared/protocol/presence";
import type { Sodium } from "../../../shared/protocol/sodium";
import type { HeldSpaces } from "../spaces/held-spaces";

/** Whoever has said nothing for so long (milliseconds) is not there any more. */
export const HOLDS_FOR = 40_000;
/** So many are looked at in a second of each conversation, so that one that sends more makes nobody else unheard. */
const LOOKED_AT = 200;

export interface Elsewhere {
	readonly space: string;
	/** Hex of the device's key. */
	readonly device: string;
	/** Hex of its person's key. */
	readonly person: string;
	readonly place: NonNullable<Place>;
}

export interface HeardParts {
	readonly sodium: Sodium;
	readonly held: HeldSpaces;
	/** Milliseconds that only grow. */
	readonly clock: () => number;
}

export type Hearing = "nothing" | "news" | "newcomer";

export interface Heard {
	/**
	 * Hears one conversation. Takes what came for a space: what no member's device said, or what is older than what it said
	 * before, is passed over.
	 */
	listen(): (space: string, sealed: Uint8Array) => Hearing;
	/** Those who are in an item now; nobody where one is not in its space any more. */
	inItem(item: string): readonly Elsewhere[];
	/** Forgets those whose word has run out, and those of spaces of which nobody tells any more; whether there were any. */
	expire(isTold: (space: string) => boolean): boolean;
}

interface Word {
	readonly number: number;
	readonly elsewhere: Elsewhere | null;
	readonly at: number;
}

export function createHeard({ sodium, held, clock }: HeardParts): Heard {
	const words = new Map<string, Word>();
	const own = held.speaker.device;

	/** The person of a device that is in the space; null when it is not. */
	function memberOf(space: string, device: string): string | null {
		const membership = held.get(space)?.history.current() ?? null;
		if (membership === null || roleOfDevice(membership, device) === null) return null;
		return membership.devices.get(device)?.person ?? null;
	}

	const holds = ({ at }: Word): boolean => clock() - at < HOLDS_FOR;

	function take(space: string, sealed: Uint8Array): Hearing {
		const said = openPresence(sodium, sealed, held.keysOf);
		if (said === null || said.space !== space) return "nothing";
		const device = toHex(said.device);
		const person = memberOf(space, device);
		const name = `${space}/${device}`;
		const before = words.get(name);
		if (device === own || person === null || said.number <= (before?.number ?? 0)) return "nothing";
		const { number, place } = said;
		if (place !== null && held.spaceOf(place.item) !== space) return "nothing";
		words.set(name, { number, at: clock(), elsewhere: place === null ? null : { space, device, person, place } });
		const wasThere = before !== undefined && before.elsewhere !== null && holds(before);
		return place !== null && !wasThere ? "newcomer" : "news";
	}

	return {
		listen() {
			let second = 0;
			let looked = 0;
			return (space, sealed) => {
				const now = Math.floor(clock() / 1000);
				looked = now === second ? looked + 1 : 1;
				second = now;
				return looked > LOOKED_AT ? "nothing" : take(space, sealed);
			};
		},
		inItem(item) {
			return [...words.values()].flatMap((word) => {
				const { elsewhere } = word;
				if (elsewhere?.place.item !== item || !holds(word)) return [];
				return [own, elsewhere.device].every((device) => memberOf(elsewhere.space, device) !== null) ? [elsewhere] : [];
			});
		},
		expire(isTold) {
			let isNews = false;
			for (const [name, word] of words) {
				if (word.elsewhere === null || (holds(word) && isTold(word.elsewhere.space))) continue;
				// The number stays: what was said before must not be said again by whoever kept it.
				words.set(name, { ...word, elsewhere: null });
				isNews = true;
			}
			return isNews;
		},
	};
}
