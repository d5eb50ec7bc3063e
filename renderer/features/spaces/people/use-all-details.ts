/** Several spaces with their people, live. */
import { useEffect, useMemo, useState } from "react";
import type { SpaceDetails } from "../../../engine/spaces-contract";
import { useEngine } from "../../../ui/engine-context";

/** In the order asked for; those that are not there yet are left out. */
export function useAllDetails(spaces: readonly string[]): readonly SpaceDetails[] {
	const engine = useEngine();
	const [known, setKnown] = useState<ReadonlyMap<string, SpaceDetails | null>>(new Map());
	const asked = spaces.join(" ");
	useEffect(() => {
		const keep = (space: string, details: SpaceDetails | null): void => setKnown((now) => new Map(now).set(space, details));
		const stops = asked
			.split(" ")
			.filter((space) => space !== "")
			.map((space) =>
				engine.watch(
					"space",
					{ space },
					(details) => keep(space, details),
					() => keep(space, null),
				),
			);
		return () => {
			for (const stop of stops) stop();
		};
	}, [engine, asked]);
	return useMemo(() => asked.split(" ").flatMap((space) => known.get(space) ?? []), [asked, known]);
}
