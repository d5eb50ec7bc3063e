/** How to narrow a search, by examples that can be tried. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./search.module.css";

const WAYS = ["words", "phrase", "tag", "type", "in"] as const;

export function SearchHelp({ onTry }: { onTry(text: string): void }): ReactNode {
	const { t } = useTranslation("search");
	return (
		<section aria-label={t("help.title")}>
			<h2 className={classes.sub}>{t("help.title")}</h2>
			<dl className={classes.help}>
				{WAYS.map((way) => (
					<div key={way} className={classes.way}>
						<dt>
							<button type="button" className={classes.example} onClick={() => onTry(t(`help.example.${way}`))}>
								{t(`help.example.${way}`)}
							</button>
						</dt>
						<dd>{t(`help.${way}`)}</dd>
					</div>
				))}
			</dl>
		</section>
	);
}
