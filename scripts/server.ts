import { run, runScript } from "./run-command";
import { buildServer } from "./server/build-server";

/**
 * Builds the server and starts it. What stands after `--` goes to the server: settings, or a command (`--help` names
 * them). `--build-only` only builds.
 */
async function server(): Promise<number> {
	const words = process.argv.slice(2).filter((word) => word !== "--");
	const file = await buildServer();
	return words.includes("--build-only") ? 0 : run(process.execPath, ["--enable-source-maps", file, ...words]);
}

await runScript(server);
