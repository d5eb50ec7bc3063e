/** Speaks for an engine to whoever holds the other end of a port. */
import { type Engine, EngineError, type Job, type LiveList, type TextSession, type TextUpdate } from "../contract";
import { asEngineError } from "../errors";
import type { Calls, FromEngine, ToEngine, WireError } from "../wire";

/** Milliseconds until the interface is told how far saving is. */
const SAVING_TOLD_AFTER = 50;

/** Answers requests to the engine; gives the function that takes each message. */
export function serveEngine(engine: Engine, send: (message: FromEngine) => void): (message: ToEngine) => void {
	const subscriptions = new Map<number, () => void>();
	const lists = new Map<number, LiveList>();
	const texts = new Map<number, TextSession>();
	/** What is being pushed, with the session that pushes it: that one learns from the answer that it was accepted. */
	const pushing = new Map<readonly TextUpdate[], number>();
	const jobs = new Map<number, Job<unknown>>();
	let telling = false;

	engine.onState((state) => send({ type: "state", state }));
	engine.onSaveState(tellSaving);
	send({ type: "state", state: engine.state() });

	/** Saving goes up and down with every write; only what lasts is worth a message. */
	function tellSaving(): void {
		if (telling) return;
		telling = true;
		setTimeout(() => {
			telling = false;
			send({ type: "saving", saving: engine.saveState() });
		}, SAVING_TOLD_AFTER);
	}

	function listOf(number: number): LiveList {
		const list = lists.get(number);
		if (list === undefined) throw new EngineError("bad-request", "this list is closed");
		return list;
	}

	const calls: { readonly [Name in keyof Calls]: (args: Calls[Name]["args"]) => Promise<unknown> } = {
		run: ({ commands }) => engine.run(commands),
		ask: ({ name, params }) => engine.ask(name, params),
		act: ({ name, params }) => engine.act(name, params as never),
		readBlob: ({ hash }) => engine.readBlob(hash),
		listRows: async ({ list, start, end }) => listOf(list).rows(start, end),
		listIds: async ({ list }) => listOf(list).ids(),
		async openText({ session, id }) {
			const text = await engine.openText(id);
			texts.set(session, text);
			text.onUpdates((version, updates) => {
				if (pushing.get(updates) !== session) send({ type: "text", session, version, updates });
			});
			return { text: text.text, version: text.version };
		},
		async pushText({ session, version, updates }) {
			const text = texts.get(session);
			if (text === undefined) throw new EngineError("engine-stopped", "this text is not open any more");
			pushing.set(updates, session);
			return text.push(version, updates).finally(() => pushing.delete(updates));
		},
		async runJob({ job, name, params }) {
			const running: Job<unknown> = engine.job(name, params);
			jobs.set(job, running);
			running.onProgress((progress) => send({ type: "progress", job, progress }));
			return running.finished.finally(() => jobs.delete(job));
		},
	};

	function answer(id: number, work: Promise<unknown>): void {
		work.then(
			(value) => send({ type: "reply", id, ok: true, value }),
			(error: unknown) => send({ type: "reply", id, ok: false, error: wireError(error) }),
		);
	}

	function subscribe(subscription: number, start: () => () => void): void {
		try {
			subscriptions.set(subscription, start());
		} catch (error) {
			send({ type: "failure", subscription, error: wireError(error) });
		}
	}

	return (message) => {
		switch (message.type) {
			case "host":
				return;
			case "call": {
				// Each call's arguments belong to its name; the map above has the same keys.
				const call = calls[message.name] as (args: unknown) => Promise<unknown>;
				answer(
					message.id,
					Promise.resolve().then(() => call(message.args)),
				);
				return;
			}
			case "watch":
				subscribe(message.subscription, () =>
					engine.watch(
						message.name,
						message.params as never,
						(value) => send({ type: "event", subscription: message.subscription, value }),
						(error) => send({ type: "failure", subscription: message.subscription, error: wireError(error) }),
					),
				);
				return;
			case "list":
				subscribe(message.subscription, () => {
					const list = engine.list(
						message.spec,
						(value) => send({ type: "event", subscription: message.subscription, value }),
						(error) => send({ type: "failure", subscription: message.subscription, error: wireError(error) }),
					);
					lists.set(message.subscription, list);
					return () => {
						lists.delete(message.subscription);
						list.close();
					};
				});
				return;
			case "stop":
				subscriptions.get(message.subscription)?.();
				subscriptions.delete(message.subscription);
				return;
			case "close-text":
				texts.get(message.session)?.close();
				texts.delete(message.session);
				return;
			case "here":
				engine.here(message.where);
				return;
			case "cancel-job":
				jobs.get(message.job)?.cancel();
				return;
		}
	};
}

/** An error as it crosses to the interface. */
export function wireError(error: unknown): WireError {
	const { code, message, reason } = asEngineError(error);
	return { code, message, reason };
}
