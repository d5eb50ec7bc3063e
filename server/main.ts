/** `npm run server`: starts a server, or does one thing to it. */
import { ADMIN_USAGE, AdminFailure, runAdmin } from "./commands/admin-command";
import { giveNewAdminToken, renameNumbering } from "./commands/store-commands";
import { ConfigurationMistakes, describeSettings, readConfiguration } from "./configuration/read-configuration";
import { CannotStart } from "./open-database";
import { serve } from "./serve";
import { FolderInUse } from "./store/folder-lock";
import { NewerTables } from "./store/migrations/migrate";

const USAGE = `npm run server -- [settings]                starts the server
npm run server -- <command>

${ADMIN_USAGE}
  new-admin-token [settings]                while the server is stopped: the old token ends
  after-restore [settings]                  while the server is stopped: after a backup was put back, so that apps look at everything again

Settings, as flags or in the environment:
${describeSettings()}`;

async function run(words: readonly string[]): Promise<void> {
	const [command, ...rest] = words;
	switch (command) {
		case "--help":
		case "-h":
		case "help":
			return say(USAGE);
		case "admin":
			return say(await runAdmin(rest, process.env));
		case "new-admin-token":
			return say(`The new admin token: ${await giveNewAdminToken(readConfiguration(rest, process.env))}`);
		case "after-restore":
			await renameNumbering(readConfiguration(rest, process.env));
			return say("Done. Apps will look at everything again when they next connect.");
		default:
			return serveUntilStopped(words);
	}
}

async function serveUntilStopped(words: readonly string[]): Promise<void> {
	const server = await serve(readConfiguration(words, process.env));
	if (server.newAdminToken !== null) {
		say(
			`The admin token of this server, shown this once:\n\n  ${server.newAdminToken}\n\nKeep it: it lets people in and changes quotas (npm run server -- admin).`,
		);
	}
	let isStopping = false;
	const stop = (): void => {
		// The second time whoever asks does not want to wait.
		if (isStopping) process.exit(1);
		isStopping = true;
		server.stop().then(
			() => process.exit(0),
			(error: unknown) => fail(error),
		);
	};
	process.on("SIGTERM", stop);
	process.on("SIGINT", stop);
}

function say(text: string): void {
	process.stdout.write(`${text}\n`);
}

function fail(error: unknown): void {
	const isKnown = [ConfigurationMistakes, AdminFailure, CannotStart, FolderInUse, NewerTables].some((known) => error instanceof known);
	const isPortTaken = error instanceof Error && "code" in error && (error.code === "EADDRINUSE" || error.code === "EACCES");
	const text = error instanceof Error ? (isKnown || isPortTaken ? error.message : (error.stack ?? error.message)) : String(error);
	process.stderr.write(`${text}\n${error instanceof ConfigurationMistakes ? "See npm run server -- --help.\n" : ""}`);
	process.exit(1);
}

run(process.argv.slice(2).filter((word) => word !== "--")).catch(fail);
