/**
 * A picture, sound or film that may not be on this laptop yet: its place says so in words, and it is shown when it has come.
 * On a connection that costs nothing is fetched until the person asks for it.
 */
import type { Engine } from "../../../engine/contract";

/** Milliseconds after which it is looked for again. */
const AGAIN = 5000;

export interface LateFilePorts {
	readonly engine: Pick<Engine, "ask" | "readBlob">;
	words(key: string, values?: Readonly<Record<string, string | number>>): string;
}

export interface LateFile {
	readonly title: string;
	readonly hash: string;
}

/** A name in the place of something that cannot be drawn. */
export function chip(text: string): HTMLElement {
	const element = document.createElement("span");
	element.className = "wiki-file";
	element.textContent = text;
	return element;
}

/** Shows what `make` makes, whose `error` says that it cannot be read. Gives back what gives it up. */
export function showWhenHere(ports: LateFilePorts, { title, hash }: LateFile, make: () => HTMLElement, into: HTMLElement): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let isOver = false;
	let isAskedFor = false;
	let isHere = false;

	const say = (key: string, ...more: readonly Node[]): void => {
		const element = chip(ports.words(key, { name: title }));
		element.setAttribute("role", "status");
		element.append(...more);
		into.replaceChildren(element);
	};

	function show(): void {
		const element = make();
		element.addEventListener(
			"error",
			() => {
				if (isOver) return;
				// Its bytes are here: then they are none that can be drawn.
				if (isHere) into.replaceChildren(chip(ports.words("embed.unreadable", { name: title })));
				else void look();
			},
			{ once: true },
		);
		into.replaceChildren(element);
	}

	function fetchButton(): HTMLElement {
		const button = document.createElement("button");
		button.type = "button";
		button.className = "wiki-file-fetch";
		button.textContent = ports.words("embed.fetch");
		button.addEventListener("click", () => {
			isAskedFor = true;
			void look();
		});
		return button;
	}

	const lookLater = (): void => {
		if (isOver) return;
		clearTimeout(timer);
		timer = setTimeout(() => void look(), AGAIN);
	};

	async function look(): Promise<void> {
		const sync = await ports.engine.ask("sync", {}).catch(() => null);
		if (isOver) return;
		if (sync?.metered === true && !isAskedFor) {
			say("embed.costs", fetchButton());
			return lookLater();
		}
		const isMet = sync?.remotes.some(({ state }) => state === "connected") === true;
		say(isMet ? "embed.onTheWay" : "embed.elsewhere");
		try {
			// Fetches it from whoever has it.
			await ports.engine.readBlob(hash);
			isHere = true;
			if (!isOver) show();
		} catch {
			if (!isOver) say("embed.elsewhere");
			lookLater();
		}
	}

	show();
	return () => {
		isOver = true;
		clearTimeout(timer);
	};
}
