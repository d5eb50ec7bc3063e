/**
 * The one typed contract between what a person sees (renderer) and the shell (electron).
 *
 * Two conversations cross this border and nothing else does:
 *  - `ShellApi`: fixed functions that the preload script puts on `window.commonplace` for the interface.
 *  - `HostCalls`: requests that the engine's worker sends over its own MessagePort.
 * The shell checks every argument against the schema that stands beside the call here.
 */
import { z } from "zod";
import { BlobHash, FileCallSchemas, type FileCalls, type StoredBlob } from "./host/files";
import { IdentityCallSchemas, type IdentityCalls, type OpenIdentity } from "./host/identity";
import { JournalCallSchemas, type JournalCalls } from "./host/journal";
import { LineCallSchemas, type LineCalls, type LineErrorCode } from "./host/lines";
import type { Settings } from "./host/settings";
import { LARGEST_FILE, LARGEST_PART, SEVERAL_FILES, SMALL_FILE } from "./limits";

export { BlobHash, type StoredBlob } from "./host/files";
export type { FormerSpace, OpenIdentity, SealedBox } from "./host/identity";
export type { JournalEntry, JournalPart, JournalState } from "./host/journal";
export type { FoundPeer, HostNews, LineAddress } from "./host/lines";
export { ColourScheme, Settings } from "./host/settings";

/** An unguessable token that stands for one file or folder that the person chose. Valid until the app quits. */
export const Grant = z.string().regex(/^[0-9a-f]{32}$/);
export type Grant = z.infer<typeof Grant>;

/** A path inside a grant: forward slashes, relative, no `.` or `..` segment, no NUL, at most 4,096 characters. */
export const GrantPath = z
	.string()
	.max(4096)
	.refine(
		(path) =>
			path === "" ||
			(!path.startsWith("/") &&
				!path.includes("\\") &&
				!path.includes("\0") &&
				path.split("/").every((segment) => segment !== "" && segment !== "." && segment !== "..")),
		"not a path inside the chosen folder",
	);

const Bytes = z.instanceof(Uint8Array);
const Name = z.string().min(1).max(255);

export { LARGEST_FILE, SEVERAL_FILES, SMALL_FILE };

// ---------------------------------------------------------------- the interface's side

/** What the person picked or dropped: the grant, and what may be shown of it. */
export interface PickedSource {
	readonly grant: Grant;
	readonly name: string;
	readonly kind: "file" | "folder";
	/** Bytes; 0 for a folder. */
	readonly size: number;
}

export interface PickedTarget {
	readonly grant: Grant;
	readonly name: string;
}

/** What a picker is asked for; it decides dialog title and file filter. */
export const SourcePurpose = z.enum(["vault", "bookmarks", "backup", "attachment", "changes"]);
export type SourcePurpose = z.infer<typeof SourcePurpose>;
export const TargetPurpose = z.enum(["vault", "bookmarks", "backup", "changes"]);
export type TargetPurpose = z.infer<typeof TargetPurpose>;

export interface ShellInfo {
	readonly version: string;
	readonly platform: "linux" | "darwin" | "win32";
	readonly electron: string;
	/** True when the app runs on an old Electron that is only for development and tests. */
	readonly developmentElectron: boolean;
	/** Where private keys rest: in the system's secret store, or only protected by file permissions. */
	readonly secretStore: "system" | "file-permissions";
	/** True when this window shows the sample library, which is a book of its own. */
	readonly sample: boolean;
	/** True when the app was started with `--diagnostics`: the engine may then be reached from the developer tools. */
	readonly diagnostics: boolean;
	readonly settings: Settings;
}

/** What the shell tells the interface to do: from menus, deep links, a second start of the app. */
export type ShellCommand =
	| { readonly do: "go"; readonly to: "home" | "wiki" | "bookmarks" | "search" | "settings" | "trash" | "import" | "export" }
	| { readonly do: "open-item"; readonly id: string }
	| { readonly do: "new"; readonly kind: "page" | "bookmark"; readonly url?: string; readonly title?: string }
	/** An invitation into a space, as a link that was opened; nothing happens before the person says so. */
	| { readonly do: "join"; readonly link: string }
	| { readonly do: "palette" }
	| { readonly do: "back" }
	| { readonly do: "forward" }
	| { readonly do: "find" }
	| { readonly do: "toggle-left-panel" }
	| { readonly do: "toggle-right-panel" }
	| { readonly do: "show-path"; readonly source: PickedSource };

/** `kept`: the person says that they have written the words down. `no-person-key`: the key is not on this laptop, which was added by another. */
export type KitShown = "kept" | "closed" | "no-person-key";
export type KitRecovered = "recovered" | "closed";

export type OpenExternalResult = "opened" | "refused" | "failed";

