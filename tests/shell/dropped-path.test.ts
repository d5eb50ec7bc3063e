import { expect, test } from "vitest";
import { droppedPath } from "../../electron/preload/dropped-path";

const withPath = (path: unknown): File => Object.assign(new File(["x"], "note.md"), { path });

test("a real file's place is told, by the function that newer Electrons have or by the file itself", () => {
	expect(droppedPath(new File(["x"], "note.md"), () => "/home/marta/note.md")).toBe("/home/marta/note.md");
	expect(droppedPath(withPath("/home/marta/note.md"), null)).toBe("/home/marta/note.md");
});

test("an object that only says where it lies is no file", () => {
	const tellPath = (): string => {
		throw new Error("asked about what is no file");
	};
	for (const fake of [{ path: "/etc/passwd" }, { name: "note.md", path: "/etc/passwd" }, null, undefined, "/etc/passwd", new Blob(["x"])]) {
		expect(droppedPath(fake, null)).toBe("");
		expect(droppedPath(fake, tellPath)).toBe("");
	}
	expect(droppedPath(withPath(5), null)).toBe("");
	expect(droppedPath(new File(["x"], "note.md"), null)).toBe("");
});
