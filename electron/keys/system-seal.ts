import { safeStorage } from "electron";
import type { SecretSeal } from "./key-storage";

/**
 * The system's secret store (Keychain, DPAPI, GNOME Keyring, KWallet); null where there is none.
 * Chromium's `basic_text` on Linux encrypts with a password that everybody knows, so it counts as none.
 */
export function systemSeal(): SecretSeal | null {
	if (!safeStorage.isEncryptionAvailable()) return null;
	if (process.platform === "linux" && ["basic_text", "unknown"].includes(safeStorage.getSelectedStorageBackend())) return null;
	return {
		seal: (text) => safeStorage.encryptString(text),
		open: (bytes) => safeStorage.decryptString(Buffer.from(bytes)),
	};
}
