/** What was found, as a list that keys walk through. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SearchHit } from "../../engine/contract";
import { Found, ItemIcon, routeOf, Tag, useTitleOf } from "../../ui/item";
import { VirtualList } from "../../ui/list/virtual-list";
import { useNavigation } from "../../ui/navigation";
import { useWhere } from "../../ui/spaces/use-where";
import { useWords } from "../../ui/words";
import classes from "./search.module.css";

export interface ResultsProps {
	readonly hits: readonly SearchHit[];
	readonly resetKey: string;
	onVisible(start: number, end: number): void;
}

export function Results({ hits, resetKey, onVisible }: ResultsProps): ReactNode {
	const { t } = useTranslation("search");
	const go = useNavigation((state) => state.go);
	const where = useWhere();
	return (
		<VirtualList
			label={t("results")}
			total={hits.length}
			itemAt={(index) => hits[index]}
			idOf={(hit) => hit.row.id}
			rowHeight={84}
			resetKey={resetKey}
			onVisible={onVisible}
			onOpen={(hit) => go(routeOf(hit.row))}
			renderRow={(hit) => <Result hit={hit} space={where(hit.row)} />}
		/>
	);
}

function Result({ hit, space }: { readonly hit: SearchHit; readonly space: string | null }): ReactNode {
	const { t } = useTranslation("app");
	const words = useWords();
	const titleOf = useTitleOf();
	const { row } = hit;
	const where = [row.detail.of === "bookmark" ? row.detail.host : t(`kind.${row.kind}`), space ?? []].flat().join(" · ");
	const size = row.detail.of === "file" ? ` · ${words.size(row.detail.size)}` : "";
	return (
		<div className={classes.hit}>
			<span className={classes.hitIcon}>
				<ItemIcon kind={row.kind} size={17} />
			</span>
			<div className={classes.hitWords}>
				<p className={classes.hitTitle}>{row.title === "" ? titleOf(row) : <Found parts={hit.title} />}</p>
				{hit.snippet.length === 0 ? null : (
					<p className={classes.snippet}>
						<Found parts={hit.snippet} />
					</p>
				)}
				<p className={classes.about}>
					{where}
					{size} · {words.ago(row.updated)}
					{row.tags.slice(0, 3).map((tag) => (
						<Tag key={tag} tag={tag} />
					))}
				</p>
			</div>
		</div>
	);
}
