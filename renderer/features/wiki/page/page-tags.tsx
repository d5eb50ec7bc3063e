/** The tags of a page: shown, added with completion, taken away. */
import { Autocomplete } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { cleanTag } from "../../../../shared/model/names";
import { Tag, useNavigation, useQuery } from "../../../ui";
import classes from "./page.module.css";

export interface PageTagsProps {
	readonly tags: readonly string[];
	/** Tags that are written in the text: they go when they go from there. */
	readonly written: readonly string[];
	readonly editable: boolean;
	readonly wanted: boolean;
	onWanted(): void;
	onAdd(tag: string): void;
	onRemove(tag: string): void;
}

const MOST_OFFERED = 30;

export function PageTags({ tags, written, editable, wanted, onWanted, onAdd, onRemove }: PageTagsProps): ReactNode {
	const { t } = useTranslation("wiki");
	const go = useNavigation((state) => state.go);
	const [adding, setAdding] = useState(false);
	const button = useRef<HTMLButtonElement>(null);
	useEffect(() => {
		if (!wanted || !editable) return;
		setAdding(true);
		onWanted();
	}, [wanted, editable, onWanted]);
	const close = (focusButton: boolean): void => {
		setAdding(false);
		if (focusButton) requestAnimationFrame(() => button.current?.focus());
	};
	return (
		<ul className={classes.tags} aria-label={t("tags.label")}>
			{tags.map((tag) => (
				<li key={tag} className={classes.tag}>
					<Tag tag={tag} onOpen={() => go({ screen: "search", text: `tag:${tag}` })} />
					{editable && !written.includes(tag) ? (
						<button
							type="button"
							className={classes.untag}
							aria-label={t("tags.remove", { tag })}
							title={t("tags.remove", { tag })}
							onClick={() => onRemove(tag)}
						>
							<IconX size={12} stroke={2} aria-hidden="true" />
						</button>
					) : null}
				</li>
			))}
			{editable ? (
				<li>
					{adding ? (
						<TagField tags={tags} onAdd={onAdd} onClose={close} />
					) : (
						<button ref={button} type="button" className={classes.addTag} onClick={() => setAdding(true)}>
							{t("tags.add")}
						</button>
					)}
				</li>
			) : null}
		</ul>
	);
}

interface TagFieldProps {
	readonly tags: readonly string[];
	onAdd(tag: string): void;
	onClose(focusButton: boolean): void;
}

function TagField({ tags, onAdd, onClose }: TagFieldProps): ReactNode {
	const { t } = useTranslation("wiki");
	const [typed, setTyped] = useState("");
	const known = useQuery("tags", {});
	const offered = (known.data ?? []).map(({ tag }) => tag).filter((tag) => !tags.includes(tag));
	const add = (tag: string): void => {
		const clean = cleanTag(tag);
		if (clean !== "" && !tags.includes(clean)) onAdd(clean);
		setTyped("");
	};
	return (
		<Autocomplete
			size="xs"
			autoFocus
			className={classes.tagField}
			aria-label={t("tags.add")}
			placeholder={t("tags.placeholder")}
			data={offered}
			limit={MOST_OFFERED}
			value={typed}
			onChange={setTyped}
			onOptionSubmit={(tag) => {
				add(tag);
				// The field writes the option into itself after this.
				queueMicrotask(() => setTyped(""));
			}}
			onKeyDown={(event) => {
				if (event.key === "Enter" && !event.defaultPrevented) {
					event.preventDefault();
					if (typed.trim() === "") onClose(true);
					else add(typed);
				}
				if (event.key === ",") {
					event.preventDefault();
					add(typed);
				}
				if (event.key === "Escape") onClose(true);
			}}
			onBlur={() => {
				if (typed.trim() !== "") add(typed);
				onClose(false);
			}}
		/>
	);
}
