/** The pages as a tree reads them: children of one page at a time, live. */
import type { Engine } from "../../../engine/contract";
import type { TreeEntry, TreeSource } from "../../../ui/tree";

export function pageSource(engine: Pick<Engine, "watch">, untitled: string): TreeSource {
	return {
		watch(parent, tell) {
			tell({ is: "loading" });
			return engine.watch(
				"children",
				{ kind: "page", parent },
				(rows) =>
					tell({
						is: "ready",
						entries: rows.map(
							(row): TreeEntry => ({
								id: row.id,
								label: row.title === "" ? untitled : row.title,
								hasChildren: row.hasChildren,
								locked: row.readOnly === 1,
							}),
						),
					}),
				() => tell({ is: "failed" }),
			);
		},
	};
}
