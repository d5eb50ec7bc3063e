/** The field that filters the list, for "find" from the menu. */

export const FILTER_FIELD = "bookmark-filter";

/** Takes the focus there; false when the field is not shown. */
export function focusFilter(): boolean {
	const field = document.getElementById(FILTER_FIELD);
	field?.focus();
	return field !== null;
}
