/** How what people write becomes a value, or a sentence about why it does not. */

export type Read<Value> = { readonly value: Value } | { readonly mistake: string };

const UNITS: Readonly<Record<string, number>> = { "": 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 };

/** `500 MB`, `10GB`, or bytes. */
export function readBytes(text: string): Read<number> {
	const [, digits = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*([kmgt]?b?)$/i.exec(text.trim()) ?? [];
	const factor = UNITS[unit.toLowerCase()];
	const bytes = Math.round(Number(digits) * (factor ?? Number.NaN));
	if (digits === "" || !Number.isSafeInteger(bytes)) return { mistake: `“${text}” is no size. Write for example 500MB or 10GB.` };
	return { value: bytes };
}

export function readWhole(least: number, most: number): (text: string) => Read<number> {
	return (text) => {
		const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
		return value >= least && value <= most ? { value } : { mistake: `“${text}” is no whole number from ${least} to ${most}.` };
	};
}

export function readChoice<Choice extends string>(...choices: readonly Choice[]): (text: string) => Read<Choice> {
	return (text) => {
		const value = choices.find((choice) => choice === text.trim());
		return value === undefined ? { mistake: `“${text}” is none of ${choices.join(", ")}.` } : { value };
	};
}

export function readYesNo(text: string): Read<boolean> {
	const choice = readChoice("yes", "no", "true", "false")(text.toLowerCase());
	return "value" in choice ? { value: choice.value === "yes" || choice.value === "true" } : choice;
}

export function readText(text: string): Read<string> {
	return text.trim() === "" ? { mistake: "It is empty." } : { value: text };
}

export function readPostgresAddress(text: string): Read<string> {
	return /^postgres(ql)?:\/\/\S+$/.test(text)
		? { value: text }
		: { mistake: "It does not look like postgresql://user:password@host/database." };
}
