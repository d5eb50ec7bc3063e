/** The cards of the start page. */
import { IconCheckbox } from "@tabler/icons-react";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "../../../shared/model/item";
import type { ListSpec } from "../../engine/contract";
import { Card } from "../../ui/card";
import { useQuery } from "../../ui/engine-hooks";
import { ItemIcon, routeOf, useTitleOf } from "../../ui/item";
import { useLiveList } from "../../ui/list/live-list";
import { useNavigation } from "../../ui/navigation";
import { useWhere } from "../../ui/spaces/use-where";
import { useWords } from "../../ui/words";
import classes from "./home.module.css";

const SHOWN = 6;

/** One item in a card: its name, and a quiet line about it. */
function Line({ row, about }: { readonly row: Row; readonly about: ReactNode }): ReactNode {
	const titleOf = useTitleOf();
	const go = useNavigation((state) => state.go);
	return (
		<li className={classes.line}>
			<button type="button" className={classes.open} onClick={() => go(routeOf(row))}>
				<ItemIcon kind={row.kind} />
				<span className={classes.words}>
					<span className={classes.title}>{titleOf(row)}</span>
					<span className={classes.about}>{about}</span>
				</span>
			</button>
		</li>
	);
}

/** What a bookmark's line says besides when: where it leads. */
function hostOf(row: Row): string {
	return row.detail.of === "bookmark" ? row.detail.host : "";
}

export function Recent({ rows }: { readonly rows: readonly Row[] }): ReactNode {
	const { t } = useTranslation(["home", "app"]);
	const words = useWords();
	const where = useWhere();
	return (
		<Card title={t("recent.title")}>
			<ul>
				{rows.map((row) => (
					<Line
						key={row.id}
						row={row}
						about={[hostOf(row) || t(`app:kind.${row.kind}`), where(row) ?? [], words.ago(row.updated)].flat().join(" · ")}
					/>
				))}
			</ul>
		</Card>
	);
}

export function Favourites(): ReactNode {
	const { t } = useTranslation(["home", "app"]);
	const where = useWhere();
	const { data } = useQuery("favourites", { limit: SHOWN });
	if (data === undefined) return <Card title={t("favourites.title")}>{null}</Card>;
	return (
		<Card title={t("favourites.title")}>
			{data.length === 0 ? <p className={classes.nothing}>{t("favourites.empty")}</p> : null}
			<ul>
				{data.map((row) => (
					<Line key={row.id} row={row} about={[hostOf(row) || t(`app:kind.${row.kind}`), where(row) ?? []].flat().join(" · ")} />
				))}
			</ul>
		</Card>
	);
}

const TO_READ: ListSpec = { kinds: ["bookmark"], toRead: true, sort: { by: "created", descending: true } };

export function ToRead(): ReactNode {
	const { t } = useTranslation("home");
	const words = useWords();
	const go = useNavigation((state) => state.go);
	const list = useLiveList(TO_READ);
	const { show } = list;
	useEffect(() => show(0, SHOWN), [show]);
	const rows = Array.from({ length: Math.min(SHOWN, list.total) }, (_, index) => list.row(index)).filter((row) => row !== undefined);
	const all = (
		<button type="button" className={classes.all} onClick={() => go({ screen: "bookmarks", view: "to-read" })}>
			{t("toRead.all")} <span>{words.number(list.total)}</span>
		</button>
	);
	return (
		<Card title={t("toRead.title")} action={list.total > SHOWN ? all : undefined}>
			{list.state === "ready" && list.total === 0 ? <p className={classes.nothing}>{t("toRead.empty")}</p> : null}
			<ul>
				{rows.map((row) => (
					<Line key={row.id} row={row} about={hostOf(row)} />
				))}
			</ul>
		</Card>
	);
}

/** Pages among the newest that have tasks left. Nothing where there are none. */
export function OpenTasks({ rows }: { readonly rows: readonly Row[] }): ReactNode {
	const { t } = useTranslation("home");
	const titleOf = useTitleOf();
	const go = useNavigation((state) => state.go);
	const pages = rows.flatMap((row) => (row.detail.of === "page" && row.detail.tasks.open > 0 ? [{ row, tasks: row.detail.tasks }] : []));
	if (pages.length === 0) return null;
	return (
		<Card title={t("tasks.title")} className={classes.wide ?? ""}>
			<ul className={classes.columns}>
				{pages.slice(0, SHOWN).map(({ row, tasks }) => (
					<li key={row.id} className={classes.line}>
						<button type="button" className={classes.open} onClick={() => go(routeOf(row))}>
							<IconCheckbox size={16} stroke={1.6} aria-hidden="true" />
							<span className={classes.words}>
								<span className={classes.title}>{titleOf(row)}</span>
								<span className={classes.about}>
									{t("tasks.open", { count: tasks.open })}
									{tasks.done === 0 ? "" : ` · ${t("tasks.done", { done: tasks.done, total: tasks.done + tasks.open })}`}
								</span>
							</span>
						</button>
					</li>
				))}
			</ul>
		</Card>
	);
}
