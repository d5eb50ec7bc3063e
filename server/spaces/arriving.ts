import { toHex } from "../../shared/protocol/bytes";
import type { ChainLink, ChainTip } from "../../shared/protocol/chain";
import type { Examined, IntakeStore } from "../../shared/protocol/intake";
import type { MembershipHistory } from "../../shared/protocol/membership/membership-history";
import type { SpaceWriting } from "../store/store";

/** What a push brought so far: the store of an intake that lasts as long as the push. */
export interface Arriving {
	readonly store: IntakeStore;
	/** What was considered, in the order in which it is to be kept: late ones too, for the owners to decide about. */
	readonly considered: readonly Examined[];
}

/**
 * Lets the shared intake judge a push. The server keeps whatever has its place in a chain and whose author once had the
 * right: whether it is late is for those who can read it to judge, so nothing is ever judged again here.
 */
export function createArriving(history: MembershipHistory, writing: SpaceWriting): Arriving {
	const considered: Examined[] = [];
	/** What is considered and not in the store yet. */
	const arrived = { tips: new Map<string, ChainTip>(), links: new Map<string, ChainLink>() };
	let waiting: readonly Examined[] = [];
	return {
		considered,
		store: {
			async known(ids) {
				return new Set(considered.map(({ id }) => id).filter((id) => ids.includes(id)));
			},
			async tip(device): Promise<ChainTip | null> {
				return arrived.tips.get(device) ?? (await writing.tip(device));
			},
			async link(id): Promise<ChainLink | null> {
				return arrived.links.get(id) ?? (await writing.link(id));
			},
			async waiting() {
				return waiting;
			},
			async keep(kept, nowWaiting, ended) {
				considered.push(...kept);
				for (const { id, header } of kept) {
					const link = { id, device: toHex(header.device), number: header.number, heads: header.heads.map(toHex) };
					arrived.links.set(id, link);
					const tip = arrived.tips.get(link.device) ?? (await writing.tip(link.device));
					arrived.tips.set(link.device, tip === null || link.number > tip.number ? link : tip);
				}
				const done = new Set([...kept, ...ended.map(({ envelope }) => envelope)].map(({ id }) => id));
				waiting = [...waiting.filter(({ id }) => !done.has(id)), ...nowWaiting];
			},
			async *considered() {},
			async judgedUnder() {
				return history.heads();
			},
			async settle() {},
		},
	};
}
