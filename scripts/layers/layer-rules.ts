/** One rule: imports from files that match `from` to what matches `to` (unless it matches `exceptTo`) are forbidden. */
export interface LayerRule {
	readonly name: string;
	readonly why: string;
	/** A regular expression on the importing file's path; its first group is `$1` in `exceptTo`. */
	readonly from: string;
	/** On a file's path, `package:<name>`, `node:<name>` or `missing:<specifier>`. */
	readonly to: string;
	readonly exceptTo?: string;
}

/**
 * Who may import whom. Data, not code: each rule names what is forbidden and says why.
 * There is no list of exceptions, and there must never be one.
 */
export const layerRules: readonly LayerRule[] = [
	{
		name: "imports-lead-somewhere",
		why: "The file does not exist, or package.json does not name the package.",
		from: ".",
		to: "^missing:",
	},
	{
		name: "shared-imports-nothing-of-ours",
		why: "shared runs everywhere, so it may know neither the shell, nor the interface, nor the server.",
		from: "^shared/",
		to: "^(renderer|electron|server|scripts|tests)/",
	},
	{
		name: "shared-is-pure",
		why: "shared has neither Node, nor Electron, nor a page, nor a database.",
		from: "^shared/",
		to: "^node:",
	},
	{
		name: "shared-knows-no-platform-package",
		why: "shared has neither Node, nor Electron, nor a page, nor a database.",
		from: "^shared/",
		to: "^package:(electron|react|react-dom|rxdb|dexie|zustand|@mantine/.*|@codemirror/.*)$",
	},
	{
		name: "renderer-stays-in-its-house",
		why: "The interface reaches the shell only through shared/host.ts.",
		from: "^renderer/",
		to: "^(electron|server|scripts|tests)/",
	},
	{
		name: "renderer-has-no-node",
		why: "There is no Node in the renderer, so nothing of it may be imported there.",
		from: "^renderer/",
		to: "^node:",
	},
	{
		name: "renderer-has-no-electron",
		why: "There is no Electron in the renderer, so nothing of it may be imported there.",
		from: "^renderer/",
		to: "^package:electron$",
	},
	{
		name: "shell-stays-in-its-house",
		why: "The shell is thin and knows nothing of the interface or the server.",
		from: "^electron/",
		to: "^(renderer|server|scripts|tests)/",
	},
	{
		name: "server-stays-in-its-house",
		why: "The server is optional: nothing else may be needed to build it.",
		from: "^server/",
		to: "^(renderer|electron|scripts|tests)/",
	},
	{
		name: "engine-imports-only-shared",
		why: "The engine knows no feature by name and no pixel.",
		from: "^renderer/engine/",
		to: "^renderer/(app|features|ui)/",
	},
	{
		name: "engine-by-its-client",
		why: "What a person sees asks the engine through its client; it never opens a database itself.",
		from: "^renderer/(app|features|ui)/",
		to: "^renderer/engine/",
		exceptTo: "^renderer/engine/(client(/|\\.ts$)|(spaces-)?contract\\.ts$)",
	},
	{
		name: "interface-opens-no-database",
		why: "Only the engine opens the log and the library.",
		from: "^renderer/(app|features|ui)/",
		to: "^package:(rxdb|dexie)$",
	},
	{
		name: "features-do-not-know-the-frame",
		why: "The frame knows the features, not the other way round.",
		from: "^renderer/features/",
		to: "^renderer/app/",
	},
	{
		name: "features-meet-at-the-front-door",
		why: "A feature uses another one through its index.ts.",
		from: "^renderer/features/([^/]+)/",
		to: "^renderer/features/",
		exceptTo: "^renderer/features/($1/|[^/]+/index\\.tsx?$)",
	},
	{
		name: "ui-knows-no-feature",
		why: "Shared components are usable by every feature because they know none; of the engine they know the contract.",
		from: "^renderer/ui/",
		to: "^renderer/(app|features|engine)/",
		exceptTo: "^renderer/engine/(spaces-)?contract\\.ts$",
	},
	{
		name: "frame-uses-front-doors",
		why: "The frame uses a feature through its index.ts.",
		from: "^renderer/app/",
		to: "^renderer/features/",
		exceptTo: "^renderer/features/[^/]+/index\\.tsx?$",
	},
	{
		name: "product-imports-no-tests",
		why: "What ships does not depend on what tests it.",
		from: "^(shared|renderer|electron|server|scripts)/",
		to: "^tests/",
	},
];
