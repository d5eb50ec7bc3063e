/**
 * The few globals that every runtime of ours has (browser, worker, Node) and that ECMAScript does not name.
 * Shared code may use these and no other.
 */
declare class TextEncoder {
	encode(text: string): Uint8Array;
}
declare class TextDecoder {
	constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
	decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}
declare class URL {
	constructor(address: string, base?: string);
	protocol: string;
	host: string;
	hostname: string;
	pathname: string;
	search: string;
	hash: string;
	href: string;
	readonly searchParams: URLSearchParams;
}
declare class URLSearchParams {
	constructor(init?: string | readonly (readonly [string, string])[]);
	entries(): IterableIterator<[string, string]>;
	get(name: string): string | null;
	toString(): string;
}
declare class DecompressionStream {
	constructor(format: "deflate");
	readonly readable: { getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array }>; cancel(): Promise<void> } };
	readonly writable: { getWriter(): { write(bytes: Uint8Array): Promise<void>; close(): Promise<void> } };
}
