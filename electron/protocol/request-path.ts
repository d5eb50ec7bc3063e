/**
 * The segments of an address's path, decoded; null when any of them could lead elsewhere: an encoded slash or backslash,
 * `.` or `..`, an empty or NUL-carrying one, or an encoding that is not one.
 */
export function pathSegments(pathname: string): readonly string[] | null {
	const parts = pathname.replace(/^\//, "").split("/");
	const decoded: string[] = [];
	for (const part of parts) {
		const segment = decodeSegment(part);
		if (segment === null || segment === "" || segment === "." || segment === ".." || /[/\\\0:]/.test(segment)) return null;
		decoded.push(segment);
	}
	return decoded;
}

function decodeSegment(part: string): string | null {
	try {
		return decodeURIComponent(part);
	} catch {
		return null;
	}
}
