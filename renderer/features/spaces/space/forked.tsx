/** Laptops whose key is in use twice: what that is, what is safe, and what to do about it. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SpaceDetails } from "../../../engine/spaces-contract";
import { useNavigation } from "../../../ui/navigation";
import { Avatar, usePersonName } from "../../../ui/spaces/avatar";
import { shortKey } from "../../../ui/spaces/short-key";
import classes from "./space.module.css";

export function Forked({ space }: { readonly space: Pick<SpaceDetails, "forked"> }): ReactNode {
	const { t } = useTranslation("spaces");
	const nameOf = usePersonName();
	const go = useNavigation((state) => state.go);
	return (
		<section aria-label={t("forked.title")} className={classes.notice}>
			<h2 className={classes.noticeTitle}>{t("forked.title")}</h2>
			<p>{t("forked.explain")}</p>
			<ul className={classes.members}>
				{space.forked.map(({ device, card, self }) => (
					<li key={device} className={classes.member}>
						<Avatar card={card} />
						<div className={classes.who}>
							<p className={classes.personName}>{t(self ? "forked.yours" : "forked.theirs", { name: nameOf(card) })}</p>
							<p className={classes.quiet}>
								{t(self ? "forked.doYours" : "forked.doTheirs", { name: nameOf(card) })} <code>{shortKey(device)}</code>
							</p>
						</div>
						{self ? (
							<Button size="compact-sm" onClick={() => go({ screen: "settings", section: "laptops" })}>
								{t("laptops.title")}
							</Button>
						) : null}
					</li>
				))}
			</ul>
		</section>
	);
}
