/** The engine, for everything that is shown. */
import { createContext, type ReactNode, useContext } from "react";
import type { Engine } from "../engine/contract";

const Context = createContext<Engine | null>(null);

export function EngineProvider({ engine, children }: { readonly engine: Engine; readonly children: ReactNode }): ReactNode {
	return <Context.Provider value={engine}>{children}</Context.Provider>;
}

/** The engine's client. */
export function useEngine(): Engine {
	const engine = useContext(Context);
	if (engine === null) throw new Error("There is no EngineProvider around this.");
	return engine;
}
