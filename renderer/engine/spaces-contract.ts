/** What the rest of the renderer may ask of spaces, people and sync: a part of the engine's contract. Plain values that can cross a worker boundary. */
import type { Grant } from "../../shared/host";
import type { ItemId } from "../../shared/model/item";
import type { Role, SpaceKind } from "../../shared/protocol/membership/statements";

// ---------------------------------------------------------------- people

/** How a person shows themselves to others. */
export interface Card {
	/** Up to 200 characters; "" until they say. */
	readonly name: string;
	/** A CSS hex colour, `#2b5c8c`. */
	readonly colour: string;
	/** A small square picture (PNG or JPEG, at most 64 kB); null for none. */
	readonly picture: Uint8Array | null;
}

/** A device of a person, as a space's members see it. */
export interface DeviceSummary {
	/** Hex of its key. */
	readonly device: string;
	readonly active: boolean;
	/** Whether it is this one. */
	readonly here: boolean;
}

export interface MemberSummary {
	/** Hex of the person's key. */
	readonly person: string;
	/** Null while the card cannot be opened, or there is none. */
	readonly card: Card | null;
	readonly role: Role;
	/** Whether it is whoever asks. */
	readonly self: boolean;
	readonly devices: readonly DeviceSummary[];
}

// ---------------------------------------------------------------- spaces

/** How one stands to a space. */
export type SpaceState =
	| "ready"
	/** One is a member; another device has still to hand over the keys. */
	| "waiting-for-keys"
	/** One holds an invite and waits for the space to be met: by the server or a member's laptop. */
	| "joining"
	/** The invite did not count: it ended, was used up or withdrawn. */
	| "not-let-in"
	| "left"
	| "removed";

export interface SpaceSummary {
	readonly space: string;
	readonly kind: SpaceKind;
	/** "" while it cannot be opened, and for the private space. */
	readonly name: string;
	/** One's own role; null unless one is a member. */
	readonly role: Role | null;
	readonly state: SpaceState;
	readonly members: number;
	/** Items in it that are not in the trash. */
	readonly items: number;
	/** Address of the server that keeps a copy; null: only those who meet. */
	readonly server: string | null;
}

export interface InviteSummary {
	/** Hex of its public key. */
	readonly invite: string;
	readonly role: Role;
	/** Milliseconds since 1970; 0: no end. */
	readonly ends: number;
	/** 0: any number. */
	readonly uses: number;
	readonly used: number;
	/** Whether it can still be used. */
	readonly open: boolean;
	/** The person who made it. */
	readonly by: string;
	/** The link, where this device made it; null otherwise. */
	readonly link: string | null;
}

/** What came from someone after they had lost the right to it: set aside until an owner decides. */
export interface LateSummary {
	readonly device: string;
	readonly person: string;
	readonly card: Card | null;
	readonly envelopes: number;
	/** The newest time, by the author's clock. */
	readonly time: number;
}

/** A laptop whose key is in use twice: on it and on a copy of it, or on it as it was restored to an earlier state. */
export interface ForkSummary {
	readonly device: string;
	readonly person: string;
	readonly card: Card | null;
	readonly self: boolean;
}

export interface SpaceDetails extends SpaceSummary {
	readonly people: readonly MemberSummary[];
	readonly invites: readonly InviteSummary[];
	readonly late: readonly LateSummary[];
	/** Of devices that are still in. */
	readonly forked: readonly ForkSummary[];
}

// ---------------------------------------------------------------- sync

/** Somewhere a copy can be exchanged with. */
export interface RemoteStatus {
	/** Names it in `Actions`. */
	readonly remote: string;
	readonly kind: "server" | "peer";
	/** A server's address; a peer's person as their card says, or "". */
	readonly name: string;
	readonly state: "connecting" | "connected" | "offline" | "paused" | "refused";
	/** Why it is refused or cannot be reached, as a key the interface has words for; "" when all is well. */
	readonly problem: string;
	/** When all there was had been exchanged; milliseconds since 1970, null: never. */
	readonly lastMet: number | null;
}

