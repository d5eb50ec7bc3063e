/** The fields of a bookmark, checked while one types. */
import { Button, Checkbox, Textarea, TextInput } from "@mantine/core";
import type { TFunction } from "i18next";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useQuery, useShellInfo, writeShortcut } from "../../../ui";
import { type ReadAddress, readAddress } from "../model/address";
import type { ChosenCollection } from "../model/chosen-collection";
import type { CollectionForest } from "../model/collection-forest";
import { AlreadySaved } from "./already-saved";
import classes from "./bookmark-fields.module.css";
import { CollectionPicker } from "./collection-picker";
import { TagsField } from "./tags-field";

export interface FieldValues {
	readonly url: string;
	readonly title: string;
	readonly note: string;
	readonly tags: readonly string[];
	readonly collection: ChosenCollection;
	readonly toRead: boolean;
}

export interface BookmarkFieldsProps {
	readonly initial: FieldValues;
	readonly forest: CollectionForest;
	/** The space it is in or will be in; null: one's own, unless its collection is elsewhere. */
	readonly space: string | null;
	/** The bookmark that is being edited: it is no duplicate of itself. */
	readonly self: string | null;
	/** Says how to paste an address. */
	readonly toPaste?: boolean;
	readonly submitLabel: string;
	/** The address is checked and complete. Resolves with whether it was kept; the words stay in the fields when not. */
	onSubmit(values: FieldValues): Promise<boolean>;
	onCancel(): void;
}

export function BookmarkFields({ initial, forest, space, self, toPaste, submitLabel, onSubmit, onCancel }: BookmarkFieldsProps): ReactNode {
	const { t } = useTranslation("bookmarks");
	const mac = useShellInfo().platform === "darwin";
	const [values, setValues] = useState(initial);
	// An address that came with the dialog (pasted, from a link) is judged at once; a typed one when the field is left.
	const [judged, setJudged] = useState(initial.url !== "");
	const [saving, setSaving] = useState(false);
	const tags = useQuery("tags", { kinds: ["bookmark", "page"] });
	const address = readAddress(values.url);
	const set = (change: Partial<FieldValues>): void => setValues((now) => ({ ...now, ...change }));

	const submit = async (event: FormEvent): Promise<void> => {
		event.preventDefault();
		setJudged(true);
		if (address.is === "refused" || saving) return;
		setSaving(true);
		const kept = await onSubmit({ ...values, url: address.url });
		if (!kept) setSaving(false);
	};

	return (
		<form className={classes.form} onSubmit={(event) => void submit(event)} noValidate>
			<TextInput
				label={t("form.address")}
				type="url"
				inputMode="url"
				autoComplete="off"
				spellCheck={false}
				required
				withAsterisk={false}
				data-autofocus={self === null || undefined}
				description={toPaste === true ? t("form.pasteHint", { keys: writeShortcut("Mod+V", mac) }) : undefined}
				placeholder="https://"
				value={values.url}
				onChange={(event) => set({ url: event.currentTarget.value })}
				onBlur={() => setJudged(values.url.trim() !== "")}
				error={judged ? refusal(address, t) : undefined}
			/>
			<AlreadySaved url={address.is === "address" ? address.url : null} except={self} />
			<TextInput
				label={t("form.title")}
				classNames={{ input: classes.written ?? "" }}
				value={values.title}
				maxLength={2000}
				data-autofocus={self !== null || undefined}
				// The dialog looks for what to focus when it opens; these fields may come later, with what they show.
				autoFocus={self !== null}
				onFocus={(event) => {
					// Often an address stands in for a title: the first letter then replaces it.
					if (self !== null && values.title === initial.title) event.currentTarget.select();
				}}
				placeholder={t("form.titleHint")}
				onChange={(event) => set({ title: event.currentTarget.value })}
			/>
			<Textarea
				label={t("form.note")}
				classNames={{ input: classes.written ?? "" }}
				autosize
				minRows={2}
				maxRows={10}
				maxLength={100_000}
				placeholder={t("form.noteHint")}
				value={values.note}
				onChange={(event) => set({ note: event.currentTarget.value })}
			/>
			<TagsField
				label={t("form.tags")}
				hint={t("form.tagsHint")}
				tags={values.tags}
				known={(tags.data ?? []).map(({ tag }) => tag)}
				onChange={(chosen) => set({ tags: chosen })}
			/>
			<CollectionPicker
				label={t("form.collection")}
				forest={forest}
				space={space}
				chosen={values.collection}
				onChoose={(collection) => set({ collection })}
			/>
			<Checkbox label={t("form.toRead")} checked={values.toRead} onChange={(event) => set({ toRead: event.currentTarget.checked })} />
			<div className={classes.buttons}>
				<Button onClick={onCancel}>{t("form.cancel")}</Button>
				<Button type="submit" variant="filled" aria-disabled={saving}>
					{submitLabel}
				</Button>
			</div>
		</form>
	);
}

/** Why the address cannot be kept, in words; nothing when it can. */
function refusal(address: ReadAddress, t: TFunction<"bookmarks">): string | undefined {
	return address.is === "address" ? undefined : t(`address.${address.why}`, { scheme: address.scheme });
}
