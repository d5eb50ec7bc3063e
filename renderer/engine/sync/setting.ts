/** What all remotes share. */
import type { SessionIdentity } from "../../../shared/protocol/conversation/handshake";
import type { After, Counterpart, Offered, OwnCopy } from "../../../shared/protocol/conversation/ports";
import type { Sodium } from "../../../shared/protocol/sodium";
import type { Lines } from "../worker/lines";
import type { Connection } from "./connection";
import type { CopyFor } from "./own-copy";
import type { SyncSpaces, SyncStore } from "./ports";
import type { Wishes } from "./wishes";

export interface RemotesSetting {
	readonly lines: Lines;
	/** This laptop in a handshake; the shell signs. */
	readonly identity: SessionIdentity;
	readonly sodium: Sodium;
	readonly after: After;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** Milliseconds that only grow. */
	readonly clock: () => number;
	readonly random: () => number;
	readonly spaces: SyncSpaces;
	readonly wishes: Wishes;
	readonly offered: Offered;
	readonly copyFor: (who: CopyFor) => OwnCopy;
	readonly store: SyncStore;
	readonly onProblem: (error: unknown) => void;
	/** A conversation has begun that carries spaces; what else goes over it may begin too. */
	readonly onConnection: (connection: Connection, who: Counterpart) => void;
	/** Something about a remote has changed. */
	readonly onChange: () => void;
}
