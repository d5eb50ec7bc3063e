/** All spaces, live: asked once for the whole window, because many places say in which space something is. */
import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { SpaceSummary } from "../../engine/spaces-contract";
import { useQuery } from "../engine-hooks";
import { useFrame } from "../frame-state";

export interface Spaces {
	/** The private space first, then by name; empty while they are on their way. */
	readonly all: readonly SpaceSummary[];
	readonly loading: boolean;
	/** Null while it is not known. */
	of(space: string): SpaceSummary | null;
	/** Whether it is one's own space, or not known yet. */
	isPrivate(space: string): boolean;
}

function known(all: readonly SpaceSummary[], loading: boolean): Spaces {
	const byId = new Map(all.map((space) => [space.space, space]));
	return {
		all,
		loading,
		of: (space) => byId.get(space) ?? null,
		isPrivate: (space) => (byId.get(space)?.kind ?? "private") === "private",
	};
}

const NONE: readonly SpaceSummary[] = [];
const KnownSpaces = createContext<Spaces>(known(NONE, true));

/** Asked once the first screen has been drawn: it is not what one waits for. */
export function SpacesProvider({ children }: { readonly children: ReactNode }): ReactNode {
	const settled = useFrame((state) => state.settled);
	const { state, data } = useQuery("spaces", settled ? {} : null);
	const spaces = useMemo(() => known(data ?? NONE, state === "loading"), [data, state]);
	return <KnownSpaces.Provider value={spaces}>{children}</KnownSpaces.Provider>;
}

export function useSpaces(): Spaces {
	return useContext(KnownSpaces);
}
