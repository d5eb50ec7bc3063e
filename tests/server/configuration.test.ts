import { expect, test } from "vitest";
import { ConfigurationMistakes, describeSettings, readConfiguration } from "../../server/configuration/read-configuration";
import { SETTINGS } from "../../server/configuration/settings";

function mistakesOf(flags: readonly string[], environment: Readonly<Record<string, string>> = {}): readonly string[] {
	try {
		readConfiguration(flags, environment);
		return [];
	} catch (error) {
		if (error instanceof ConfigurationMistakes) return error.mistakes;
		throw error;
	}
}

test("a server starts without being told anything", () => {
	expect(readConfiguration([], {})).toMatchObject({ host: "127.0.0.1", port: 8420, database: null, registration: null });
});

test("a flag counts before the environment", () => {
	const environment = { COMMONPLACE_SERVER_PORT: "1000", COMMONPLACE_SERVER_PERSON_QUOTA: "1.5 GB", DATABASE_URL: "postgresql://host/db" };
	expect(readConfiguration(["--port", "2000"], environment)).toMatchObject({
		port: 2000,
		personQuota: 1_500_000_000,
		database: "postgresql://host/db",
	});
	expect(readConfiguration(["--port=3000", "--trust-proxy=yes"], {})).toMatchObject({ port: 3000, trustProxy: true });
});

test("each mistake is named, with what was written and what could be", () => {
	expect(mistakesOf(["--port", "70000", "--colour", "red", "backup", "--registration=maybe", "--data"])).toEqual([
		"--colour: there is no such setting.",
		"red: there is no such command.",
		"backup: there is no such command.",
		"--data: its value is missing.",
		"--port: “70000” is no whole number from 0 to 65535.",
		"--registration: “maybe” is none of open, invite-only, closed.",
	]);
	expect(mistakesOf([], { DATABASE_URL: "mysql://x", COMMONPLACE_SERVER_SPACE_QUOTA: "much", COMMONPLACE_SERVER_PROT: "1" })).toEqual([
		"DATABASE_URL: It does not look like postgresql://user:password@host/database.",
		"COMMONPLACE_SERVER_SPACE_QUOTA: “much” is no size. Write for example 500MB or 10GB.",
		"COMMONPLACE_SERVER_PROT: there is no such setting.",
	]);
});

test("the help names every setting", () => {
	for (const { flag, variable } of Object.values(SETTINGS)) expect(describeSettings()).toMatch(new RegExp(`--${flag} .*${variable} `));
});