/** On `window.commonplace`. Each function validates in the shell; none hands out Electron objects. */
export interface ShellApi {
	info(): Promise<ShellInfo>;
	saveSettings(change: Partial<Settings>): Promise<Settings>;
	/** Opens `https:`, `http:` and `mailto:` links in the system's own program; refuses all else. */
	openExternal(url: string): Promise<OpenExternalResult>;
	pickSource(purpose: SourcePurpose): Promise<PickedSource | null>;
	pickTarget(purpose: TargetPurpose, suggestedName: string): Promise<PickedTarget | null>;
	/** Grants for files or folders that were dropped on the window. */
	grantDropped(files: readonly { readonly name: string }[]): Promise<PickedSource[]>;
	/** Keeps bytes (a pasted image) as a blob. */
	keepBlob(bytes: Uint8Array): Promise<StoredBlob>;
	/** Asks the shell for a fresh port for the engine; it arrives as a `message` event `{ type: "engine-port", ask }` with the port. `ask` tells it from others. */
	requestEnginePort(ask: string): void;
	onCommand(listener: (command: ShellCommand) => void): () => void;
	/** Shows the person their recovery kit in a window of the shell's own; resolves when that is closed. */
	showRecoveryKit(): Promise<KitShown>;
	/**
	 * Takes a recovery kit's words in a window of the shell's own and makes this laptop one of that person's, with the former keys
	 * set aside; the app is then started again by the shell. Only for a book with nothing in it, or the person's own.
	 */
	recoverFromKit(): Promise<KitRecovered>;
	/** Starts the app again showing the sample library (`true`) or the person's own (`false`). */
	openSample(sample: boolean): Promise<void>;
	/** While the person is asked whether to close with unsaved words, the window stays open, however long that takes. */
	holdClosing(hold: boolean): void;
	/** The interface is up and can be used; for the start-up measurement. */
	reportInteractive(): void;
	/** Starts the whole app again; used by the crash page. */
	restart(): Promise<void>;
}

// ---------------------------------------------------------------- the engine's side

export interface SourceEntry {
	readonly path: string;
	readonly size: number;
	/** Milliseconds since 1970. */
	readonly modified: number;
}

export interface SourceListing {
	readonly name: string;
	readonly kind: "file" | "folder";
	readonly files: readonly SourceEntry[];
	/** What was passed over, and why. */
	readonly refused: readonly {
		readonly path: string;
		readonly why: "link-outside" | "link-loop" | "too-large" | "too-deep" | "too-many" | "unreadable" | "not-a-file";
	}[];
}

export interface BackupSummary {
	readonly created: number;
	readonly envelopes: number;
	readonly blobs: number;
	readonly bytes: number;
}

/** Every request of the engine to the shell: its arguments' schema. */
export const HostCallSchemas = {
	...IdentityCallSchemas,
	...LineCallSchemas,
	...JournalCallSchemas,
	...FileCallSchemas,
	/** Bytes that can still be written where the book lies. */
	"disk.room": z.tuple([]),
	"blobs.put": z.tuple([Bytes]),
	/** Copies one file of a source into the blob store without passing its bytes through the engine. */
	"blobs.putFromSource": z.tuple([Grant, GrantPath]),
	"blobs.read": z.tuple([BlobHash]),
	/** Bytes of each of these, in their order; null for those that are not here. */
	"blobs.sizes": z.tuple([z.array(BlobHash).max(100_000)]),
	/** Takes back puts of this session (a cancelled import): a blob goes when each of its puts was taken back. Name it once for each put. */
	"blobs.drop": z.tuple([z.array(BlobHash).max(100_000)]),
	/** Blobs older than a day that nobody put in this session. */
	"blobs.old": z.tuple([]),
	/** Removes those of these blobs that are still old and that nobody has put in this session; gives how many. The caller knows that nothing refers to them. */
	"blobs.sweep": z.tuple([z.array(BlobHash).max(100_000)]),
	/** All files below the source, in path order, links and odd files reported instead of followed. For a file grant, one entry with path "". */
	"source.list": z.tuple([Grant]),
	/** A file's bytes; fails above the limit (bytes). */
	"source.read": z.tuple([Grant, GrantPath, z.number().int().positive().max(LARGEST_FILE)]),
	/** So many bytes of a file from a place on, for files that are not read whole; fewer at its end, none behind it. */
	"source.readPart": z.tuple([Grant, GrantPath, z.number().int().nonnegative(), z.number().int().positive().max(LARGEST_PART)]),
	/** The bytes of several files, in their order; null for each that is above the limit (bytes) or cannot be read: `source.read` says why. */
	"source.readSeveral": z.tuple([Grant, z.array(GrantPath).max(SEVERAL_FILES), z.number().int().positive().max(SMALL_FILE)]),
	/** Writes a file into a staging place beside the target; nothing shows until `target.commit`. For a file grant, path is "". */
	"target.write": z.tuple([Grant, GrantPath, Bytes]),
	/** Adds bytes to the end of a file in the staging place, which is made with the first. */
	"target.append": z.tuple([Grant, GrantPath, Bytes]),
	"target.copyBlob": z.tuple([Grant, GrantPath, BlobHash]),
	/** What the target is called. */
	"target.name": z.tuple([Grant]),
	"target.commit": z.tuple([Grant]),
	"target.abort": z.tuple([Grant]),
	/** Starts a sealed backup file at the target. */
	"backup.begin": z.tuple([Grant, z.string().min(8).max(1024)]),
	"backup.addEnvelopes": z.tuple([Grant, z.array(Bytes).max(10_000)]),
	/** Adds keys, blobs and settings, seals the end and puts the file in place. */
	"backup.finish": z.tuple([Grant]),
	/** Gives up a backup that was begun; nothing of it stays. */
	"backup.abort": z.tuple([Grant]),
	/** Opens a backup; fails on a wrong passphrase or a damaged file, saying which. */
	"restore.open": z.tuple([Grant, z.string().min(1).max(1024)]),
	/** The next batch of envelopes, or an empty list at the end. Nothing is installed yet. */
	"restore.next": z.tuple([Grant]),
	/** Installs person, space keys and blobs with a new device key, and sets the former keys aside. Only for a book whose log is empty: the engine sees to it. */
	"restore.install": z.tuple([Grant]),
	"restore.abort": z.tuple([Grant]),
	/** Bytes of a file bundled with the app: the sample library. Listed and read like a source. */
	"resources.sample": z.tuple([]),
	/** For tests of a full disk and of sudden death; does nothing in a normal start. */
	"log.diagnostic": z.tuple([Name, z.string().max(10_000)]),
} as const;

