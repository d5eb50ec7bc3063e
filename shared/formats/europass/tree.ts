/** What a Europass file says as a tree, the same for XML and JSON; every leaf remembers whether it was taken. */
import { Parser } from "htmlparser2";
import { DEEPEST_RESUME, UnreadableResume } from "../resume/unreadable";

export interface Tree {
	readonly name: string;
	text: string;
	readonly children: Tree[];
	taken: boolean;
}

const MOST_LEAVES = 100_000;

/** A tree or a leaf that nobody took yet. */
export function tree(name: string, text = ""): Tree {
	return { name, text, children: [], taken: false };
}

/**
 * Reads XML without a document type: entities other than the five of XML and numbered characters stay as they are
 * written, nothing is expanded or fetched. Attributes become leaves (`year` as `Year`), `XList` is left out around its
 * entries, so that it is as in JSON.
 */
export function treeOfXml(xml: string): Tree {
	const top = tree("");
	const open = [top];
	let count = 0;
	const add = (child: Tree): void => {
		open[open.length - 1]?.children.push(child);
		if (++count > MOST_LEAVES) throw new UnreadableResume("too-many");
	};
	const parser = new Parser(
		{
			onopentag(name, attributes) {
				if (open.length > DEEPEST_RESUME) throw new UnreadableResume("too-deep");
				const plain = withoutPrefix(name);
				const element = tree(plain);
				const isList = plain.length > 4 && plain.endsWith("List");
				if (!isList) add(element);
				open.push(isList ? (open[open.length - 1] ?? top) : element);
				for (const [attribute, value] of Object.entries(attributes)) add(tree(capital(attribute), value));
			},
			ontext(text) {
				const element = open[open.length - 1];
				if (element !== undefined) element.text += text;
			},
			onclosetag() {
				if (open.length > 1) open.pop();
			},
		},
		{ xmlMode: true, decodeEntities: true },
	);
	parser.write(xml);
	parser.end();
	return top;
}

export function treeOfJson(value: unknown): Tree {
	const top = tree("");
	let count = 0;
	const add = (parent: Tree, name: string, said: unknown, depth: number): void => {
		if (depth > DEEPEST_RESUME) throw new UnreadableResume("too-deep");
		if (++count > MOST_LEAVES) throw new UnreadableResume("too-many");
		if (Array.isArray(said)) for (const entry of said) add(parent, name, entry, depth + 1);
		else if (typeof said === "object" && said !== null) {
			const child = tree(name);
			parent.children.push(child);
			for (const [key, entry] of Object.entries(said)) add(child, capital(key), entry, depth + 1);
		} else if (said !== null && said !== "") parent.children.push(tree(name, String(said)));
	};
	if (typeof value === "object" && value !== null) for (const [key, entry] of Object.entries(value)) add(top, key, entry, 1);
	return top;
}

function withoutPrefix(name: string): string {
	return name.slice(name.indexOf(":") + 1);
}

function capital(name: string): string {
	return name.charAt(0).toUpperCase() + name.slice(1);
}

/** All trees at a path of names parted by dots. */
export function allAt(from: Tree, path: string): readonly Tree[] {
	let found: readonly Tree[] = [from];
	for (const name of path.split(".")) found = found.flatMap((one) => one.children.filter((child) => child.name === name));
	return found;
}

/** Takes the text at a path that nobody took yet; "" when there is none. */
export function takeText(from: Tree, path: string): string {
	const leaf = allAt(from, path).find((found) => !found.taken && found.text.trim() !== "");
	if (leaf === undefined) return "";
	leaf.taken = true;
	return leaf.text.trim();
}

/** Every text that nobody took, with its path. */
export function leftOver(from: Tree, path = ""): readonly (readonly [path: string, text: string])[] {
	const own = from.taken || from.text.trim() === "" ? [] : [[path, from.text.trim()] as const];
	return [...own, ...from.children.flatMap((child) => leftOver(child, path === "" ? child.name : `${path}.${child.name}`))];
}
