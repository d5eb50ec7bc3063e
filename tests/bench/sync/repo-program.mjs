// One side of automerge-repo for the bench: asked by lines of JSON, answers with one each.
import { mkdirSync } from "node:fs";
import { createInterface } from "node:readline";

// The project does not have these: they lie where this file is copied to.
const peer = (name) => import(`@automerge/${name}`);
const { Repo } = await peer("automerge-repo");
const { WebSocketClientAdapter, WebSocketServerAdapter } = await peer("automerge-repo-network-websocket");
const { NodeFSStorageAdapter } = await peer("automerge-repo-storage-nodefs");
const { WebSocketServer } = await import("ws");

const [side, folder, port] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const storage = new NodeFSStorageAdapter(folder);
const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);

function openRepo() {
	if (side === "client") {
		return new Repo({ storage, network: [new WebSocketClientAdapter(`ws://127.0.0.1:${port}`)], sharePolicy: async () => true });
	}
	const server = new WebSocketServer({ port: Number(port), host: "127.0.0.1" });
	server.on("listening", () => say({ port: server.address().port }));
	return new Repo({ storage, network: [new WebSocketServerAdapter(server)], sharePolicy: async () => false });
}

const repo = openRepo();

/** It gives up after a minute, which a busy machine can take: then it is asked again. */
async function findPatiently(url) {
	for (let tries = 0; tries < 10; tries += 1) {
		try {
			return await repo.find(url);
		} catch (error) {
			if (tries === 9) throw error;
		}
	}
}
// Of what it gave up it also tells nobody in particular.
process.on("unhandledRejection", () => undefined);

const deeds = {
	/** Makes so many documents and waits until they are on this side's disk. */
	async make({ count, text }) {
		const urls = [];
		// In batches, each on the disk and some of it on its way before the next: all at once it takes far longer.
		for (let at = 0; at < count; at += 500) {
			const made = Array.from({ length: Math.min(500, count - at) }, (_, index) =>
				repo.create({ title: `Page ${at + index}`, body: text }),
			);
			await repo.flush(made.map(({ documentId }) => documentId));
			urls.push(...made.map(({ url }) => url));
		}
		return { urls };
	},
	/** Finds all of these, and waits until they are here and on the disk; stops after so many milliseconds. Says how many it found. */
	async find({ urls, limit }) {
		const started = performance.now();
		const spent = () => performance.now() - started;
		const over = new Promise((resolve) => setTimeout(resolve, limit, false));
		let found = 0;
		for (let at = 0; at < urls.length && spent() < limit; at += 100) {
			const part = urls.slice(at, at + 100);
			const all = Promise.all(part.map(findPatiently)).then(() => true);
			all.catch(() => undefined);
			if (await Promise.race([all, over])) found += part.length;
		}
		if (found === urls.length) await Promise.race([repo.flush(), over]);
		return { milliseconds: spent(), found };
	},
	/** How many of these, from a place on, this side's disk has without a gap. */
	async have({ urls, from }) {
		let have = from;
		while (have < urls.length && (await storage.loadRange([urls[have].slice("automerge:".length)])).length > 0) have += 1;
		return { have };
	},
};

createInterface({ input: process.stdin }).on("line", async (line) => {
	const { deed, ...given } = JSON.parse(line);
	try {
		say(await deeds[deed](given));
	} catch (error) {
		say({ failed: String(error) });
	}
});
if (side === "client") say({ ready: true });