export interface HostCalls extends IdentityCalls, LineCalls, JournalCalls, FileCalls {
	"disk.room": () => number;
	"blobs.put": (bytes: Uint8Array) => StoredBlob;
	"blobs.putFromSource": (grant: Grant, path: string) => StoredBlob;
	"blobs.read": (hash: BlobHash) => Uint8Array;
	"blobs.sizes": (hashes: readonly BlobHash[]) => readonly (number | null)[];
	"blobs.drop": (hashes: readonly BlobHash[]) => void;
	"blobs.old": () => readonly BlobHash[];
	"blobs.sweep": (hashes: readonly BlobHash[]) => number;
	"source.list": (grant: Grant) => SourceListing;
	"source.read": (grant: Grant, path: string, limit: number) => Uint8Array;
	"source.readPart": (grant: Grant, path: string, from: number, length: number) => Uint8Array;
	"source.readSeveral": (grant: Grant, paths: readonly string[], limit: number) => readonly (Uint8Array | null)[];
	"target.write": (grant: Grant, path: string, bytes: Uint8Array) => void;
	"target.append": (grant: Grant, path: string, bytes: Uint8Array) => void;
	"target.copyBlob": (grant: Grant, path: string, hash: BlobHash) => void;
	"target.name": (grant: Grant) => string;
	"target.commit": (grant: Grant) => void;
	"target.abort": (grant: Grant) => void;
	"backup.begin": (grant: Grant, passphrase: string) => void;
	"backup.addEnvelopes": (grant: Grant, envelopes: readonly Uint8Array[]) => void;
	"backup.finish": (grant: Grant) => BackupSummary;
	"backup.abort": (grant: Grant) => void;
	"restore.open": (grant: Grant, passphrase: string) => BackupSummary;
	"restore.next": (grant: Grant) => readonly Uint8Array[];
	"restore.install": (grant: Grant) => OpenIdentity;
	"restore.abort": (grant: Grant) => void;
	"resources.sample": () => Grant;
	"log.diagnostic": (name: string, detail: string) => void;
}

export type HostCallName = keyof HostCalls;

/** Why the shell could not do it. The interface has a sentence for each in every language. */
export type HostErrorCode =
	| "bad-request"
	| "no-such-grant"
	| "not-found"
	| "too-large"
	| "disk-full"
	| "no-permission"
	| "wrong-passphrase"
	| "damaged-backup"
	| "newer-backup"
	| "book-not-empty"
	| "keys-unreadable"
	/** The person's private key is not on this laptop: only one that has it, or the recovery kit, can do this. */
	| "no-person-key"
	/** The certificate is not this person's for this device. */
	| "wrong-certificate"
	| LineErrorCode
	| "failed";

/** One request over the engine's port, and its answer. */
export interface HostRequest {
	readonly id: number;
	readonly call: HostCallName;
	readonly args: readonly unknown[];
}
export type HostReply =
	| { readonly id: number; readonly ok: true; readonly value: unknown }
	| { readonly id: number; readonly ok: false; readonly code: HostErrorCode; readonly message: string };

/** The engine's view of the shell: every call returns a promise that settles, also when the shell goes away. */
export type Host = {
	readonly call: <Call extends HostCallName>(call: Call, ...args: Parameters<HostCalls[Call]>) => Promise<ReturnType<HostCalls[Call]>>;
};
