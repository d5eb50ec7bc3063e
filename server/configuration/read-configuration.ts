import { parseArgs } from "node:util";
import { type Configuration, SETTINGS, type Setting } from "./settings";

/** What was written cannot be followed: one sentence for each mistake. */
export class ConfigurationMistakes extends Error {
	constructor(readonly mistakes: readonly string[]) {
		super(mistakes.join("\n"));
	}
}

/** Flags before the environment before what is preset; throws ConfigurationMistakes. */
export function readConfiguration(flags: readonly string[], environment: Readonly<Record<string, string | undefined>>): Configuration {
	const mistakes: string[] = [];
	const given = readFlags(flags, mistakes);
	const values = Object.entries(SETTINGS).map(([name, { flag, variable, read, preset }]: [string, Setting<unknown>]) => {
		const [text, where] = given.has(flag) ? [given.get(flag), `--${flag}`] : [environment[variable], variable];
		if (text === undefined || (text === "" && where === variable)) return [name, preset];
		const outcome = read(text);
		if ("value" in outcome) return [name, outcome.value];
		mistakes.push(`${where}: ${outcome.mistake}`);
		return [name, preset];
	});
	for (const variable of Object.keys(environment)) {
		if (!variable.startsWith("COMMONPLACE_SERVER_")) continue;
		if (!Object.values(SETTINGS).some((setting) => setting.variable === variable)) mistakes.push(`${variable}: there is no such setting.`);
	}
	if (mistakes.length > 0) throw new ConfigurationMistakes(mistakes);
	return Object.fromEntries(values) as unknown as Configuration;
}

function readFlags(flags: readonly string[], mistakes: string[]): ReadonlyMap<string, string> {
	const options = Object.fromEntries(Object.values(SETTINGS).map(({ flag }) => [flag, { type: "string" as const }]));
	const { tokens } = parseArgs({ args: [...flags], options, strict: false, tokens: true, allowPositionals: true });
	const given = new Map<string, string>();
	for (const token of tokens) {
		if (token.kind === "positional") mistakes.push(`${token.value}: there is no such command.`);
		if (token.kind !== "option") continue;
		if (options[token.name] === undefined) mistakes.push(`${token.rawName}: there is no such setting.`);
		else if (token.value === undefined) mistakes.push(`${token.rawName}: its value is missing.`);
		else given.set(token.name, token.value);
	}
	return given;
}

/** What can be set, for `--help`. */
export function describeSettings(): string {
	const rows = Object.values(SETTINGS).map(({ flag, variable, says, preset }: Setting<unknown>) => {
		const otherwise = preset === null ? "" : ` (${preset === true ? "yes" : preset === false ? "no" : preset})`;
		return `  --${flag.padEnd(24)} ${variable.padEnd(42)} ${says}${otherwise}`;
	});
	return rows.join("\n");
}
