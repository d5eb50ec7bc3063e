/**
 * Kills the app's processes at random moments during typing, commands and imports; after every restart the book must
 * be whole. `CHAOS_MOMENTS` and `CHAOS_SEED` choose how many and which; a failure names the seed that repeats it.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "@playwright/test";
import { answerOpenDialog, launchApp } from "../e2e/launch-app";
import { seededRandom } from "./random";
import { killSuddenly, type Victim } from "./sudden-death";
import { verify } from "./verification";
import { command, emptyLedger, importFile, type Ledger, listen, type } from "./workload";

const moments = Number(process.env.CHAOS_MOMENTS ?? "20");
const seed = Number(process.env.CHAOS_SEED ?? "1");
/** Moments that one book lives through. */
const MOMENTS_A_BOOK = 10;
const IMPORTED = 1500;

async function bookmarkFile(folder: string, tag: string): Promise<string> {
	const lines = Array.from(
		{ length: IMPORTED },
		(_, n) => `<DT><A HREF="https://${tag}.example/${n}" ADD_DATE="${1_600_000_000 + n}" TAGS="${tag}">${tag} ${n}</A>`,
	);
	const file = join(folder, `${tag}.html`);
	await writeFile(file, `<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n${lines.join("\n")}\n</DL><p>\n`);
	return file;
}

for (let book = 0; book * MOMENTS_A_BOOK < moments; book++) {
	const deaths = Math.min(MOMENTS_A_BOOK, moments - book * MOMENTS_A_BOOK);
	test(`book ${book + 1} is whole after each of ${deaths} sudden deaths (seed ${seed})`, async () => {
		const random = seededRandom(seed * 1000 + book);
		const folder = await mkdtemp(join(tmpdir(), "commonplace-chaos-"));
		const userData = join(folder, "book");
		const ledger: Ledger = emptyLedger();
		for (let moment = 0; moment <= deaths; moment++) {
			const { app, page } = await launchApp({ userData, args: ["--diagnostics"] });
			await listen(page, ledger);
			const next = await test.step(`start ${moment + 1}`, () => verify(page, ledger));
			if (moment === deaths) {
				await app.close();
				break;
			}
			const victim =
				(["everything", "everything", "main", "renderers"] as const satisfies readonly Victim[])[Math.floor(random() * 4)] ?? "everything";
			const work = ["typing", "typing", "commands", "import"][Math.floor(random() * 4)] ?? "typing";
			const wait = 20 + random() * (work === "import" ? 2500 : 900);
			await test.step(`${work}, ${victim} killed after ${Math.round(wait)} ms`, async () => {
				const tag = `import-${book}-${moment}`;
				if (work === "import") {
					ledger.begun.set(tag, IMPORTED);
					await answerOpenDialog(app, [await bookmarkFile(folder, tag)]);
				}
				const busy = work === "typing" ? type(page, ledger) : work === "commands" ? command(page, next) : importFile(page, tag, IMPORTED);
				// The page is killed under it: that it ends in an error is the point.
				const ended = busy.catch(() => undefined);
				await new Promise((resolve) => setTimeout(resolve, wait));
				await killSuddenly(app, userData, victim);
				await ended;
			});
		}
		await rm(folder, { recursive: true, force: true });
	});
}
