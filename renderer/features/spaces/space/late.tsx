/** What came from people after they had lost the right to it: set aside, until an owner takes it in. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { LateSummary, SpaceDetails } from "../../../engine/spaces-contract";
import { confirm } from "../../../ui/confirm";
import { Avatar, usePersonName } from "../../../ui/spaces/avatar";
import { useAct } from "../../../ui/spaces/use-act";
import { useWords } from "../../../ui/words";
import classes from "./space.module.css";

export function Late({ space }: { readonly space: SpaceDetails }): ReactNode {
	const { t } = useTranslation("spaces");
	return (
		<section aria-label={t("late.title")} className={classes.notice}>
			<h2 className={classes.noticeTitle}>{t("late.title")}</h2>
			<p>{t("late.explain")}</p>
			<ul className={classes.members}>
				{space.late.map((late) => (
					<LateLine key={late.device} space={space} late={late} />
				))}
			</ul>
		</section>
	);
}

function LateLine({ space, late }: { readonly space: SpaceDetails; readonly late: LateSummary }): ReactNode {
	const { t } = useTranslation("spaces");
	const words = useWords();
	const act = useAct();
	const name = usePersonName()(late.card);
	const takeIn = async (): Promise<void> => {
		const sure = await confirm({
			title: t("late.confirm", { count: late.envelopes, name }),
			body: t("late.confirmText"),
			action: t("late.takeIn"),
		});
		if (sure) await act("admit-late", { space: space.space, device: late.device }, { done: t("late.done", { name }) });
	};
	return (
		<li className={classes.member}>
			<Avatar card={late.card} />
			<div className={classes.who}>
				<p className={classes.personName}>{name}</p>
				<p className={classes.quiet}>{t("late.count", { count: late.envelopes, when: words.dateTime(late.time) })}</p>
			</div>
			{space.role === "owner" ? (
				<Button size="compact-sm" onClick={() => void takeIn()}>
					{t("late.takeIn")}
				</Button>
			) : (
				<span className={classes.quiet}>{t("late.ownerDecides")}</span>
			)}
		</li>
	);
}
