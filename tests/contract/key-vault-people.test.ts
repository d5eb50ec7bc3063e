import { describe, expect, test } from "vitest";
import { createMemoryKeyStorage } from "../../electron/keys/key-storage";
import { createKeyVault, type KeyVault } from "../../electron/keys/key-vault";
import { loadSodium } from "../../electron/keys/sodium";
import { toHex } from "../../shared/protocol/bytes";
import { certifyDevice, ENVELOPE_DOMAIN, isDeviceCertified } from "../../shared/protocol/identity";

const newVault = (): KeyVault => createKeyVault(createMemoryKeyStorage(), loadSodium);

/** A vault on a second laptop of the person whose first laptop is given. */
async function addedLaptop(first: KeyVault): Promise<KeyVault> {
	const second = newVault();
	const { deviceKey } = await second.open();
	const { personKey } = await first.open();
	await second.belong(personKey, await first.certify(deviceKey));
	return second;
}

async function boxFor(...recipients: readonly Uint8Array[]) {
	const sodium = await loadSodium();
	return recipients.map((to) => ({
		to: toHex(to),
		box: sodium.crypto_box_seal(new Uint8Array(48).fill(7), sodium.crypto_sign_ed25519_pk_to_curve25519(to)),
	}));
}

describe("boxes", () => {
	test("to the device and to the person open, others do not, and the answers stand in the order of the boxes", async () => {
		const vault = newVault();
		const { personKey, deviceKey } = await vault.open();
		const stranger = (await newVault().open()).deviceKey;
		const boxes = await boxFor(deviceKey, stranger, personKey);
		const opened = await vault.openBoxes(boxes);
		expect(opened.map((content) => content !== null)).toEqual([true, false, true]);
		expect(opened[0]).toEqual(opened[2]);
	});

	test("that were damaged, are empty or say a wrong name do not open, and do not keep others from opening", async () => {
		const vault = newVault();
		const { deviceKey, personKey } = await vault.open();
		const [good] = await boxFor(deviceKey);
		if (good === undefined) throw new Error("no box");
		const damaged = good.box.map((byte, index) => (index === 40 ? byte ^ 1 : byte));
		const opened = await vault.openBoxes([
			{ to: good.to, box: damaged },
			{ to: good.to, box: new Uint8Array() },
			{ to: toHex(personKey), box: good.box },
			good,
		]);
		expect(opened.map((content) => content !== null)).toEqual([false, false, false, true]);
	});

	test("to the person do not open on a laptop that was added; to its device they do", async () => {
		const first = newVault();
		const second = await addedLaptop(first);
		const { personKey, deviceKey } = await second.open();
		expect((await second.openBoxes(await boxFor(personKey, deviceKey))).map((content) => content !== null)).toEqual([false, true]);
	});

	test("to the device of a book open in what was restored from its backup, and from that one's backup", async () => {
		const first = newVault();
		const boxes = await boxFor((await first.open()).deviceKey);
		const second = newVault();
		await second.install(await first.personKeys());
		const third = newVault();
		await third.install(await second.personKeys());
		for (const vault of [second, third]) expect((await vault.openBoxes(boxes))[0]).toBeInstanceOf(Uint8Array);
	});
});

describe("a person's recovery kit", () => {
	test("makes a new laptop theirs, with a device of its own", async () => {
		const first = newVault();
		const { personKey, deviceKey } = await first.open();
		const second = newVault();
		await second.open();
		const after = await second.recover(await first.personSeed());
		expect(after.personKey).toEqual(personKey);
		expect(after.deviceKey).not.toEqual(deviceKey);
		expect(after.holdsPersonKey).toBe(true);
		expect(isDeviceCertified(await loadSodium(), personKey, after.deviceKey, after.deviceCertificate)).toBe(true);
		const [box] = await boxFor(personKey);
		expect((await second.openBoxes(box === undefined ? [] : [box]))[0]).toBeInstanceOf(Uint8Array);
		expect(await second.personSeed()).toEqual(await first.personSeed());
	});

	test("gives a laptop that was added the person's key, and leaves its device as it is", async () => {
		const first = newVault();
		const second = await addedLaptop(first);
		const before = await second.open();
		await expect(second.personSeed()).rejects.toMatchObject({ code: "no-person-key" });
		expect(await second.recover(await first.personSeed())).toEqual({ ...before, holdsPersonKey: true });
		await second.belong(before.personKey, before.deviceCertificate);
		expect((await second.open()).holdsPersonKey).toBe(true);
	});
});