/** How one space stands with one remote. */
export interface SpaceWithRemote {
	readonly remote: string;
	readonly toSend: number;
	readonly toReceive: number;
	readonly upToDate: boolean;
	readonly refused: string;
}

export interface SpaceSync {
	readonly space: string;
	/** Changes that are nowhere but on this laptop. */
	readonly onlyHere: number;
	readonly remotes: readonly SpaceWithRemote[];
}

export interface SyncStatus {
	readonly paused: boolean;
	/** On a connection that costs: no files. */
	readonly metered: boolean;
	/** Whether other laptops on the local network may find this one. */
	readonly local: boolean;
	/** The port at which laptops of the local network can call this one; null while they may not. */
	readonly localPort: number | null;
	/** Whether others see in which text this person is. */
	readonly seen: boolean;
	readonly remotes: readonly RemoteStatus[];
	readonly spaces: readonly SpaceSync[];
}

/** What others did to an item since one last looked. */
export interface AwayChange {
	readonly id: ItemId;
	readonly title: string;
	readonly kind: string;
	readonly space: string;
	readonly made: boolean;
	readonly trashed: boolean;
	/** Persons, with their cards. */
	readonly by: readonly { readonly person: string; readonly card: Card | null }[];
	/** Versions before and after what came, for comparing (`versionText`). */
	readonly before: readonly string[];
	readonly after: readonly string[];
	/** One's own edits that touch the same passages: both are kept; these want a look. */
	readonly overlaps: readonly { readonly mine: string; readonly theirs: string; readonly now: string }[];
	readonly time: number;
}

// ---------------------------------------------------------------- presence

/** What somebody has selected in an item's text, in UTF-16 units; a caret where both are the same. */
export interface Selection {
	readonly anchor: number;
	readonly head: number;
}

/** Where this person is; `selection` is null while they only look. */
export interface Here {
	readonly id: ItemId;
	readonly selection: Selection | null;
}

/** Somebody who is in an item now, on another laptop. */
export interface Present {
	/** Hex of the device's key. */
	readonly device: string;
	readonly person: string;
	/** Null while the card cannot be opened, or there is none. */
	readonly card: Card | null;
	/** Whether it is this person, on another laptop of theirs. */
	readonly self: boolean;
	readonly selection: Selection | null;
}

// ---------------------------------------------------------------- what can be asked and done

/** Named queries of spaces, people and sync; live as all others. */
export interface SpaceQueries {
	/** The private space first, then by name. */
	spaces: { params: Record<string, never>; result: readonly SpaceSummary[] };
	space: { params: { space: string }; result: SpaceDetails | null };
	/** One's own card. */
	me: { params: Record<string, never>; result: { readonly person: string; readonly card: Card } };
	/** Who these are: authors and members, from all spaces. */
	people: { params: { persons: readonly string[] }; result: readonly { readonly person: string; readonly card: Card | null }[] };
	sync: { params: Record<string, never>; result: SyncStatus };
	away: { params: Record<string, never>; result: readonly AwayChange[] };
	/** Who else is in an item now. */
	presence: { params: { id: ItemId }; result: readonly Present[] };
}

/** What a link offers, before one accepts it. */
export interface InviteOffer {
	readonly space: string;
	readonly server: string | null;
	/** Whether one is in this space already. */
	readonly member: boolean;
}

