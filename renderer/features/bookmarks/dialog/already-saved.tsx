/** Says at once when the same place is already saved, and leads there. */
import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { urlKey } from "../../../../shared/model/names";
import { useNavigation, useQuery, useWords } from "../../../ui";
import classes from "./bookmark-fields.module.css";
import { useDialog } from "./dialog-state";

/** Typing is not asked about letter by letter. Milliseconds. */
const PAUSE = 150;

export interface AlreadySavedProps {
	/** The address as it would be kept; null while it is none. */
	readonly url: string | null;
	/** A bookmark that does not count. */
	readonly except: string | null;
}

export function AlreadySaved({ url, except }: AlreadySavedProps): ReactNode {
	const { t } = useTranslation("bookmarks");
	const words = useWords();
	const [settled, setSettled] = useState(url);
	useEffect(() => {
		const timer = setTimeout(() => setSettled(url), PAUSE);
		return () => clearTimeout(timer);
	}, [url]);
	const found = useQuery("byKey", settled === null ? null : { kind: "bookmark", key: urlKey(settled) });
	const other = url === null ? undefined : found.data?.find((row) => row.id !== except);
	return (
		<div role="status" hidden={other === undefined}>
			{other !== undefined && (
				<div className={classes.already}>
					<span>
						{t("already.said", { date: words.date(other.created) })} <cite>{other.title}</cite>
					</span>
					<Button
						size="compact-sm"
						onClick={() => {
							useDialog.getState().close();
							useNavigation
								.getState()
								.go(
									other.parent === ""
										? { screen: "bookmarks", item: other.id }
										: { screen: "bookmarks", collection: other.parent, item: other.id },
								);
						}}
					>
						{t("already.show")}
					</Button>
				</div>
			)}
		</div>
	);
}
