/** Keeps a conversation with somebody going: begins it again when it ended, ever more slowly while that fails. */
import type { After } from "../../../shared/protocol/conversation/ports";
import { type Problem, problemOf } from "./problems";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60_000;
/** What lasts until somebody does something about it is tried again this often: 5 minutes. */
const WAIT_WHEN_REFUSED = 5 * 60_000;
/** Nothing is tried more often than this, whoever is in a hurry. */
const LEAST_APART = 1000;
/** Who is in a hurry only because something was written waits this long. */
const LEAST_APART_WHEN_WRITING = 5000;
/** A conversation that lasted so long was none that fails at once. */
const WAS_USEFUL = 2000;

export type TryingState =
	| { readonly is: "off" }
	| { readonly is: "connecting" }
	| { readonly is: "connected" }
	| { readonly is: "waiting"; readonly problem: Problem };

export interface Trying {
	state(): TryingState;
	start(): void;
	/** Ends what goes on, and tries no more until `start`. */
	stop(): void;
	/** There is a reason to try at once: the network came back, or somebody asks (`now`), or something was written. */
	hurry(why: "now" | "written"): void;
}

/** One conversation under way. */
export interface Underway {
	/** Resolves when it has ended, with what it ended with; null: in good order. Never rejects. */
	readonly ended: Promise<unknown>;
	end(): void;
}

export interface TryingSetting {
	/** Begins a conversation; rejects with why it could not. */
	readonly begin: () => Promise<Underway>;
	readonly after: After;
	/** Milliseconds that only grow. */
	readonly clock: () => number;
	/** From 0 up to 1, so that not everybody comes back at the same moment. */
	readonly random: () => number;
	readonly onState: () => void;
}

export function keepTrying({ begin, after, clock, random, onState }: TryingSetting): Trying {
	let state: TryingState = { is: "off" };
	let underway: Underway | null = null;
	let failures = 0;
	let lastTry = Number.NEGATIVE_INFINITY;
	let due = 0;
	let cancel: () => void = () => undefined;
	/** Grows with every start and stop: what an earlier round does later counts no more. */
	let round = 0;

	function set(next: TryingState): void {
		state = next;
		onState();
	}

	function wait(problem: Problem, milliseconds: number): void {
		set({ is: "waiting", problem });
		schedule(milliseconds);
	}

	function schedule(milliseconds: number): void {
		cancel();
		due = clock() + milliseconds;
		cancel = after(milliseconds, () => void attempt());
	}

	function waitAfter(problem: Problem): void {
		const grown = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures, 10));
		failures += 1;
		wait(problem, (problem.isLasting ? WAIT_WHEN_REFUSED : grown) * (0.5 + random() / 2));
	}

	async function attempt(): Promise<void> {
		const mine = round;
		cancel();
		lastTry = clock();
		set({ is: "connecting" });
		try {
			const begun = await begin();
			if (mine !== round) {
				begun.end();
				return;
			}
			underway = begun;
			set({ is: "connected" });
			const error = await begun.ended;
			if (mine !== round) return;
			underway = null;
			if (clock() - lastTry >= WAS_USEFUL) failures = 0;
			waitAfter(error === null ? { key: "", isLasting: false } : problemOf(error));
		} catch (error) {
			if (mine === round) waitAfter(problemOf(error));
		}
	}

	return {
		state: () => state,
		start() {
			if (state.is !== "off") return;
			round += 1;
			failures = 0;
			void attempt();
		},
		stop() {
			if (state.is === "off") return;
			round += 1;
			cancel();
			underway?.end();
			underway = null;
			set({ is: "off" });
		},
		hurry(why) {
			if (state.is !== "waiting" || (why === "written" && state.problem.isLasting)) return;
			if (why === "now") failures = 0;
			const apart = why === "now" ? LEAST_APART : LEAST_APART_WHEN_WRITING;
			const wished = Math.max(0, lastTry + apart - clock());
			if (clock() + wished < due) schedule(wished);
		},
	};
}
