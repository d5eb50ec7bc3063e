import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createFileKeyStorage, createMemoryKeyStorage, type KeyStorage, type SecretSeal } from "../../electron/keys/key-storage";
import { createKeyVault } from "../../electron/keys/key-vault";
import { loadSodium } from "../../electron/keys/sodium";
import { ENVELOPE_DOMAIN, isDeviceCertified, SESSION_DOMAIN } from "../../shared/protocol/identity";
import { temporaryFolder } from "../shell/temporary-folder";

/** Stands for the system's secret store: it turns bytes round and marks them. */
const seal: SecretSeal = {
	seal: (text) => Buffer.from(`sealed${[...text].reverse().join("")}`),
	open: (bytes) => {
		const text = Buffer.from(bytes).toString();
		if (!text.startsWith("sealed")) throw new Error("not sealed here");
		return [...text.slice(6)].reverse().join("");
	},
};

const storages: readonly (readonly [string, () => Promise<KeyStorage>])[] = [
	["a sealed file", async () => createFileKeyStorage(join(await temporaryFolder(), "keys/identity.json"), seal)],
	["a file with permissions", async () => createFileKeyStorage(join(await temporaryFolder(), "keys/identity.json"), null)],
	["memory", async () => createMemoryKeyStorage()],
];

const message = new Uint8Array([...ENVELOPE_DOMAIN, 1, 2, 3]);

describe.each(storages)("a key vault in %s", (_, make) => {
	test("makes an identity once and opens the same one ever after", async () => {
		const storage = await make();
		const first = await createKeyVault(storage, loadSodium).open();
		const second = await createKeyVault(storage, loadSodium).open();
		expect(second).toEqual(first);
		expect(first.installation).toHaveLength(8);
		expect(first.holdsPersonKey).toBe(true);
	});

	test("opens once when several ask at the same time", async () => {
		const vault = createKeyVault(await make(), loadSodium);
		const all = await Promise.all([vault.open(), vault.open(), vault.open()]);
		expect(new Set(all.map((identity) => Buffer.from(identity.deviceKey).toString("hex"))).size).toBe(1);
	});

	test("the person certifies the device", async () => {
		const { personKey, deviceKey, deviceCertificate } = await createKeyVault(await make(), loadSodium).open();
		expect(isDeviceCertified(await loadSodium(), personKey, deviceKey, deviceCertificate)).toBe(true);
	});

	test("signs as the device", async () => {
		const vault = createKeyVault(await make(), loadSodium);
		const { deviceKey } = await vault.open();
		const signatures = await Promise.all([vault.sign(message), vault.sign(message)]);
		const sodium = await loadSodium();
		for (const signature of signatures) expect(sodium.crypto_sign_verify_detached(signature, message, deviceKey)).toBe(true);
	});

	test("signs for a session too", async () => {
		const vault = createKeyVault(await make(), loadSodium);
		const { deviceKey } = await vault.open();
		const session = new Uint8Array([...SESSION_DOMAIN, 1, 2, 3]);
		expect((await loadSodium()).crypto_sign_verify_detached(await vault.sign(session), session, deviceKey)).toBe(true);
	});

	test("signs nothing but envelopes and sessions", async () => {
		const vault = createKeyVault(await make(), loadSodium);
		const other = new TextEncoder().encode("commonplace/device/1\n and a key");
		await expect(vault.sign(other)).rejects.toMatchObject({ code: "bad-request" });
		for (const domain of [ENVELOPE_DOMAIN, SESSION_DOMAIN]) await expect(vault.sign(domain)).rejects.toMatchObject({ code: "bad-request" });
		await expect(vault.sign(new Uint8Array())).rejects.toMatchObject({ code: "bad-request" });
	});

	test("gives no private key to the engine", async () => {
		const storage = await make();
		const identity = await createKeyVault(storage, loadSodium).open();
		const stored = await storage.read();
		const given = JSON.stringify(identity, (_key, value: unknown) =>
			value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value,
		);
		for (const key of [stored?.personPrivateKey, stored?.devicePrivateKey]) {
			expect(key).toHaveLength(128);
			expect(given).not.toContain(key?.slice(0, 64));
		}
	});

	test("takes over a person with a device of its own, and remembers the earlier one", async () => {
		const old = createKeyVault(createMemoryKeyStorage(), loadSodium);
		const before = await old.open();
		const vault = createKeyVault(await make(), loadSodium);
		const empty = await vault.open();
		const after = await vault.install(await old.personKeys());
		expect(after.personKey).toEqual(before.personKey);
		expect(after.formerSpace).toEqual(before.formerSpace);
		expect(after.deviceKey).not.toEqual(before.deviceKey);
		expect(after.deviceKey).not.toEqual(empty.deviceKey);
		expect(after.installation).not.toEqual(before.installation);
		expect(after.otherDevices).toEqual([{ deviceKey: before.deviceKey, certificate: before.deviceCertificate }]);
		expect(await vault.open()).toEqual(after);
		expect(isDeviceCertified(await loadSodium(), after.personKey, after.deviceKey, after.deviceCertificate)).toBe(true);
	});

	test("takes over a person also where the device has signed before, as when the log was lost", async () => {
		const storage = await make();
		await createKeyVault(storage, loadSodium).sign(message);
		const other = createKeyVault(createMemoryKeyStorage(), loadSodium);
		const again = createKeyVault(storage, loadSodium);
		const after = await again.install(await other.personKeys());
		expect(after.personKey).toEqual((await other.open()).personKey);
		expect(await createKeyVault(storage, loadSodium).open()).toEqual(after);
	});

	test("signing while a person is taken over does not bring the former one back", async () => {
		const storage = await make();
		const vault = createKeyVault(storage, loadSodium);
		const person = await createKeyVault(createMemoryKeyStorage(), loadSodium).personKeys();
		await vault.open();
		const [, after] = await Promise.all([vault.sign(message), vault.install(person), vault.sign(message), vault.open()]);
		expect(await vault.open()).toEqual(after);
		expect(await createKeyVault(storage, loadSodium).open()).toEqual(after);
	});
});

