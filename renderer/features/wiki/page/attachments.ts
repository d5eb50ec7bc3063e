/** Files that are pasted, dropped or picked become items that pages embed by name. */
import type { ShellApi } from "../../../../shared/host";
import type { ItemId } from "../../../../shared/model/item";
import type { Command, Engine } from "../../../engine/contract";

/** Larger files are copied by the shell, without passing through the window. */
const LARGEST_IN_WINDOW = 20 * 1024 * 1024;

const BY_ENDING: Readonly<Record<string, string>> = {
	png: "image/png",
	jpg: "image/jpeg",
	jpeg: "image/jpeg",
	gif: "image/gif",
	webp: "image/webp",
	avif: "image/avif",
	svg: "image/svg+xml",
	pdf: "application/pdf",
	mp3: "audio/mpeg",
	mp4: "video/mp4",
};

function mediaType(file: File): string {
	const ending = file.name.split(".").at(-1)?.toLowerCase() ?? "";
	return file.type !== "" ? file.type : (BY_ENDING[ending] ?? "application/octet-stream");
}

/** The clipboard calls every picture "image.png"; the time tells them apart. */
function nameFor(file: File, pasted: (time: string) => string): string {
	if (!/^image\.\w+$/.test(file.name) && file.name !== "") return file.name;
	const ending = file.name.split(".").at(-1) ?? "png";
	const time = new Date().toISOString().slice(0, 19).replace("T", " ").replaceAll(":", ".");
	return `${pasted(time)}.${ending}`;
}

/** A name that nothing has yet: "plan.png", "plan 2.png", … */
async function freeName(engine: Pick<Engine, "ask">, name: string, taken: ReadonlySet<string>): Promise<string> {
	const dot = name.lastIndexOf(".");
	const stem = dot > 0 ? name.slice(0, dot) : name;
	const ending = dot > 0 ? name.slice(dot) : "";
	for (let number = 1; ; number++) {
		const candidate = number === 1 ? name : `${stem} ${number}${ending}`;
		const [row] = await engine.ask("resolve", { names: [candidate] });
		if ((row === null || row === undefined) && !taken.has(candidate)) return candidate;
	}
}

/** Characters that cannot stand in `[[ ]]`. */
function linkable(name: string): string {
	return name.replace(/[[\]|#^\n\r]/g, "-").trim();
}

/** Keeps files with the page and gives the names they are embedded by. */
export async function keepFiles(
	engine: Pick<Engine, "ask" | "run" | "job">,
	shell: Pick<ShellApi, "keepBlob" | "grantDropped">,
	files: readonly File[],
	page: ItemId,
	pasted: (time: string) => string,
): Promise<readonly string[]> {
	const names: string[] = [];
	const commands: Command[] = [];
	const large = files.filter((file) => file.size > LARGEST_IN_WINDOW);
	for (const file of files) {
		if (file.size > LARGEST_IN_WINDOW) continue;
		const name = await freeName(engine, linkable(nameFor(file, pasted)), new Set(names));
		const { hash, size } = await shell.keepBlob(new Uint8Array(await file.arrayBuffer()));
		commands.push({ do: "create", kind: "file", fields: { title: name, hash, size, mediaType: mediaType(file), parent: page } });
		names.push(name);
	}
	if (commands.length > 0) await engine.run(commands);
	if (large.length > 0) {
		const sources = await shell.grantDropped(large);
		names.push(
			...(await attach(
				engine,
				sources.map(({ grant }) => grant),
				page,
			)),
		);
	}
	return names;
}

async function attach(engine: Pick<Engine, "ask" | "job">, grants: readonly string[], into: ItemId): Promise<readonly string[]> {
	const { ids } = await engine.job("attach-files", { grants, into }).finished;
	return (await engine.ask("items", { ids })).map(({ title }) => title);
}

/** Lets the person pick a file, which is then kept with the page. */
export async function pickFiles(
	engine: Pick<Engine, "ask" | "job">,
	shell: Pick<ShellApi, "pickSource">,
	page: ItemId,
): Promise<readonly string[]> {
	const source = await shell.pickSource("attachment");
	return source === null ? [] : attach(engine, [source.grant], page);
}
