/** What a named query is: how it is answered, and which changes of the library can alter the answer. */
import type { ItemId } from "../../../shared/model/item";
import type { Health, Queries, QueryName } from "../contract";
import type { Desk } from "../desk";
import type { Documents } from "../documents/documents";
import type { Catalogue } from "../library/catalogue";
import type { Library, RowChange } from "../library/library";
import type { SearchIndex } from "../search/search-index";
import type { AuthorOf } from "../text/history";

export interface QueryContext {
	readonly library: () => Library;
	readonly catalogue: Catalogue;
	readonly documents: Pick<Documents, "use">;
	readonly search: SearchIndex;
	/** Who wrote in an item. */
	readonly authorsOf: (id: ItemId) => Promise<AuthorOf>;
	/** What writing needs, once it is opened for whatever reason. */
	readonly desk: () => Promise<Desk>;
	/** Brings what was typed a moment ago into the library. */
	readonly settle: () => Promise<void>;
	readonly health: () => Promise<Health>;
}

export interface QueryDefinition<Name extends QueryName> {
	answer(params: Queries[Name]["params"], context: QueryContext): Promise<Queries[Name]["result"]>;
	/** Whether this change can alter the answer. Too often true costs time, too rarely true shows what is no longer so. */
	touchedBy(params: Queries[Name]["params"], change: RowChange): boolean;
}

export type QueryDefinitions = { readonly [Name in QueryName]: QueryDefinition<Name> };

/** Whether a change concerns this item. */
export function concerns(id: ItemId, { after }: RowChange): boolean {
	return after.id === id;
}

/** Whether name, place, tags, trash or kind changed: what other items' answers depend on. */
export function changesIdentity({ before, after }: RowChange): boolean {
	return (
		before === null ||
		before.title !== after.title ||
		before.key !== after.key ||
		before.parent !== after.parent ||
		before.trashed !== after.trashed ||
		before.order !== after.order
	);
}
