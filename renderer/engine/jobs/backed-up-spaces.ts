/**
 * What only this laptop knows of its spaces, as a backup takes it along: an entry among the envelopes that is none
 * (docs/formats/backup.md). What depends on the order of the log stays behind: a restored log has another.
 */
import { encode } from "cborg";
import { z } from "zod";
import { asciiBytes, joinBytes } from "../../../shared/protocol/bytes";
import { NotCbor, readCbor } from "../../../shared/protocol/cbor";
import { isServerAddress } from "../../../shared/protocol/membership/invite-link";
import { SpaceId } from "../../../shared/protocol/membership/statements";
import { type LocalSpace, unknownSpace } from "../log/local-space";

const BEGINS = asciiBytes("commonplace spaces 1\n");
/** Values in the entry: of ten thousand spaces, with some links each. */
const MOST_VALUES = 500_000;

const BackedUpSpace = z.object({
	space: SpaceId,
	server: z.string().refine(isServerAddress).nullable(),
	/** Links of invites that were made here, by the invite's public key. */
	links: z.record(z.string(), z.string()),
	/** The secret of an invite that one waits to be let in by. */
	joining: z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === 32).nullable(),
});
type BackedUpSpace = z.infer<typeof BackedUpSpace>;

/** Null where there is nothing that only this laptop knows. */
export function writeSpaces(locals: readonly LocalSpace[]): Uint8Array | null {
	const spaces = locals.map(
		({ space, server, links, joining }): BackedUpSpace => ({
			space,
			server,
			links: { ...links },
			joining: joining?.state === "joining" ? joining.secret : null,
		}),
	);
	const told = spaces.filter(({ server, links, joining }) => server !== null || joining !== null || Object.keys(links).length > 0);
	return told.length === 0 ? null : joinBytes(BEGINS, encode(told));
}

/** Null for what is no such entry, and for one that cannot be read: it costs no more than itself. */
function readSpaces(bytes: Uint8Array): readonly BackedUpSpace[] | null {
	if (!isEntry(bytes)) return null;
	try {
		const read = z.array(BackedUpSpace).safeParse(readCbor(bytes.subarray(BEGINS.length), MOST_VALUES));
		return read.success ? read.data : null;
	} catch (error) {
		if (error instanceof NotCbor) return null;
		throw error;
	}
}

const isEntry = (bytes: Uint8Array): boolean => BEGINS.every((byte, at) => bytes[at] === byte);

/** Takes such entries out of what a backup holds. */
export function sortOutSpaces(entries: readonly Uint8Array[]): {
	readonly envelopes: readonly Uint8Array[];
	/** What is restored of the spaces, with what is known of them already. */
	readonly restore: (known: readonly LocalSpace[]) => readonly LocalSpace[];
} {
	const backedUp = entries.flatMap((bytes) => readSpaces(bytes) ?? []);
	return {
		envelopes: entries.filter((bytes) => !isEntry(bytes)),
		restore(known) {
			const locals = new Map(known.map((local) => [local.space, local]));
			for (const { space, server, links, joining } of backedUp) {
				const secret: LocalSpace["joining"] = joining === null ? null : { secret: joining, state: "joining", why: "" };
				locals.set(space, { ...(locals.get(space) ?? unknownSpace(space)), server, links, joining: secret });
			}
			return [...locals.values()];
		},
	};
}
