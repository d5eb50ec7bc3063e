import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { findSecrets } from "./leak-scan";

test("a secret is found in whatever spelling and wherever it stands", () => {
	fc.assert(
		fc.property(
			fc.uint8Array({ minLength: 8, maxLength: 40 }),
			fc.uint8Array({ maxLength: 20 }),
			fc.uint8Array({ maxLength: 20 }),
			fc.constantFrom("hex", "base64", "base64url", "latin1"),
			(secret, before, behind, encoding) => {
				const content = Buffer.from(Buffer.concat([before, secret, behind]).toString(encoding as BufferEncoding), "latin1");
				expect(findSecrets("a file", content, [{ name: "key", value: secret }])).not.toEqual([]);
			},
		),
	);
	expect(findSecrets("a file", Buffer.from("Größe & Gewicht", "utf16le"), [{ name: "title", value: "Größe & Gewicht" }])).toEqual([
		"a file: title (16-bit text)",
	]);
});

test("nothing is found where nothing is, and what is too short to look for is refused", () => {
	expect(findSecrets("a file", randomBytes(100_000), [{ name: "key", value: randomBytes(32) }])).toEqual([]);
	expect(() => findSecrets("a file", randomBytes(10), [{ name: "word", value: "page" }])).toThrow(/too short/);
});
