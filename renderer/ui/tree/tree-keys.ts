/** What a key means in a tree, after the pattern for tree views of the ARIA Authoring Practices. */
import type { TreePlacement } from "./tree-source";
import type { NodeLine, TreeLine } from "./visible-lines";

export interface PressedKey {
	readonly key: string;
	readonly altKey: boolean;
	readonly ctrlKey: boolean;
	readonly metaKey: boolean;
	readonly shiftKey: boolean;
}

export type TreeIntent =
	| { readonly do: "focus"; readonly id: string }
	| { readonly do: "expand"; readonly ids: readonly string[] }
	| { readonly do: "collapse"; readonly id: string }
	| { readonly do: "choose"; readonly id: string }
	| { readonly do: "rename"; readonly id: string }
	| { readonly do: "remove"; readonly id: string }
	| { readonly do: "menu"; readonly id: string }
	| { readonly do: "place"; readonly placement: TreePlacement }
	/** A letter: go to the next entry whose name begins with what is being typed. */
	| { readonly do: "seek"; readonly letter: string };

/** What the key asks for while `active` is the entry in focus; null when it means nothing here. */
export function treeIntent(pressed: PressedKey, lines: readonly TreeLine[], active: string | null): TreeIntent | null {
	const nodes = lines.filter((line): line is NodeLine => line.is === "node");
	const index = nodes.findIndex((node) => node.entry.id === active);
	const node = nodes[index];
	if (node === undefined) return focusOn(pressed.key === "End" ? nodes.at(-1) : nodes[0], pressed.key);
	if (pressed.altKey) return placing(pressed.key, nodes, node);
	if (pressed.ctrlKey || pressed.metaKey) return null;
	const { id } = node.entry;
	switch (pressed.key) {
		case "ArrowDown":
			return focus(nodes[index + 1]);
		case "ArrowUp":
			return focus(nodes[index - 1]);
		case "Home":
			return focus(nodes[0]);
		case "End":
			return focus(nodes.at(-1));
		case "ArrowRight":
			if (!node.entry.hasChildren) return null;
			return node.expanded ? focus(nodes[index + 1]?.parent === id ? nodes[index + 1] : undefined) : { do: "expand", ids: [id] };
		case "ArrowLeft":
			if (node.expanded) return { do: "collapse", id };
			return node.parent === null ? null : { do: "focus", id: node.parent };
		case "*":
			return {
				do: "expand",
				ids: nodes.filter((other) => other.parent === node.parent && other.entry.hasChildren).map((other) => other.entry.id),
			};
		case "Enter":
		case " ":
			return { do: "choose", id };
		case "F2":
			return node.entry.locked === true ? null : { do: "rename", id };
		case "Delete":
			return node.entry.locked === true ? null : { do: "remove", id };
		case "ContextMenu":
			return { do: "menu", id };
		case "F10":
			return pressed.shiftKey ? { do: "menu", id } : null;
		default:
			return [...pressed.key].length === 1 ? { do: "seek", letter: pressed.key } : null;
	}
}

/** The entry to go to for letters typed quickly one after another: the next one, from the top again at the end. */
export function seek(lines: readonly TreeLine[], active: string | null, typed: string): string | null {
	const nodes = lines.filter((line): line is NodeLine => line.is === "node");
	const from = nodes.findIndex((node) => node.entry.id === active);
	const wanted = typed.toLocaleLowerCase();
	// A single letter moves on; further letters may stay where they are.
	const start = [...typed].length === 1 ? from + 1 : Math.max(from, 0);
	for (let step = 0; step < nodes.length; step++) {
		const node = nodes[(start + step) % nodes.length];
		if (node?.entry.label.toLocaleLowerCase().startsWith(wanted)) return node.entry.id;
	}
	return null;
}

function focus(node: NodeLine | undefined): TreeIntent | null {
	return node === undefined ? null : { do: "focus", id: node.entry.id };
}

function focusOn(node: NodeLine | undefined, key: string): TreeIntent | null {
	return ["ArrowDown", "ArrowUp", "Home", "End"].includes(key) ? focus(node) : null;
}

/** Alt and an arrow move the entry itself: up and down among its siblings, right into the one above, left out of its parent. */
function placing(key: string, nodes: readonly NodeLine[], node: NodeLine): TreeIntent | null {
	if (node.entry.locked === true) return null;
	const siblings = nodes.filter((other) => other.parent === node.parent);
	const at = siblings.indexOf(node);
	const { id } = node.entry;
	const place = (parent: string | null, before: string | null): TreeIntent => ({ do: "place", placement: { id, parent, before } });
	const above = siblings[at - 1];
	switch (key) {
		case "ArrowUp":
			return above === undefined ? null : place(node.parent, above.entry.id);
		case "ArrowDown":
			return siblings[at + 1] === undefined ? null : place(node.parent, siblings[at + 2]?.entry.id ?? null);
		case "ArrowRight":
			return above === undefined ? null : place(above.entry.id, null);
		case "ArrowLeft": {
			const parent = nodes.find((other) => other.entry.id === node.parent);
			if (parent === undefined) return null;
			const uncles = nodes.filter((other) => other.parent === parent.parent);
			return place(parent.parent, uncles[uncles.indexOf(parent) + 1]?.entry.id ?? null);
		}
		default:
			return null;
	}
}
