/** The title of a page, changed in place. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./page.module.css";

export interface PageTitleProps {
	readonly title: string;
	readonly editable: boolean;
	/** True when the title is to be typed now (a new page, "rename"). */
	readonly wanted: boolean;
	onWanted(): void;
	/** False when it could not be renamed: the old title comes back. */
	onRename(title: string): Promise<boolean>;
	/** Enter or the down arrow: on to the text. */
	onLeave(): void;
}

export function PageTitle({ title, editable, wanted, onWanted, onRename, onLeave }: PageTitleProps): ReactNode {
	const { t } = useTranslation("wiki");
	const field = useRef<HTMLTextAreaElement>(null);
	const [typed, setTyped] = useState<string | null>(null);
	const value = typed ?? title;
	// Set once Escape was pressed or a rename began, so that leaving the field does not rename again.
	const settled = useRef(true);

	// biome-ignore lint/correctness/useExhaustiveDependencies: the height follows what is written.
	useEffect(() => {
		const element = field.current;
		if (element === null) return;
		element.style.height = "auto";
		element.style.height = `${element.scrollHeight}px`;
	}, [value]);
	useEffect(() => {
		if (!wanted || field.current === null || !editable) return;
		field.current.focus();
		field.current.select();
		onWanted();
	}, [wanted, editable, onWanted]);

	const finish = async (): Promise<void> => {
		if (settled.current) return;
		settled.current = true;
		const clean = value.replace(/\s+/g, " ").trim();
		if (clean !== "" && clean !== title) await onRename(clean);
		setTyped(null);
	};
	return (
		<textarea
			ref={field}
			className={classes.title}
			rows={1}
			aria-label={t("page.title")}
			placeholder={t("page.untitled")}
			value={value}
			readOnly={!editable}
			maxLength={2000}
			onChange={(event) => {
				settled.current = false;
				setTyped(event.currentTarget.value.replace(/\n/g, " "));
			}}
			onBlur={() => void finish()}
			onKeyDown={(event) => {
				if (event.nativeEvent.isComposing) return;
				if (event.key === "Enter" || (event.key === "ArrowDown" && event.currentTarget.selectionEnd === value.length)) {
					event.preventDefault();
					void finish();
					onLeave();
				}
				if (event.key === "Escape") {
					settled.current = true;
					setTyped(null);
					event.currentTarget.blur();
				}
			}}
		/>
	);
}
