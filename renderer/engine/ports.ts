/** Everything the engine is given from outside: it has one constructor that takes these, and runs headless with others. */
import type { Host } from "../../shared/host";
import type { Sodium } from "../../shared/protocol/sodium";
import type { Library } from "./library/library";
import type { LogStore } from "./log/log-store";
import type { SearchIndex } from "./search/search-index";
import type { SyncOutside } from "./sync/engine-sync";

export interface EnginePorts {
	readonly host: Host;
	openLog(): Promise<LogStore>;
	openLibrary(): Promise<Library>;
	/** Deletes the library's files, also when it cannot be opened any more; or only those that an earlier version of it left. */
	eraseLibraries(which: "all" | "former"): Promise<void>;
	openSearch(): Promise<SearchIndex>;
	loadSodium(): Promise<Sodium>;
	/** Makes Automerge usable in this runtime. */
	loadAutomerge(): Promise<void>;
	/** Fills with random bytes, as `crypto.getRandomValues`. */
	random(bytes: Uint8Array<ArrayBuffer>): Uint8Array;
	/** Names this build of the program: another one may read what this one cannot. */
	readonly program: string;
	/** Milliseconds since 1970. */
	now(): number;
	/** Milliseconds after which typed text reaches lists and search. */
	readonly projectionDelay: number;
	/** Milliseconds after the start before what writing needs is opened unasked; none: at once. The first screen goes before it. */
	readonly deskDelay?: number;
	/** Milliseconds after which what is durable is handed to the shell's journal; none: never, and a lost log stays lost. */
	readonly journalDelay?: number;
	/** What leads to other copies; none: this book meets nobody. */
	readonly sync?: SyncOutside;
	/** Something went wrong that nobody was waiting for. */
	onProblem(error: unknown): void;
}
