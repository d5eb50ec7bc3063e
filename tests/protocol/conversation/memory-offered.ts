import { BLOB_PART, type Entry, GATHERED_BYTES, type PushOutcome } from "../../../shared/protocol/conversation/messages";
import type { Answered, Counterpart, Offered, OfferedNews } from "../../../shared/protocol/conversation/ports";
import { envelopeId } from "../../../shared/protocol/envelope";
import { bringsBeginning, entrancesOf, statementsAmong } from "../../../shared/protocol/membership/entrance";
import { knownToFormer } from "../../../shared/protocol/membership/former";
import type { Sodium } from "../../../shared/protocol/sodium";
import type { Shelf, Shelved, ShelvedSpace } from "./memory-shelf";

const listed = ({ position, id, bytes }: Shelved): Entry => ({ position, id, size: bytes.length });

type Access = "owner" | "editor" | "commenter" | "reader" | "invited";

interface Follower {
	readonly who: Counterpart;
	readonly access: Access;
	readonly listener: (news: OfferedNews) => void;
	upTo: number;
}

interface Blob {
	readonly total: number;
	bytes: Uint8Array;
}

/** Offers what is on a shelf: to members what their role allows, to strangers nothing. */
export function offerShelf(sodium: Sodium, shelf: Shelf): Offered {
	const followers = new Map<string, Set<Follower>>();
	const blobs = new Map<string, Blob>();

	function accessOf(who: Counterpart, shelved: ShelvedSpace | undefined): Access | null {
		const membership = shelved?.history.current();
		if (shelved === undefined || membership === null || membership === undefined) return null;
		const device = membership.devices.get(who.device);
		const member = membership.members.get(who.person ?? "");
		if (member !== undefined && (device === undefined || (device.active && device.person === who.person))) return member.role;
		const invite = membership.invites.get(who.invites.get(shelved.space) ?? "");
		const counts = invite !== undefined && !invite.withdrawn && (invite.uses === 0 || invite.used < invite.uses);
		return counts && (invite.ends === 0 || Date.now() <= invite.ends) ? "invited" : null;
	}

	const cameFrom = ({ origins }: Shelved, { device }: Counterpart): boolean => [...origins].some((origin) => origin.startsWith(device));

	const isVisible = (access: Access, { header }: Shelved): boolean => access !== "invited" || header.lane === "membership";

	async function forMembers<Value>(
		who: Counterpart,
		space: string,
		work: (shelved: ShelvedSpace, access: Access) => Answered<Value> | Promise<Answered<Value>>,
	): Promise<Answered<Value>> {
		const shelved = shelf.get(space);
		const access = accessOf(who, shelved);
		return shelved === undefined || access === null ? { refused: "no-such-space" } : work(shelved, access);
	}

	/** What somebody who is out sees; null for whoever is in, and for strangers. */
	function seenByFormer(who: Counterpart, space: string): readonly Shelved[] | null {
		const shelved = shelf.get(space);
		if (shelved === undefined || who.person === null || accessOf(who, shelved) !== null) return null;
		const visible = knownToFormer(shelved.history, who.person, who.device);
		return visible === null ? null : shelved.log.filter(({ id }) => visible.has(id));
	}

	function tell(shelved: ShelvedSpace): void {
		for (const follower of followers.get(shelved.space) ?? []) {
			const access = accessOf(follower.who, shelved);
			if (access !== follower.access) {
				followers.get(shelved.space)?.delete(follower);
				follower.listener({ is: "shut", why: access === null ? "no-such-space" : "not-allowed" });
				continue;
			}
			const fresh = shelved.log.slice(follower.upTo).filter((one) => isVisible(access, one));
			follower.upTo = shelved.log.length;
			if (fresh.length === 0) continue;
			follower.listener({
				is: "entries",
				entries: fresh.map(({ position, id, bytes }) => ({ position, id, size: bytes.length })),
				envelopes: fresh.filter((one) => !cameFrom(one, follower.who) && one.bytes.length <= 16_384).map(({ bytes }) => bytes),
			});
		}
	}
	shelf.onNew(tell);

	async function take(
		who: Counterpart,
		shelved: ShelvedSpace,
		envelopes: readonly Uint8Array[],
		before = shelved.log.length,
	): Promise<Answered<PushOutcome[]>> {
		const outcomes = await shelved.take(envelopes, who.device);
		return {
			ok: outcomes.map((outcome, index) => {
				if (outcome.is === "refused") return outcome;
				const position = shelved.byId.get(envelopeId(sodium, envelopes[index] ?? new Uint8Array()))?.position;
				if (position === undefined) return { is: "waiting" };
				return { is: position > before ? "kept" : "known", position };
			}),
		};
	}

	return {
		async open(who, space) {
			const former = seenByFormer(who, space);
			const numbering = shelf.get(space)?.numbering ?? "";
			if (former !== null) return { ok: { role: "former", numbering, last: former.at(-1)?.position ?? 0 } };
			return forMembers(who, space, ({ log }, role) => ({ ok: { role, numbering, last: log.length } }));
		},
		async list(who, space, after, limit) {
			const former = seenByFormer(who, space);
			if (former !== null) {
				const entries = former.filter(({ position }) => position > after).slice(0, limit);
				return { ok: { entries: entries.map(listed), last: former.at(-1)?.position ?? 0 } };
			}
			return forMembers(who, space, ({ log }, access) => {
				const entries = log.slice(after).filter((one) => isVisible(access, one));
				return {
					ok: {
						entries: entries.slice(0, limit).map(listed),
						last: log.length,
					},
				};
			});
		},
		async fetch(who, space, ids) {
			const former = seenByFormer(who, space);
			if (former !== null) return { ok: ids.flatMap((id) => former.find((one) => one.id === id)?.bytes ?? []) };
			return forMembers(who, space, ({ byId }, access) => {
				const envelopes: Uint8Array[] = [];
				let bytes = 0;
				for (const id of ids) {
					const one = byId.get(id);
					if (one === undefined || !isVisible(access, one)) continue;
					bytes += one.bytes.length;
					if (envelopes.length > 0 && bytes > GATHERED_BYTES) break;
					envelopes.push(one.bytes);
				}
				return { ok: envelopes };
			});
		},
		async push(who, space, envelopes) {
			const shelved = shelf.get(space);
			const access = accessOf(who, shelved);
			if (shelved !== undefined && access !== null && access !== "invited") return take(who, shelved, envelopes);
			const { device, person } = who;
			if (person === null) return { refused: "no-such-space" };
			const membership = shelved?.history.current() ?? null;
			if (shelved === undefined || membership === null) {
				if (!bringsBeginning(sodium, space, { device, person }, envelopes)) return { refused: "no-such-space" };
				return take(who, shelf.make(space), envelopes);
			}
			const entrances = entrancesOf(sodium, space, membership, { device, person }, statementsAmong(sodium, envelopes));
			if (entrances.length === 0) return { refused: "no-such-space" };
			const before = shelved.log.length;
			await shelved.take(
				entrances.map(({ bytes }) => bytes),
				device,
			);
			const after = accessOf(who, shelved);
			if (after === null) return { refused: "no-such-space" };
			if (after !== "invited") return take(who, shelved, envelopes, before);
			return { ok: envelopes.map(() => ({ is: "refused", why: "not-a-member" })) };
		},
		findBlobs: (who, space, names) =>
			forMembers(who, space, (_, access) => {
				if (access === "invited") return { refused: "not-allowed" };
				return {
					ok: names.map((name) =>
						[...blobs.entries()].flatMap(([key, { total, bytes }]) => {
							const by = key.slice(`${space}/${name}/`.length);
							const isSeen = key.startsWith(`${space}/${name}/`) && (bytes.length === total || by === who.person);
							return isSeen ? [{ by, total, arrived: bytes.length }] : [];
						}),
					),
				};
			}),
		getBlob: (who, space, name, by, from) =>
			forMembers(who, space, (_, access) => {
				const blob = blobs.get(`${space}/${name}/${by}`);
				if (access === "invited" || blob === undefined || blob.bytes.length < blob.total) return { refused: "no-such-blob" };
				if (from > blob.total) return { refused: "wrong-part" };
				return { ok: { total: blob.total, bytes: blob.bytes.slice(from, from + BLOB_PART) } };
			}),
		putBlob: (who, space, name, total, from, bytes) =>
			forMembers(who, space, (_, access) => {
				if (access === "invited" || access === "reader") return { refused: "not-allowed" };
				const blob = blobs.get(`${space}/${name}/${who.person}`) ?? { total, bytes: new Uint8Array() };
				if (blob.total !== total || from !== blob.bytes.length || from + bytes.length > total) return { refused: "wrong-part" };
				blob.bytes = Buffer.concat([blob.bytes, bytes]);
				blobs.set(`${space}/${name}/${who.person}`, blob);
				return { ok: { arrived: blob.bytes.length } };
			}),
		async mySpaces(who) {
			return { ok: shelf.all().flatMap((shelved) => (accessOf(who, shelved) === null ? [] : [shelved.space])) };
		},
		register: async ({ person }) => (person === null ? { refused: "not-allowed" } : { ok: true }),
		follow(who, space, listener, after) {
			const shelved = shelf.get(space);
			const access = accessOf(who, shelved);
			if (shelved === undefined || access === null) {
				listener({ is: "shut", why: "no-such-space" });
				return () => undefined;
			}
			const follower = { who, access, listener, upTo: after };
			const all = followers.get(space) ?? new Set();
			followers.set(space, all.add(follower));
			tell(shelved);
			return () => void all.delete(follower);
		},
		presence(who, space, sealed) {
			const all = [...(followers.get(space) ?? [])].filter(({ access }) => access !== "invited");
			if (!all.some((follower) => follower.who === who)) return;
			for (const follower of all) if (follower.who !== who) follower.listener({ is: "presence", sealed });
		},
	};
}
