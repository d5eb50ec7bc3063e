/** What passes between the interface and the engine's worker. One request, one answer; subscriptions have a number. */
import type {
	Command,
	EngineErrorCode,
	EngineState,
	JobName,
	JobProgress,
	Jobs,
	ListSpec,
	Queries,
	QueryName,
	SaveState,
	TextSession,
	TextUpdate,
} from "./contract";
import type { ActionName, Actions, Here } from "./spaces-contract";

/** Methods that are answered once. */
export interface Calls {
	run: { args: { commands: readonly Command[] }; result: unknown };
	ask: { args: { name: QueryName; params: Queries[QueryName]["params"] }; result: unknown };
	act: { args: { name: ActionName; params: Actions[ActionName]["params"] }; result: unknown };
	readBlob: { args: { hash: string }; result: Uint8Array };
	listRows: { args: { list: number; start: number; end: number }; result: unknown };
	listIds: { args: { list: number }; result: unknown };
	openText: { args: { session: number; id: string }; result: { text: string; version: number } };
	pushText: {
		args: { session: number; version: number; updates: readonly TextUpdate[] };
		result: Awaited<ReturnType<TextSession["push"]>>;
	};
	runJob: { args: { job: number; name: JobName; params: Jobs[JobName]["params"] }; result: unknown };
}
export type CallName = keyof Calls;

export type ToEngine =
	| { readonly type: "host"; readonly projectionDelay?: number }
	| {
			[Name in CallName]: { readonly type: "call"; readonly id: number; readonly name: Name; readonly args: Calls[Name]["args"] };
	  }[CallName]
	| { readonly type: "watch"; readonly subscription: number; readonly name: QueryName; readonly params: Queries[QueryName]["params"] }
	| { readonly type: "list"; readonly subscription: number; readonly spec: ListSpec }
	| { readonly type: "stop"; readonly subscription: number }
	| { readonly type: "close-text"; readonly session: number }
	| { readonly type: "here"; readonly where: Here | null }
	| { readonly type: "cancel-job"; readonly job: number };

export interface WireError {
	readonly code: EngineErrorCode;
	readonly message: string;
	readonly reason: string;
}

export type FromEngine =
	| { readonly type: "reply"; readonly id: number; readonly ok: true; readonly value: unknown }
	| { readonly type: "reply"; readonly id: number; readonly ok: false; readonly error: WireError }
	| { readonly type: "event"; readonly subscription: number; readonly value: unknown }
	| { readonly type: "failure"; readonly subscription: number; readonly error: WireError }
	| { readonly type: "text"; readonly session: number; readonly version: number; readonly updates: readonly TextUpdate[] }
	| { readonly type: "progress"; readonly job: number; readonly progress: JobProgress }
	| { readonly type: "state"; readonly state: EngineState }
	| { readonly type: "saving"; readonly saving: SaveState }
	| { readonly type: "problem"; readonly message: string }
	/** The worker holds this lock as long as it lives: whoever gets it knows that the worker is gone. */
	| { readonly type: "alive"; readonly lock: string };