describe("a key file", () => {
	test("is kept beside the new one when a person is taken over, each time", async () => {
		const folder = await temporaryFolder();
		const path = join(folder, "identity.json");
		const vault = createKeyVault(createFileKeyStorage(path, seal), loadSodium);
		const person = await createKeyVault(createMemoryKeyStorage(), loadSodium).personKeys();
		const former: string[] = [];
		for (let times = 0; times < 3; times += 1) {
			await vault.open();
			former.push(await readFile(path, "utf8"));
			await vault.install(person);
		}
		const aside = (await readdir(folder)).filter((name) => name !== "identity.json");
		for (const name of aside) {
			expect(name).toMatch(/^identity-\d{4}-\d\d-\d\dT.*\.json$/);
			expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
		}
		const kept = await Promise.all(aside.map((name) => readFile(join(folder, name), "utf8")));
		expect(kept.sort()).toEqual(former.sort());
	});

	test("of the first version opens: its private space is the former one, and it is written in the second when keys change", async () => {
		const path = join(await temporaryFolder(), "identity.json");
		const first = await readFile("tests/fixtures/keys/first-version.json", "base64");
		await writeFile(path, JSON.stringify({ version: 1, protectedBy: "file-permissions", keys: first }));
		const storage = createFileKeyStorage(path, null);
		const vault = createKeyVault(storage, loadSodium);
		const identity = await vault.open();
		expect(identity.formerSpace).toEqual({ id: "0f".repeat(16), epoch: 0, keys: [new Uint8Array(32).fill(0xab)] });
		expect(identity.holdsPersonKey).toBe(true);
		const sodium = await loadSodium();
		const { personKey, deviceKey, deviceCertificate, otherDevices } = identity;
		for (const device of [...otherDevices, { deviceKey, certificate: deviceCertificate }])
			expect(isDeviceCertified(sodium, personKey, device.deviceKey, device.certificate)).toBe(true);
		const after = await vault.install(await vault.personKeys());
		expect(after.otherDevices).toHaveLength(2);
		expect((await storage.read())?.version).toBe(2);
		expect(await createKeyVault(createFileKeyStorage(path, null), loadSodium).open()).toEqual(after);
	});

	test("is for the person's account alone, and sealed it shows no key", async () => {
		const path = join(await temporaryFolder(), "identity.json");
		const storage = createFileKeyStorage(path, seal);
		await createKeyVault(storage, loadSodium).open();
		expect((await stat(path)).mode & 0o777).toBe(0o600);
		const keys = await storage.read();
		const text = await readFile(path, "utf8");
		expect(text).not.toContain(keys?.personPrivateKey ?? "");
		expect(Buffer.from((JSON.parse(text) as { keys: string }).keys, "base64").toString()).not.toContain(keys?.personPrivateKey ?? "");
	});

	test.each([
		["cut short", (text: string) => text.slice(0, text.length / 2)],
		["empty", () => ""],
		["of another format", () => '{"version":2}'],
		["with damaged content", (text: string) => text.replace(/"keys":"..../, '"keys":"AAAA')],
	])("that is %s is said to be unreadable and stays as it is", async (_, damage) => {
		const path = join(await temporaryFolder(), "identity.json");
		await createKeyVault(createFileKeyStorage(path, seal), loadSodium).open();
		const damaged = damage(await readFile(path, "utf8"));
		await writeFile(path, damaged);
		const vault = createKeyVault(createFileKeyStorage(path, seal), loadSodium);
		await expect(vault.open()).rejects.toMatchObject({ code: "keys-unreadable" });
		await expect(vault.sign(message)).rejects.toMatchObject({ code: "keys-unreadable" });
		expect(await readFile(path, "utf8")).toBe(damaged);
	});

	test("that the secret store sealed is unreadable without it, and readable when it is back", async () => {
		const path = join(await temporaryFolder(), "identity.json");
		const before = await createKeyVault(createFileKeyStorage(path, seal), loadSodium).open();
		await expect(createKeyVault(createFileKeyStorage(path, null), loadSodium).open()).rejects.toMatchObject({ code: "keys-unreadable" });
		expect(await createKeyVault(createFileKeyStorage(path, seal), loadSodium).open()).toEqual(before);
	});

	test("moves into the secret store once there is one", async () => {
		const path = join(await temporaryFolder(), "identity.json");
		const before = await createKeyVault(createFileKeyStorage(path, null), loadSodium).open();
		expect(await createKeyVault(createFileKeyStorage(path, seal), loadSodium).open()).toEqual(before);
		expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ protectedBy: "system" });
	});
});