test("what belongs to the former keys is set aside before they are, and only when another person or device takes their place", async () => {
	let left = 0;
	const storage = createMemoryKeyStorage();
	const leave = async (): Promise<void> => {
		left += 1;
		expect((await storage.read())?.deviceKey).toBe(toHex(before.deviceKey));
	};
	const vault = createKeyVault(storage, loadSodium, leave);
	const before = await vault.open();
	await vault.recover(await vault.personSeed());
	await vault.sign(new Uint8Array([...ENVELOPE_DOMAIN, 1]));
	expect(left).toBe(0);
	await vault.install(await vault.personKeys());
	expect(left).toBe(1);
});

describe("a laptop that is added", () => {
	test("is from then on one of the person's, with its own device, and cannot add others", async () => {
		const first = newVault();
		const second = newVault();
		const before = await second.open();
		const { personKey } = await first.open();
		const after = await second.belong(personKey, await first.certify(before.deviceKey));
		expect(after.personKey).toEqual(personKey);
		expect(after.deviceKey).toEqual(before.deviceKey);
		expect(isDeviceCertified(await loadSodium(), after.personKey, after.deviceKey, after.deviceCertificate)).toBe(true);
		expect(after.holdsPersonKey).toBe(false);
		expect(await second.open()).toEqual(after);
		await expect(second.certify(before.deviceKey)).rejects.toMatchObject({ code: "no-person-key" });
		const message = new Uint8Array([...ENVELOPE_DOMAIN, 1]);
		expect((await loadSodium()).crypto_sign_verify_detached(await second.sign(message), message, before.deviceKey)).toBe(true);
	});

	test("does not take a certificate for another device, of another person, or none, and stays as it was", async () => {
		const sodium = await loadSodium();
		const [first, second, third] = [newVault(), newVault(), newVault()];
		const before = await second.open();
		const { personKey } = await first.open();
		const forAnother = await first.certify((await third.open()).deviceKey);
		const byAnother = certifyDevice(sodium, sodium.crypto_sign_keypair().privateKey, before.deviceKey);
		for (const certificate of [forAnother, byAnother, new Uint8Array(64)])
			await expect(second.belong(personKey, certificate)).rejects.toMatchObject({ code: "wrong-certificate" });
		expect(await second.open()).toEqual(before);
	});

	test("keeps its former keys aside", async () => {
		const storage = createMemoryKeyStorage();
		const replaced: unknown[] = [];
		const second = createKeyVault(
			{
				...storage,
				async replace(keys) {
					replaced.push(await storage.read());
					await storage.replace(keys);
				},
			},
			loadSodium,
		);
		const before = await second.open();
		const first = newVault();
		await second.belong((await first.open()).personKey, await first.certify(before.deviceKey));
		expect(replaced).toMatchObject([{ personKey: toHex(before.personKey) }]);
	});

	test("its backup is taken over where the person's key is, and elsewhere says what is missing", async () => {
		const first = newVault();
		const second = await addedLaptop(first);
		const backup = await second.personKeys();
		expect(backup.personPrivateKey).toBeNull();
		const elsewhere = newVault();
		const before = await elsewhere.open();
		await expect(elsewhere.install(backup)).rejects.toMatchObject({ code: "no-person-key" });
		expect(await elsewhere.open()).toEqual(before);
		const restored = await first.install(backup);
		expect(restored.holdsPersonKey).toBe(true);
		expect(restored.otherDevices.map(({ deviceKey }) => toHex(deviceKey))).toContain(toHex((await second.open()).deviceKey));
	});
});
