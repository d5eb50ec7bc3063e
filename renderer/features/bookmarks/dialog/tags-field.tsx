/** Writing tags, with completion. */
import { TagsInput } from "@mantine/core";
import type { ReactNode } from "react";
import { writtenTags } from "../model/written-tags";

export interface TagsFieldProps {
	readonly label: string;
	readonly hint: string;
	readonly tags: readonly string[];
	/** Tags to complete with. */
	readonly known: readonly string[];
	/** Takes the focus when it appears. */
	readonly first?: boolean;
	onChange(tags: readonly string[]): void;
}

/** The completions that are offered at once. */
const COMPLETIONS = 12;

export function TagsField({ label, hint, tags, known, first, onChange }: TagsFieldProps): ReactNode {
	return (
		<TagsInput
			label={label}
			description={hint}
			value={[...tags]}
			data={[...known]}
			limit={COMPLETIONS}
			splitChars={[",", "\n"]}
			acceptValueOnBlur
			data-autofocus={first || undefined}
			// A list that fades away would catch the click that left the field.
			comboboxProps={{ transitionProps: { duration: 0 } }}
			onChange={(written) => onChange(writtenTags(written))}
		/>
	);
}
