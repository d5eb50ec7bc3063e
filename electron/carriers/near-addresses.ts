import type { NetworkInterfaceInfo } from "node:os";

/** Whether an IPv4 address is on the network of the interface that has the other one. */
export function isNear(
	from: string,
	address: string,
	interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
): boolean {
	const own = Object.values(interfaces)
		.flatMap((addresses) => addresses ?? [])
		.find((candidate) => candidate.address === address);
	if (own === undefined || own.family !== "IPv4") return from === address;
	const [theirs, ours, mask] = [numbersOf(from), numbersOf(address), numbersOf(own.netmask)];
	return (
		theirs.length === 4 && theirs.every((part, index) => (part & (mask[index] ?? 255)) === ((ours[index] ?? 0) & (mask[index] ?? 255)))
	);
}

function numbersOf(address: string): readonly number[] {
	return /^\d{1,3}(\.\d{1,3}){3}$/.test(address) ? address.split(".").map(Number) : [];
}
