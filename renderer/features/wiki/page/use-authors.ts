/** Who wrote what in the page on screen: people with their shares, and colours under the text. */
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import type { AuthoredSpan } from "../../../engine/contract";
import type { Card } from "../../../engine/spaces-contract";
import { useEngine, useWords } from "../../../ui";
import { SELF, useCards } from "../../../ui/spaces/use-cards";
import { showAuthors } from "../editor/authorship/authored-spans";
import { type Contributor, contributorsOf, shownSpans } from "./contributors";
import type { LivePageStore } from "./live-page";
import type { EditorHandle } from "./page-text";

/** Milliseconds after the last save before the spans are asked for again: it costs the engine a walk over the page. */
const ASK_AFTER = 1500;

/** How these authors are called: by the name on their card; others by the beginning of their key until they are known. */
export function useAuthorName(cardOf: (author: string) => Card | null): (author: string) => string {
	const { t } = useTranslation("wiki");
	return useCallback(
		(author) => {
			const name = cardOf(author)?.name ?? "";
			if (name !== "") return name;
			return author === SELF ? t("contributors.you") : t("contributors.unknown", { key: author.slice(0, 8) });
		},
		[t, cardOf],
	);
}

const authorsIn = (spans: readonly AuthoredSpan[] | null): readonly string[] => (spans ?? []).map(({ author }) => author);

export interface Authors {
	cardOf(author: string): Card | null;
	/** Null while they are being found out. */
	readonly contributors: readonly Contributor[] | null;
}

/** Asks again after each save while it is mounted; colours are drawn while `coloured`. */
export function useAuthors(page: string, live: LivePageStore, handle: EditorHandle | null, coloured: boolean): Authors {
	const engine = useEngine();
	const words = useWords();
	const [spans, setSpans] = useState<readonly AuthoredSpan[] | null>(null);
	const cardOf = useCards(authorsIn(spans));
	const nameOf = useAuthorName(cardOf);
	const settled = useStore(live, ({ status }) => status.is !== "pending");

	// biome-ignore lint/correctness/useExhaustiveDependencies: asked again after each save, not after each answer.
	useEffect(() => {
		if (!settled) return;
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
	}, [engine, page, handle, settled]);

	const contributors = useMemo(() => (spans === null ? null : contributorsOf(spans, nameOf)), [spans, nameOf]);
	// biome-ignore lint/correctness/useExhaustiveDependencies: contributors follow from the spans.
	useEffect(() => {
		if (handle === null || !coloured || spans === null || contributors === null) return;
		const label = (name: string, time: number): string => `${name}, ${words.dateTime(time)}`;
		handle.view.dispatch({ effects: showAuthors.of(shownSpans(spans, contributors, label)) });
		return () => handle.view.dispatch({ effects: showAuthors.of(null) });
	}, [handle, coloured, spans, nameOf]);
	return { contributors, cardOf };
}
