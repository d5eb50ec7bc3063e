/**
 * The engine, as the interface sees it: the same contract, spoken to a worker. Every promise settles: when the worker
 * dies, everything that waits is told `engine-stopped`; after `restart` what was watched is watched again.
 */
import {
	type Engine,
	EngineError,
	type EngineState,
	type Job,
	type JobProgress,
	type ListState,
	type LiveList,
	type SaveState,
	type TextSession,
	type TextUpdate,
} from "../contract";
import type { CallName, Calls, FromEngine, ToEngine, WireError } from "../wire";
import { onLifeEnd } from "../worker/life";

export interface EngineConnection {
	/** Starts the worker. */
	readonly createWorker: () => Worker;
	/** A fresh port to the shell. */
	readonly requestPort: () => Promise<MessagePort>;
	/** Told of failures that nobody was waiting for. */
	readonly onProblem: (message: string) => void;
}

interface Subscription {
	readonly start: ToEngine;
	readonly onValue: (value: unknown) => void;
	readonly onError: (error: EngineError) => void;
}

interface Waiting {
	readonly resolve: (value: unknown) => void;
	readonly reject: (error: EngineError) => void;
}

const stoppedError = (): EngineError => new EngineError("engine-stopped", "the engine has stopped");
const fromWire = ({ code, message, reason }: WireError): EngineError => new EngineError(code, message, reason);

