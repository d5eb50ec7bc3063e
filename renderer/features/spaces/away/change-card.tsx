/** One item that others changed: what was done, one's own edits beside theirs where both touch, and the way back. */
import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AwayChange } from "../../../engine/spaces-contract";
import { useQuery } from "../../../ui/engine-hooks";
import { ItemIcon, routeOf, useTitleOf } from "../../../ui/item";
import { useNavigation } from "../../../ui/navigation";
import { useWords } from "../../../ui/words";
import classes from "./away.module.css";
import { didOf, kindOf } from "./change-words";
import { Overlaps } from "./overlaps";
import { useRevert } from "./use-revert";

export function ChangeCard({ change }: { readonly change: AwayChange }): ReactNode {
	const { t } = useTranslation("spaces");
	const words = useWords();
	const titleOf = useTitleOf();
	const go = useNavigation((state) => state.go);
	const item = useQuery("item", { id: change.id });
	const revert = useRevert();
	const [busy, setBusy] = useState(false);
	const [done, setDone] = useState(false);
	const kind = kindOf(change);
	const title = titleOf({ title: change.title, kind });
	const did = didOf(change);
	const way = revert.wayBack(change);
	const takeBack = async (): Promise<void> => {
		setBusy(true);
		setDone(await revert.takeBack(change, title));
		setBusy(false);
	};
	const row = item.data ?? null;
	return (
		<li className={classes.change} data-overlaps={change.overlaps.length > 0}>
			<div className={classes.head}>
				<ItemIcon kind={kind} />
				<button type="button" className={classes.title} disabled={row === null} onClick={() => row !== null && go(routeOf(row))}>
					{title}
				</button>
				<span className={classes.when}>
					{t(`away.did.${did}`)} · {words.ago(change.time)}
				</span>
			</div>
			{change.overlaps.length === 0 ? null : <Overlaps overlaps={change.overlaps} by={change.by} />}
			<div className={classes.actions}>
				{way === "compare" && row !== null ? (
					<Button size="compact-sm" variant="subtle" onClick={() => revert.compare(change)}>
						{t("away.compare")}
					</Button>
				) : null}
				{way === null ? null : (
					<Button size="compact-sm" disabled={busy || done} onClick={() => void takeBack()}>
						{t(done ? "away.revertedShort" : `away.revert.${did}`)}
					</Button>
				)}
			</div>
		</li>
	);
}
