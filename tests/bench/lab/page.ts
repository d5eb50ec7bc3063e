/** The lab's page: hands experiments to its worker. What is measured runs where our engine runs. */
import type { ExperimentName, Experiments } from "./experiments";

type Ask = <Name extends ExperimentName>(name: Name, params: Experiments[Name]["params"]) => Promise<Experiments[Name]["result"]>;

export type LabWindow = Window & { readonly lab: Ask };

const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });

const ask: Ask = (name, params) =>
	new Promise((resolve, reject) => {
		worker.onmessage = ({ data }) => ("error" in data ? reject(new Error(data.error)) : resolve(data.result));
		worker.onerror = (event) => reject(new Error(event.message));
		worker.postMessage({ name, params });
	});

Object.assign(globalThis, { lab: ask });
