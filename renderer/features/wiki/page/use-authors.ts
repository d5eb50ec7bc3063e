/** Who wrote what in the page on screen: people with their shares, and colours under the text. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AuthoredSpan } from "../../../engine/contract";
import { useEngine, useSettings, useWords } from "../../../ui";
import { showAuthors } from "../editor/authorship/authored-spans";
import type { SyncStatus } from "../editor/session/text-sync";
import { type Contributor, contributorsOf, shownSpans } from "./contributors";
import type { EditorHandle } from "./page-text";

/** Milliseconds after the last save before the spans are asked for again: it costs the engine a walk over the page. */
const ASK_AFTER = 1500;

/** How an author is called: oneself by one's name, others by the beginning of their key until they are known. */
export function useAuthorName(): (author: string) => string {
	const { t } = useTranslation("wiki");
	const { settings } = useSettings();
	return (author) => {
		if (author !== "self") return t("contributors.device", { key: author.slice(0, 8) });
		return settings.displayName === "" ? t("contributors.you") : settings.displayName;
	};
}

export interface Authors {
	/** Null while they are being found out. */
	readonly contributors: readonly Contributor[] | null;
}

/** Asks only while `wanted`; colours are drawn while `coloured`. */
export function useAuthors(
	page: string,
	handle: EditorHandle | null,
	status: SyncStatus["is"] | "other",
	options: { readonly wanted: boolean; readonly coloured: boolean },
): Authors {
	const engine = useEngine();
	const words = useWords();
	const nameOf = useAuthorName();
	const { wanted, coloured } = options;
	const [spans, setSpans] = useState<readonly AuthoredSpan[] | null>(null);
	const settled = status !== "pending";

	// biome-ignore lint/correctness/useExhaustiveDependencies: asked again after each save, not after each answer.
	useEffect(() => {
		if (!wanted || !settled) return;
		let current = true;
		const ask = async (): Promise<void> => {
			await handle?.text.flush();
			const found = await engine.ask("authorship", { id: page });
			if (current) setSpans(found);
		};
		const timer = setTimeout(() => void ask().catch(() => setSpans((now) => now ?? [])), spans === null ? 0 : ASK_AFTER);
		return () => {
			current = false;
			clearTimeout(timer);
		};
	}, [engine, page, handle, wanted, settled]);

	const contributors = spans === null ? null : contributorsOf(spans, nameOf);
	const shown = coloured && wanted && spans !== null && contributors !== null;
	// biome-ignore lint/correctness/useExhaustiveDependencies: contributors follow from the spans.
	useEffect(() => {
		if (handle === null) return;
		const label = (name: string, time: number): string => `${name}, ${words.dateTime(time)}`;
		const value = shown ? shownSpans(spans, contributors, label) : null;
		handle.view.dispatch({ effects: showAuthors.of(value) });
	}, [handle, shown, spans]);
	return { contributors };
}
