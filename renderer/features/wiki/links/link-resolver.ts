/** What the names in links mean, asked of the engine in batches and kept up to date. */

import type { ItemId, Row } from "../../../../shared/model/item";
import type { Engine } from "../../../engine/contract";

/** The item; null where there is none; undefined while it is not known yet. */
export type Meaning = Row | null | undefined;

/** Milliseconds in which names are gathered before they are asked for together. */
const GATHER = 15;
/** More live questions than this are put together into one. */
const MOST_QUESTIONS = 8;

export class LinkResolver {
	private readonly meanings = new Map<string, Row | null>();
	private readonly asked = new Set<string>();
	private gathering = new Set<string>();
	private timer: ReturnType<typeof setTimeout> | null = null;
	private stops: (() => void)[] = [];
	private readonly listeners = new Set<() => void>();

	constructor(
		private readonly engine: Pick<Engine, "watch">,
		/** The page the links stand in: a name can mean something nearer. */
		private readonly from: ItemId,
	) {}

	/** What the name means as far as it is known; what is unknown is asked for, and listeners hear of it. */
	meaning(name: string): Meaning {
		const known = this.meanings.get(name);
		if (known === undefined && !this.asked.has(name)) {
			this.asked.add(name);
			this.gathering.add(name);
			this.timer ??= setTimeout(() => this.ask(), GATHER);
		}
		return known;
	}

	onChange(listener: () => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	close(): void {
		if (this.timer !== null) clearTimeout(this.timer);
		for (const stop of this.stops) stop();
		this.stops = [];
		this.listeners.clear();
	}

	private ask(): void {
		this.timer = null;
		let names = [...this.gathering];
		this.gathering = new Set();
		if (this.stops.length >= MOST_QUESTIONS) {
			for (const stop of this.stops) stop();
			this.stops = [];
			names = [...this.asked];
		}
		const forget = (): void => {
			for (const name of names) this.asked.delete(name);
		};
		this.stops.push(this.engine.watch("resolve", { names, from: this.from }, (rows) => this.learn(names, rows), forget));
	}

	private learn(names: readonly string[], rows: readonly (Row | null)[]): void {
		let changed = false;
		names.forEach((name, index) => {
			const row = rows[index] ?? null;
			const before = this.meanings.get(name);
			changed ||= before === undefined || before?.id !== row?.id || before?.title !== row?.title;
			this.meanings.set(name, row);
		});
		if (changed) for (const listener of [...this.listeners]) listener();
	}
}

/** The address of a kept file's bytes; null when the item is no file. */
export function fileAddress(row: Row): string | null {
	return row.detail.of === "file" ? `app://files/${row.detail.hash}?type=${encodeURIComponent(row.detail.mediaType)}` : null;
}

/** Media types that are shown as pictures. SVG can only be a picture: as such it runs nothing. */
export function isPicture(row: Row): boolean {
	return (
		row.detail.of === "file" && /^image\/(png|jpe?g|gif|webp|avif|bmp|svg\+xml|x-icon|vnd\.microsoft\.icon)$/.test(row.detail.mediaType)
	);
}
