import type { Entry } from "../../shared/protocol/conversation/messages";
import type { OfferedNews } from "../../shared/protocol/conversation/ports";
import type { StoredEnvelope } from "../store/store";
import type { Access, Visitor } from "./access";

/** Somebody who has a space open. */
export interface Follower {
	readonly who: Visitor;
	readonly listener: (news: OfferedNews) => void;
	/** What they could see when they opened it; when it changes they open it again. */
	readonly access: Access;
	/** They know of everything up to here. */
	upTo: number;
}

/** Tells a follower of what lies behind what they know: what their device pushed without its bytes, and statements alone when they are only invited. */
export function tellFollower(follower: Follower, stored: readonly StoredEnvelope[]): void {
	const { access, upTo, who } = follower;
	const news = stored.filter(({ position, lane }) => position > upTo && (access !== "invited" || lane === "membership"));
	follower.upTo = Math.max(upTo, stored.at(-1)?.position ?? 0);
	if (news.length === 0) return;
	const entries = news.map(({ position, id, size }): Entry => ({ position, id, size }));
	const envelopes = news.flatMap(({ bytes, device }) => (bytes === null || device === who.device ? [] : [bytes]));
	follower.listener({ is: "entries", entries, envelopes });
}
