import { act, cleanup, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { I18nextProvider } from "react-i18next";
import { afterEach, expect, it } from "vitest";
import { openLanguage } from "../../renderer/app/language";
import { useRestore } from "../../renderer/features/wiki/page/use-restore";
import { EngineProvider, useToasts } from "../../renderer/ui";
import { fakeEngine, fakeRow } from "../ui/fake-engine";

afterEach(() => {
	cleanup();
	useToasts.setState({ shown: [] });
});

async function restored() {
	const page = fakeRow("page", "Valves");
	const book = { text: "before" };
	const engine = fakeEngine([page]);
	engine.openText = async () => ({
		text: book.text,
		version: 0,
		push: async () => ({ outcome: "accepted" }),
		onUpdates: () => () => {},
		close: () => {},
	});
	const language = await openLanguage("en");
	const wrapper = ({ children }: { readonly children: ReactNode }) => (
		<I18nextProvider i18n={language}>
			<EngineProvider engine={engine}>{children}</EngineProvider>
		</I18nextProvider>
	);
	const { result } = renderHook(() => useRestore(page, null), { wrapper });
	act(() => result.current.toText("older"));
	await waitFor(() => expect(useToasts.getState().shown).toHaveLength(1));
	book.text = "older";
	const takeBack = async (): Promise<void> => useToasts.getState().shown.at(-1)?.undo?.();
	return { page, book, engine, takeBack };
}

it("a restored version can be taken back while the page still reads so", async () => {
	const { page, engine, takeBack } = await restored();
	await takeBack();
	expect(engine.ran).toEqual([
		[{ do: "set-body", id: page.id, params: { body: "older", expected: "before" } }],
		[{ do: "set-body", id: page.id, params: { body: "before", expected: "older" } }],
	]);
});

it("what was written after a restore is not thrown away by its undo; the person is told", async () => {
	const { book, engine, takeBack } = await restored();
	book.text = "older and new words";
	await takeBack();
	expect(engine.ran).toHaveLength(1);
	expect(useToasts.getState().shown.at(-1)).toMatchObject({ tone: "problem", message: "The page has changed since." });
});
