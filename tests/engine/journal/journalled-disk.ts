/** The disk of a book whose shell has real keys and keeps a real journal. */
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createJournal, type Journal } from "../../../electron/journal/journal";
import { createMemoryKeyStorage } from "../../../electron/keys/key-storage";
import { createKeyVault, type KeyVault } from "../../../electron/keys/key-vault";
import { loadSodium } from "../../../electron/keys/sodium";
import type { RunningEngine } from "../../../renderer/engine/engine";
import { HostError } from "../../../renderer/engine/errors";
import type { Host, HostCallName } from "../../../shared/host";
import { temporaryFolder } from "../../shell/temporary-folder";
import { type TestDisk, testDisk } from "../test-book";

export interface JournalledDisk {
	readonly disk: TestDisk;
	readonly journal: Journal;
	readonly vault: KeyVault;
	readonly folder: string;
	/** Calls that fail from now on. */
	readonly failing: Set<HostCallName>;
}

export async function journalledDisk(): Promise<JournalledDisk> {
	const folder = join(await temporaryFolder(), "journal");
	const journal = createJournal(folder, 4000);
	onTestFinished(() => journal.close());
	const vault = createKeyVault(createMemoryKeyStorage(), loadSodium, () => journal.setAside());
	const disk = await testDisk();
	const failing = new Set<HostCallName>();
	const answers: Partial<Record<HostCallName, (...args: never[]) => Promise<unknown>>> = {
		"identity.open": vault.open,
		"identity.sign": vault.sign,
		"identity.openBoxes": vault.openBoxes,
		"identity.certify": vault.certify,
		"identity.belong": vault.belong,
		"identity.renew": vault.renew,
		"journal.state": journal.state,
		"journal.append": journal.append,
		"journal.read": journal.read,
	};
	const host: Host = {
		call: async (name, ...args) => {
			if (failing.has(name)) throw new HostError("failed", `${name} fails in this test`);
			const answer = answers[name] as ((...given: readonly unknown[]) => Promise<never>) | undefined;
			return answer === undefined ? disk.host.host.call(name, ...args) : answer(...args);
		},
	};
	return { disk: { ...disk, host: { ...disk.host, host }, journalDelay: 1 }, journal, vault, folder, failing };
}

/** Waits until the journal ends with what the log ends with. */
export async function caughtUp({ journal }: JournalledDisk, book: RunningEngine): Promise<void> {
	for (;;) {
		const newest = (await book.log.after((await book.log.lastSeq()) - 1, 1))[0]?.id;
		if ((await journal.state()).last.at(-1) === newest) return;
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}

/** Everything that the journal gives back. */
export async function idsIn(journal: Journal): Promise<string[]> {
	const ids: string[] = [];
	let from: string | null = null;
	do {
		const part: Awaited<ReturnType<Journal["read"]>> = await journal.read(from);
		ids.push(...part.entries.map(({ id }) => id));
		from = part.next;
	} while (from !== null);
	return ids;
}
