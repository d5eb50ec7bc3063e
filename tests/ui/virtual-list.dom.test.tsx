// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { type ReactNode, useState } from "react";
import { describe, expect, it } from "vitest";
import { NOTHING_SELECTED } from "../../renderer/ui/list/selection";
import { VirtualList } from "../../renderer/ui/list/virtual-list";
import "./open-app";

const TOTAL = 100_000;
const ids = Array.from({ length: TOTAL }, (_, index) => `item-${index}`);

interface SampleProps {
	readonly loaded?: number;
	onOpen?(id: string): void;
	onChosen?(ids: ReadonlySet<string>): void;
}

function Sample({ loaded = TOTAL, onOpen, onChosen }: SampleProps): ReactNode {
	const [selection, setSelection] = useState(NOTHING_SELECTED);
	return (
		<VirtualList
			label="Everything"
			total={TOTAL}
			itemAt={(index) => (index < loaded ? ids[index] : undefined)}
			idOf={(item) => item}
			rowHeight={40}
			selection={selection}
			onSelect={(next) => {
				setSelection(next);
				onChosen?.(next.ids);
			}}
			onOpen={(item) => onOpen?.(item)}
			allIds={async () => ids}
			renderRow={(item) => <span>{item}</span>}
		/>
	);
}

function open(props: SampleProps = {}): { readonly user: ReturnType<typeof userEvent.setup>; chosen(): readonly string[] } {
	for (const side of ["clientHeight", "clientWidth"] as const)
		Object.defineProperty(HTMLElement.prototype, side, { configurable: true, get: () => 400 });
	HTMLElement.prototype.scrollTo = () => undefined;
	let last: ReadonlySet<string> = new Set();
	render(
		<Sample
			{...props}
			onChosen={(next) => {
				last = next;
			}}
		/>,
	);
	return { user: userEvent.setup(), chosen: () => [...last] };
}

const activeRow = (): string | null => document.activeElement?.getAttribute("aria-rowindex") ?? null;

describe("a list of 100,000", () => {
	it("draws only what is on screen, and says how many there are", () => {
		open();
		expect(screen.getByRole("grid", { name: "Everything" }).getAttribute("aria-rowcount")).toBe("100000");
		expect(screen.getAllByRole("row").length).toBeLessThan(60);
	});

	it("has one stop for the Tab key, and arrows move on from there", async () => {
		const { user } = open();
		await user.tab();
		expect(activeRow()).toBe("1");
		await user.keyboard("{ArrowDown}{ArrowDown}");
		expect(activeRow()).toBe("3");
		await user.keyboard("{Home}");
		expect(activeRow()).toBe("1");
		expect(screen.getAllByRole("row").filter((row) => row.tabIndex === 0)).toHaveLength(1);
	});

	it("chooses by click, adds by Ctrl, takes a range by Shift, and everything by Ctrl+A", async () => {
		const { user, chosen } = open();
		await user.click(screen.getByText("item-1"));
		expect(chosen()).toEqual(["item-1"]);
		await user.keyboard("{Control>}");
		await user.click(screen.getByText("item-4"));
		await user.keyboard("{/Control}");
		expect(chosen()).toEqual(["item-1", "item-4"]);
		await user.keyboard("{Shift>}");
		await user.click(screen.getByText("item-6"));
		await user.keyboard("{/Shift}");
		expect(chosen()).toEqual(["item-4", "item-5", "item-6"]);
		await user.keyboard("{Control>}a{/Control}");
		expect(chosen()).toHaveLength(TOTAL);
		await user.keyboard("{Escape}");
		expect(chosen()).toEqual([]);
	});

	it("takes a range over rows that are not loaded yet", async () => {
		const { user, chosen } = open({ loaded: 3 });
		await user.click(screen.getByText("item-0"));
		await user.keyboard("{Shift>}{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}{/Shift}");
		await new Promise((resolve) => setTimeout(resolve, 0));
		expect(chosen()).toEqual(["item-0", "item-1", "item-2", "item-3", "item-4"]);
	});

	it("opens with Enter", async () => {
		const opened: string[] = [];
		const { user } = open({ onOpen: (id) => opened.push(id) });
		await user.tab();
		await user.keyboard("{ArrowDown}{Enter}");
		expect(opened).toEqual(["item-1"]);
	});
});
