/** Queries that need an item's document: its history and its authors. */
import { readString } from "../../../shared/model/item";
import { modelOf } from "../../../shared/model/registry";
import { authoredSpans, textAt, versions } from "../text/history";
import { concerns, type QueryDefinitions } from "./query";

const textFieldOf = (document: Readonly<Record<string, unknown>>): string => modelOf(readString(document.kind))?.textFields[0] ?? "";

export const textQueries: Pick<QueryDefinitions, "history" | "versionText" | "authorship" | "health"> = {
	history: {
		async answer({ id }, { documents, authorsOf }) {
			const authorOf = await authorsOf(id);
			return documents.use(id, ({ doc }) => versions(doc, authorOf));
		},
		touchedBy: ({ id }, change) => concerns(id, change),
	},
	versionText: {
		answer: ({ id, heads }, { documents }) => documents.use(id, ({ doc }) => textAt(doc, textFieldOf(doc), heads)),
		touchedBy: () => false,
	},
	authorship: {
		async answer({ id }, { documents, authorsOf }) {
			const authorOf = await authorsOf(id);
			return documents.use(id, ({ doc }) => {
				const field = textFieldOf(doc);
				return field === "" ? [] : authoredSpans(doc, field, authorOf);
			});
		},
		touchedBy: ({ id }, change) => concerns(id, change) && change.prose,
	},
	health: {
		answer: (_, { health }) => health(),
		touchedBy: () => true,
	},
};