/** Deeds: what they take and give. Each is durable on this laptop when it resolves; it travels when a connection appears. */
export interface Actions {
	/** Says who one is, in every space. */
	introduce: { params: { card: Card }; result: Record<string, never> };
	/** A team's space, unless `kind` says that it is for one item shared with somebody. */
	"create-space": { params: { name: string; server: string | null; kind?: "team" | "share" }; result: { readonly space: string } };
	"rename-space": { params: { space: string; name: string }; result: Record<string, never> };
	"leave-space": { params: { space: string }; result: Record<string, never> };
	/** Where a space is kept beside the laptops of its members; null: nowhere. */
	"set-server": { params: { space: string; server: string | null }; result: Record<string, never> };
	invite: { params: { space: string; role: Role; ends: number; uses: number }; result: { readonly link: string } };
	"withdraw-invite": { params: { space: string; invite: string }; result: Record<string, never> };
	/** What a link says; fails with `bad-request` when it is none. */
	"read-invite": { params: { link: string }; result: InviteOffer };
	join: { params: { link: string }; result: { readonly space: string } };
	"set-role": { params: { space: string; person: string; role: Role }; result: Record<string, never> };
	"remove-person": { params: { space: string; person: string }; result: Record<string, never> };
	/** Removes a device of one's own, in all spaces. */
	"remove-device": { params: { device: string }; result: Record<string, never> };
	/** Takes in what came late from a device. */
	"admit-late": { params: { space: string; device: string }; result: Record<string, never> };
	/**
	 * Makes the items, and all that lies in them, again in another space, with their history; gives their new ids, those of
	 * `ids` first. With `move` all the first ones go to the trash: `trashed` names them.
	 */
	"copy-to-space": {
		params: { ids: readonly ItemId[]; space: string; move: boolean };
		result: { readonly ids: readonly ItemId[]; readonly trashed: readonly ItemId[] };
	};
	/**
	 * Puts an item, with all that lies in it and its history, into a space of its own, and makes an invite to it. The one here
	 * goes to the trash unless it is to stay apart from the shared one (`move` false). `id` is the shared item.
	 */
	"share-item": {
		params: { id: ItemId; role: "commenter" | "reader"; ends: number; uses: number; server: string | null; move: boolean };
		result: { readonly space: string; readonly id: ItemId; readonly link: string; readonly trashed: readonly ItemId[] };
	};
	/** An id for an item that is made together with what goes into it: in this parent, or in this space, or in one's own. Nothing is written. */
	"new-id": { params: { parent: ItemId | null; space: string | null }; result: { readonly id: ItemId } };
	/** Signs up with a server; `token` where it asks for one. */
	"add-server": { params: { address: string; token: string | null }; result: Record<string, never> };
	/** Looks for a laptop at an address of the local network, `host:port`. */
	"meet-peer": { params: { address: string }; result: Record<string, never> };
	"set-sync": { params: { paused?: boolean; metered?: boolean; local?: boolean; seen?: boolean }; result: Record<string, never> };
	/** All that is in `away` was seen. */
	"seen-away": { params: Record<string, never>; result: Record<string, never> };
	/** A code that makes another laptop, which shows one of its own, this person's: see `make-laptop-code`. */
	"add-laptop": { params: { code: string }; result: { readonly answer: string } };
	/** On a new laptop with an empty book: what the other laptop is to be given. */
	"make-laptop-code": { params: Record<string, never>; result: { readonly code: string } };
	/** On the new laptop: takes the answer; the app is then started again. */
	"become-laptop": { params: { answer: string }; result: Record<string, never> };
}
export type ActionName = keyof Actions;

/** Long work with files that carry changes. */
export interface BundleJobs {
	/** Writes what somebody lacks of these spaces into one file. `person`: what that one lacks as far as is known; null: everything. */
	"export-bundle": {
		params: { grant: Grant; spaces: readonly string[]; person: string | null };
		result: { readonly envelopes: number; readonly files: number; readonly bytes: number };
	};
	"import-bundle": {
		params: { grant: Grant };
		result: {
			readonly spaces: readonly { readonly space: string; readonly taken: number; readonly known: number; readonly refused: number }[];
			/** It breaks off: what was whole is taken. */
			readonly broken: boolean;
		};
	};
}
