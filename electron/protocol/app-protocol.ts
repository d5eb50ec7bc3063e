import { protocol } from "electron";
import type { BlobStore } from "../files/blob-store";
import { serveBlob } from "./blob-files";
import { type BookFolders, notFound, serveBookFile } from "./book-files";

/** Makes `app:` a real, secure origin for pages. Must run before Electron is ready. */
export function registerAppScheme(): void {
	protocol.registerSchemesAsPrivileged([
		{ scheme: "app", privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
	]);
}

/** Answers `app://book/…` with the interface and `app://files/…` with the person's files; nothing else exists. */
export function answerAppRequests(folders: BookFolders, blobs: BlobStore, note: (line: string) => void): void {
	protocol.handle("app", async (request) => {
		try {
			const address = new URL(request.url);
			if (request.method !== "GET" && request.method !== "HEAD") return notFound();
			if (address.host === "book") return await serveBookFile(folders, address);
			if (address.host === "files") return await serveBlob(blobs, request);
		} catch (error) {
			note(`a request could not be answered: ${String(error)}`);
		}
		return notFound();
	});
}
