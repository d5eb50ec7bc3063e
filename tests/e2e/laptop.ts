/** A person's laptop with the packaged app on it, for journeys of several people. */
import type { Page } from "@playwright/test";
import type { Command, Engine } from "../../renderer/engine/contract";
import type { ActionName, Actions } from "../../renderer/engine/spaces-contract";
import { ask, openBook, startEmpty } from "./book-driver";
import type { LaunchedApp } from "./launch-app";

type Diagnosed = Window & { readonly commonplaceEngine: Engine };

export interface Laptop extends LaunchedApp {
	/** What the person at it is called. */
	readonly name: string;
}

/** Starts the app for a person who has never used it, and says who they are. */
export async function newLaptop(name: string, colour: string): Promise<Laptop> {
	// Other laptops call at this address alone: nothing of a test leaves the machine.
	const launched = await openBook({ args: ["--local-address=127.0.0.1"] });
	await startEmpty(launched.page);
	await act(launched.page, "introduce", { card: { name, colour, picture: null } });
	return { ...launched, name };
}

/** Does something about spaces, people or sync, as the interface would. */
export function act<Name extends ActionName>(page: Page, name: Name, params: Actions[Name]["params"]): Promise<Actions[Name]["result"]> {
	return page.evaluate(([action, given]) => (window as unknown as Diagnosed).commonplaceEngine.act(action, given), [name, params] as const);
}

/** Runs commands; gives the ids of the items, or the reason why it was refused. */
export function run(page: Page, commands: readonly Command[]): Promise<{ readonly ids: readonly string[] } | { readonly refused: string }> {
	return page.evaluate(async (given) => {
		try {
			return await (window as unknown as Diagnosed).commonplaceEngine.run(given);
		} catch (error) {
			const { code, reason } = error as { code: string; reason: string };
			return { refused: `${code} ${reason}`.trim() };
		}
	}, commands);
}

/** Types into a page at its beginning or end, as an editor does. Gives what became of it. */
export function typeInto(page: Page, id: string, where: "beginning" | "end", words: string): Promise<string> {
	return page.evaluate(
		async ([item, place, insert]) => {
			try {
				const session = await (window as unknown as Diagnosed).commonplaceEngine.openText(item);
				const at = place === "beginning" ? 0 : session.text.length;
				const { outcome } = await session.push(session.version, [{ origin: "journey", splices: [{ at, remove: 0, insert }] }]);
				session.close();
				return outcome;
			} catch (error) {
				const { code, reason } = error as { code: string; reason: string };
				return `${code} ${reason}`.trim();
			}
		},
		[id, where, words] as const,
	);
}

/** The text of a page as this laptop has it; null where there is none. */
export function textOf(page: Page, id: string): Promise<string | null> {
	return ask(page, "text", { id });
}
