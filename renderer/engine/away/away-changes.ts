/** While you were away: what others changed, as the interface shows it. */

import { view } from "@automerge/automerge/slim";
import type { Row } from "../../../shared/model/item";
import { readNumber } from "../../../shared/model/item";
import { modelOf } from "../../../shared/model/registry";
import { EngineError } from "../contract";
import type { Documents } from "../documents/documents";
import { type Exclusive, exclusiveGate } from "../exclusive";
import type { LogStore } from "../log/log-store";
import type { HeldSpaces } from "../spaces/held-spaces";
import type { Summaries } from "../spaces/summaries";
import type { AwayChange } from "../spaces-contract";
import type { AwayLedger, ChangedItem } from "./away-ledger";
import { theirPart } from "./their-part";

/** Items shown, the newest first: more than anybody goes through one by one. */
const MOST_SHOWN = 200;
/** Hex digits of a device's fingerprint, which every actor of it begins with. */
const FINGERPRINT = 16;

export interface AwayParts {
	readonly ledger: AwayLedger;
	readonly log: Pick<LogStore, "positionsOf">;
	readonly documents: Pick<Documents, "use">;
	readonly spaces: HeldSpaces;
	readonly summaries: Pick<Summaries, "people">;
	readonly row: (id: string) => Promise<Row | null>;
	readonly exclusive: Exclusive;
	/** All of it was seen. */
	readonly onSeen: () => void;
	readonly onProblem: (error: unknown) => void;
}

export interface Away {
	changes(): Promise<readonly AwayChange[]>;
	seen(): Promise<void>;
}

export function createAway({ ledger, log, documents, spaces, summaries, row, exclusive, onSeen, onProblem }: AwayParts): Away {
	const gate = exclusiveGate();
	/** What was described, as long as neither the item nor what came has changed. */
	let described = new Map<string, { readonly of: string; readonly change: AwayChange }>();
	const isOwn = (actor: string): boolean => {
		const person = spaces.personOf(actor.slice(0, FINGERPRINT));
		return person === null || person === spaces.speaker.person;
	};

	async function describe(item: ChangedItem): Promise<AwayChange | null> {
		const found = await row(item.id);
		if (found === null) return null;
		const { id } = item;
		const of = `${item.last} ${found.updated} ${found.trashed} ${found.title}`;
		const known = described.get(id);
		if (known?.of === of) return { ...known.change, by: summaries.people([...item.by]) };
		const change = await look(item, found);
		if (change !== null) described.set(id, { of, change });
		return change;
	}

	async function look(item: ChangedItem, found: Row): Promise<AwayChange | null> {
		const { id, space, time } = item;
		const shared = { id, title: found.title, kind: found.kind, space, by: summaries.people([...item.by]), time };
		const [earliest] = await log.positionsOf(id, 0);
		if (earliest === item.first) {
			return { ...shared, made: true, trashed: false, before: [], after: [], overlaps: [] };
		}
		return documents.use(id, ({ doc }) => {
			const field = modelOf(found.kind)?.textFields[0] ?? null;
			const part = theirPart(doc, field, item.changes, isOwn);
			if (part === null) return null;
			const wasTrashed = part.before.length > 0 && readNumber(view(doc, [...part.before]).trashed, 0) > 0;
			return { ...shared, made: false, trashed: readNumber(doc.trashed, 0) > 0 && !wasTrashed, ...part };
		});
	}

	/** One item that cannot be read must not hide the others. */
	async function describeOrPass(item: ChangedItem): Promise<AwayChange | null> {
		try {
			return await describe(item);
		} catch (error) {
			if (!(error instanceof EngineError && error.code === "not-found")) onProblem(error);
			return null;
		}
	}

	return {
		changes: () =>
			gate(async () => {
				const shown: AwayChange[] = [];
				for (const item of (await ledger.read()).slice(0, MOST_SHOWN)) {
					const change = await describeOrPass(item);
					if (change !== null) shown.push(change);
				}
				return shown;
			}),
		seen: () =>
			gate(async () => {
				// What is known of a space is written by others too.
				await exclusive(() => ledger.seen());
				described = new Map();
				onSeen();
			}),
	};
}
