import { MessageChannel } from "node:worker_threads";
import { openMemoryIndex } from "../../renderer/engine/search/in-process";
import type { IndexReply } from "../../renderer/engine/search/worker/messages";
import { serveIndex } from "../../renderer/engine/search/worker/serve-index";
import { indexOver } from "../../renderer/engine/search/worker-client";
import { searchIndexContract } from "./search-index";

searchIndexContract("in memory, in this thread", openMemoryIndex);

searchIndexContract("behind messages, as in its own worker", async () => {
	const { port1, port2 } = new MessageChannel();
	const serve = serveIndex(openMemoryIndex(), (reply) => port2.postMessage(reply));
	port2.on("message", serve);
	return indexOver({
		send: (request) => port1.postMessage(request),
		onReply: (listener) => port1.on("message", (reply: IndexReply) => listener(reply)),
		onEnd: () => {},
		end: () => port1.close(),
	});
});
