/** A long live list of the engine's, of which only the rows on screen cross over. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ItemId, Row } from "../../../shared/model/item";
import type { EngineError, ListSpec, LiveList } from "../../engine/contract";
import { useEngine } from "../engine-context";

/** Rows are asked for in blocks of this many. */
const BLOCK = 64;
/** Blocks kept beyond those on screen; the rest is forgotten, so that a list of 100,000 costs little. */
const KEPT_BLOCKS = 32;

export interface LiveRows {
	readonly state: "loading" | "ready" | "failed";
	readonly error: EngineError | null;
	readonly total: number;
	/** The row at a place in the list; undefined while it is on its way. */
	row(index: number): Row | undefined;
	/** Tells which rows are on screen (end exclusive); they are fetched, and kept fresh. */
	show(start: number, end: number): void;
	/** Every id in order, for "select all". */
	ids(): Promise<readonly ItemId[]>;
	/** Rows from start up to end, whether they are on screen or not. */
	rows(start: number, end: number): Promise<readonly Row[]>;
}

interface Block {
	readonly rows: readonly Row[];
	readonly revision: number;
}

/** Owns the blocks of one open list. Old rows stay until their new version is there, so nothing flickers. */
class Window {
	private readonly blocks = new Map<number, Block>();
	private readonly asked = new Map<number, number>();
	private first = 0;
	private last = 0;
	private revision = 0;
	list: LiveList | null = null;

	constructor(private readonly changed: () => void) {}

	row(index: number): Row | undefined {
		return this.blocks.get(Math.floor(index / BLOCK))?.rows[index % BLOCK];
	}

	show(start: number, end: number): void {
		this.first = Math.floor(start / BLOCK);
		this.last = Math.floor(Math.max(start, end - 1) / BLOCK);
		this.fetch();
	}

	/** The list changed: what is on screen is asked for again, the rest when it comes on screen. */
	refresh(revision: number): void {
		this.revision = revision;
		this.fetch();
	}

	private fetch(): void {
		for (let block = this.first; block <= this.last; block++) {
			const fresh = this.blocks.get(block)?.revision === this.revision || this.asked.get(block) === this.revision;
			if (!fresh) this.fetchBlock(block);
		}
	}

	private fetchBlock(block: number): void {
		const { list, revision } = this;
		if (list === null) return;
		this.asked.set(block, revision);
		list.rows(block * BLOCK, (block + 1) * BLOCK).then(
			(rows) => {
				if (this.list !== list) return;
				this.blocks.delete(block);
				this.blocks.set(block, { rows, revision });
				this.forget();
				this.changed();
			},
			// The list tells its own failure through onError; a block may be asked for again.
			() => this.asked.delete(block),
		);
	}

	private forget(): void {
		for (const block of this.blocks.keys()) {
			if (this.blocks.size <= KEPT_BLOCKS + (this.last - this.first)) return;
			if (block >= this.first && block <= this.last) continue;
			this.blocks.delete(block);
			this.asked.delete(block);
		}
	}
}

/** Opens a live list for as long as the component is mounted. While the spec changes, the last rows stay until new ones come. */
export function useLiveList(spec: ListSpec): LiveRows {
	const engine = useEngine();
	const specText = JSON.stringify(spec);
	const [, redraw] = useState(0);
	const [status, setStatus] = useState<{ state: LiveRows["state"]; error: EngineError | null; total: number }>({
		state: "loading",
		error: null,
		total: 0,
	});
	const current = useRef<Window | null>(null);
	const visible = useRef({ start: 0, end: 0 });

	useEffect(() => {
		const window = new Window(() => {
			current.current = window;
			redraw((count) => count + 1);
		});
		const list = engine.list(
			JSON.parse(specText) as ListSpec,
			({ total, revision }) => {
				setStatus({ state: "ready", error: null, total });
				window.refresh(revision);
				if (total === 0) current.current = window;
			},
			(error) => setStatus({ state: "failed", error, total: 0 }),
		);
		window.list = list;
		window.show(visible.current.start, Math.max(visible.current.end, 1));
		current.current ??= window;
		opened.current = window;
		return () => {
			window.list = null;
			list.close();
		};
	}, [engine, specText]);

	const opened = useRef<Window | null>(null);
	const row = useCallback((index: number) => current.current?.row(index), []);
	const show = useCallback((start: number, end: number) => {
		visible.current = { start, end };
		opened.current?.show(start, end);
	}, []);
	const ids = useCallback(async () => (await opened.current?.list?.ids()) ?? [], []);
	const rows = useCallback(async (start: number, end: number) => (await opened.current?.list?.rows(start, end)) ?? [], []);
	// Rows are read through the window, so the object must be new when they changed for memoised readers to notice; it is made on every draw.
	return useMemo(() => ({ ...status, row, show, ids, rows }), [status, row, show, ids, rows]);
}
