/** Of what waited for something, what can be had together with it: one poisoned change must not cost the honest ones beside it. */
import { decodeChange } from "@automerge/automerge/slim";
import type { WaitingChanges } from "../documents/live-document";
import type { Trial } from "../documents/trial";

interface Candidate {
	readonly from: WaitingChanges;
	/** Hashes of its changes. */
	readonly gives: readonly string[];
	/** Hashes of what they rest on, elsewhere. */
	readonly needs: ReadonlySet<string>;
	/** How many of these are not here yet. */
	missing: number;
}

/**
 * Takes changes, then what waited, one envelope after the other, each as soon as what it rests on is here. Gives the
 * positions of those that cannot be taken; null when the changes themselves cannot. What rests on something that is not
 * here goes on waiting.
 */
export function sift(trial: Trial, changes: readonly Uint8Array[], waiting: readonly WaitingChanges[]): readonly number[] | null {
	if (!trial.take(changes)) return null;
	const candidates = waiting.map(candidateOf);
	const absent = new Set(trial.lacks([...new Set(candidates.flatMap(({ needs }) => [...needs]))]));
	const waitsFor = new Map<string, Candidate[]>();
	for (const candidate of candidates) {
		for (const hash of candidate.needs) {
			if (!absent.has(hash)) continue;
			candidate.missing += 1;
			waitsFor.set(hash, [...(waitsFor.get(hash) ?? []), candidate]);
		}
	}
	const poisoned: number[] = [];
	const ready = candidates.filter(({ missing }) => missing === 0);
	for (const { from, gives } of ready) {
		if (!trial.take(from.changes)) {
			poisoned.push(from.seq);
			continue;
		}
		for (const hash of gives) {
			for (const next of absent.delete(hash) ? (waitsFor.get(hash) ?? []) : []) {
				next.missing -= 1;
				if (next.missing === 0) ready.push(next);
			}
		}
	}
	for (const { from, missing } of candidates) if (missing > 0 && !trial.take(from.changes)) poisoned.push(from.seq);
	return poisoned;
}

function candidateOf(from: WaitingChanges): Candidate {
	try {
		const decoded = from.changes.map((change) => decodeChange(change));
		const gives = decoded.map(({ hash }) => hash ?? "");
		const needs = new Set(decoded.flatMap(({ deps }) => deps).filter((hash) => !gives.includes(hash)));
		return { from, gives, needs, missing: 0 };
	} catch {
		// Whatever it rests on, it cannot be taken: that is found when it is tried.
		return { from, gives: [], needs: new Set(), missing: 0 };
	}
}
