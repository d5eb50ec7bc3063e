import type { ConversationRefusal } from "../../shared/protocol/conversation/messages";
import { hashToken } from "../secrets";
import type { Rules } from "../server-rules";
import type { ServerStore } from "../store/store";

/** Persons known to be registered: nobody is ever thrown out, so what was once true stays so. */
const REMEMBERED = 50_000;

/** Who is let in on this server. */
export interface People {
	/** Null when they are; otherwise why they are asked to register, or cannot. */
	refusalOf(person: string): Promise<ConversationRefusal | null>;
	/** Null when it worked. */
	register(person: string, token: string): Promise<ConversationRefusal | null>;
}

export function createPeople(store: ServerStore, rules: { current(): Promise<Rules> }): People {
	const registered = new Set<string>();

	async function isRegistered(person: string): Promise<boolean> {
		if (registered.has(person)) return true;
		if (!(await store.isRegistered(person))) return false;
		if (registered.size >= REMEMBERED) registered.clear();
		registered.add(person);
		return true;
	}

	return {
		async refusalOf(person) {
			if (await isRegistered(person)) return null;
			const { registration } = await rules.current();
			switch (registration) {
				case "open":
					return "not-allowed";
				case "invite-only":
					return "registration-needs-invite";
				case "closed":
					return "registration-closed";
			}
		},
		async register(person, token) {
			if (await isRegistered(person)) return null;
			const { registration } = await rules.current();
			if (registration === "closed") return "registration-closed";
			if (registration === "invite-only")
				return (await store.registerByInvite(person, hashToken(token))) ? null : "registration-needs-invite";
			await store.register(person);
			return null;
		},
	};
}