/** Starts the engine's worker and gives its client. */
export function connectEngine({ createWorker, requestPort, onProblem }: EngineConnection): Engine {
	const waiting = new Map<number, Waiting>();
	const subscriptions = new Map<number, Subscription>();
	const texts = new Map<number, Set<(version: number, updates: readonly TextUpdate[]) => void>>();
	const progress = new Map<number, (progress: JobProgress) => void>();
	const stateListeners = new Set<(state: EngineState) => void>();
	const saveListeners = new Set<(state: SaveState) => void>();
	let numbers = 0;
	let state: EngineState = { is: "starting" };
	let saving: SaveState = { pending: 0, lastSaved: null, problem: null };
	/** Where this person is, for a worker that is started anew. */
	let whereNow: ToEngine = { type: "here", where: null };
	let worker = begin();

	function nextNumber(): number {
		numbers += 1;
		return numbers;
	}

	function begin(): Worker {
		const started = createWorker();
		started.onmessage = ({ data }: MessageEvent<FromEngine>) => (data.type === "alive" ? watchLife(started, data.lock) : receive(data));
		started.onerror = (event) => {
			event.preventDefault();
			onProblem(event.message);
			if (state.is === "starting") stop("failed", event.message || "the engine could not start");
		};
		requestPort().then(
			(port) => started.postMessage({ type: "host" } satisfies ToEngine, [port]),
			(error: unknown) => stop("host", String(error)),
		);
		return started;
	}

	function watchLife(watched: Worker, lock: string): void {
		const ended = (): void => {
			if (watched === worker && state.is !== "stopped") stop("engine-stopped", "the engine's worker ended");
		};
		onLifeEnd(lock, ended, (error) => onProblem(String(error)));
	}

	function setState(next: EngineState): void {
		state = next;
		if (next.is === "stopped") settleAll();
		for (const listener of stateListeners) listener(next);
	}

	function stop(code: EngineError["code"], message: string): void {
		setState({ is: "stopped", code, message });
	}

	function settleAll(): void {
		for (const { reject } of [...waiting.values()]) reject(stoppedError());
		waiting.clear();
		texts.clear();
		progress.clear();
	}

	function receive(message: FromEngine): void {
		switch (message.type) {
			case "reply": {
				const call = waiting.get(message.id);
				waiting.delete(message.id);
				if (message.ok) call?.resolve(message.value);
				else call?.reject(fromWire(message.error));
				return;
			}
			case "event":
				subscriptions.get(message.subscription)?.onValue(message.value);
				return;
			case "failure":
				subscriptions.get(message.subscription)?.onError(fromWire(message.error));
				return;
			case "text":
				for (const listener of texts.get(message.session) ?? []) listener(message.version, message.updates);
				return;
			case "progress":
				progress.get(message.job)?.(message.progress);
				return;
			case "state":
				setState(message.state);
				return;
			case "saving":
				saving = message.saving;
				for (const listener of saveListeners) listener(saving);
				return;
			case "problem":
				onProblem(message.message);
				return;
			case "alive":
				return;
		}
	}

	function call<Name extends CallName>(name: Name, args: Calls[Name]["args"]): Promise<Calls[Name]["result"]> {
		if (state.is === "stopped") return Promise.reject(stoppedError());
		return new Promise((resolve, reject) => {
			const id = nextNumber();
			waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
			worker.postMessage({ type: "call", id, name, args } as ToEngine);
		});
	}

	function subscribe(
		start: (subscription: number) => ToEngine,
		onValue: (value: unknown) => void,
		onError: (error: EngineError) => void,
	): { readonly number: number; stop(): void } {
		const number = nextNumber();
		const subscription: Subscription = { start: start(number), onValue, onError };
		subscriptions.set(number, subscription);
		worker.postMessage(subscription.start);
		return {
			number,
			stop() {
				if (subscriptions.delete(number)) worker.postMessage({ type: "stop", subscription: number } satisfies ToEngine);
			},
		};
	}

	const complain = (error: EngineError): void => onProblem(`${error.code}: ${error.message}`);

	return {
		run: (commands) => call("run", { commands }) as ReturnType<Engine["run"]>,
		ask: (name, params) => call("ask", { name, params }) as Promise<never>,
		act: (name, params) => call("act", { name, params }) as Promise<never>,
		watch(name, params, onResult, onError = complain) {
			return subscribe((subscription) => ({ type: "watch", subscription, name, params }), onResult as (value: unknown) => void, onError)
				.stop;
		},
		list(spec, onChange, onError = complain): LiveList {
			const { number, stop: close } = subscribe(
				(subscription) => ({ type: "list", subscription, spec }),
				(value) => onChange(value as ListState),
				onError,
			);
			return {
				rows: (start, end) => call("listRows", { list: number, start, end }) as ReturnType<LiveList["rows"]>,
				ids: () => call("listIds", { list: number }) as ReturnType<LiveList["ids"]>,
				close,
			};
		},
		async openText(id): Promise<TextSession> {
			const session = nextNumber();
			const listeners = new Set<(version: number, updates: readonly TextUpdate[]) => void>();
			texts.set(session, listeners);
			const { text, version } = await call("openText", { session, id });
			return {
				text,
				version,
				async push(at, updates) {
					const answer = await call("pushText", { session, version: at, updates });
					// The engine tells everybody else.
					if (answer.outcome === "accepted") for (const listener of listeners) listener(at + updates.length, updates);
					return answer;
				},
				onUpdates(listener) {
					listeners.add(listener);
					return () => listeners.delete(listener);
				},
				close() {
					if (texts.delete(session)) worker.postMessage({ type: "close-text", session } satisfies ToEngine);
				},
			};
		},
		job(name, params): Job<never> {
			const job = nextNumber();
			const listeners = new Set<(progress: JobProgress) => void>();
			let last: JobProgress | null = null;
			progress.set(job, (now) => {
				last = now;
				for (const listener of listeners) listener(now);
			});
			const finished = call("runJob", { job, name, params }).finally(() => progress.delete(job)) as Promise<never>;
			return {
				finished,
				onProgress(listener) {
					listeners.add(listener);
					if (last !== null) listener(last);
					return () => listeners.delete(listener);
				},
				cancel: () => worker.postMessage({ type: "cancel-job", job } satisfies ToEngine),
			};
		},
		here(where) {
			whereNow = { type: "here", where };
			worker.postMessage(whereNow);
		},
		readBlob: (hash) => call("readBlob", { hash }),
		state: () => state,
		onState(listener) {
			stateListeners.add(listener);
			return () => stateListeners.delete(listener);
		},
		saveState: () => saving,
		onSaveState(listener) {
			saveListeners.add(listener);
			return () => saveListeners.delete(listener);
		},
		restart() {
			worker.terminate();
			settleAll();
			setState({ is: "starting" });
			worker = begin();
			for (const { start } of subscriptions.values()) worker.postMessage(start);
			worker.postMessage(whereNow);
		},
	};
}
