/** The engine's answers and deeds for spaces, people and sync, typed by their part of the contract. */
import type { Command, Engine, ListSpec } from "../../engine/contract";
import type { ActionName, Actions, BundleJobs, SpaceQueries } from "../../engine/spaces-contract";
import { type QueryOptions, type QueryResult, useQuery } from "../engine-hooks";
import { startJob } from "../jobs";

interface SpaceEngine {
	act<Name extends ActionName>(name: Name, params: Actions[Name]["params"]): Promise<Actions[Name]["result"]>;
	watch<Name extends keyof SpaceQueries>(
		name: Name,
		params: SpaceQueries[Name]["params"],
		onResult: (result: SpaceQueries[Name]["result"]) => void,
		onError?: (error: Error) => void,
	): () => void;
}

/** A named query of spaces, people or sync, live. `null` params ask nothing. */
export const useSpaceQuery = useQuery as unknown as <Name extends keyof SpaceQueries>(
	name: Name,
	params: SpaceQueries[Name]["params"] | null,
	options?: QueryOptions,
) => QueryResult<SpaceQueries[Name]["result"]>;

/** The part of the engine that answers for spaces. */
export function spacesOf(engine: Engine): SpaceEngine {
	return engine as unknown as SpaceEngine;
}

/** A list of what is in one space only. */
export function inSpace(spec: ListSpec, space: string): ListSpec {
	return { ...spec, space } as ListSpec;
}

/** Starts the writing or reading of a file of changes, and follows it as any other job. Null when it failed or was cancelled; it is listed either way. */
export function startChangesJob<Name extends keyof BundleJobs>(
	engine: Engine,
	name: Name,
	params: BundleJobs[Name]["params"],
	subject: string,
): Promise<BundleJobs[Name]["result"] | null> {
	return (startJob as unknown as typeof startChangesJob)(engine, name, params, subject);
}

/** A command that makes something, made to make it in a space; null leaves it where it would be made anyway. */
export function makeIn(command: Extract<Command, { readonly do: "create" }>, space: string | null): Command {
	return space === null ? command : ({ ...command, space } as Command);
}
