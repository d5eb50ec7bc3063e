/** Opens the whole interface at the bookmarks of a book in memory. */
import { screen } from "@testing-library/react";
import { beforeEach } from "vitest";
import { useDialog } from "../../renderer/features/bookmarks/dialog/dialog-state";
import { useViews } from "../../renderer/features/bookmarks/model/view-state";
import type { Route } from "../../renderer/ui/navigation";
import type { FakeEngine } from "../ui/fake-engine";
import { openApp } from "../ui/open-app";
import type { MemoryEngine } from "./memory-engine";

beforeEach(() => {
	// jsdom knows no fonts; a field that grows with its text asks when they have arrived.
	Object.defineProperty(document, "fonts", { configurable: true, value: new EventTarget() });
	useViews.setState({ views: {} });
	useDialog.setState({ dialog: { is: "none" } });
});

export async function openBookmarks(engine: MemoryEngine, route: Route = { screen: "bookmarks" }) {
	// The frame asks no more of an engine than the screens do; the further doors of the fake one stay shut here.
	const app = await openApp({ engine: engine as unknown as FakeEngine, route });
	return { ...app, engine };
}

export const rowOf = (title: string): HTMLElement => {
	const found = screen.getByText(title, { selector: '[role="row"] *' }).closest('[role="row"]');
	if (!(found instanceof HTMLElement)) throw new Error(`${title} is in no row`);
	return found;
};
export const rowFor = async (title: string): Promise<HTMLElement> => {
	await screen.findByText(title, { selector: '[role="row"] *' });
	return rowOf(title);
};
export const toastUndo = async () => screen.findByRole("button", { name: "Undo" });
