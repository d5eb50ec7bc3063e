/** How one stands to a space, in words, where that is not simply "a member". */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SpaceSummary } from "../../../engine/spaces-contract";
import { askForSpaces } from "../../../ui/spaces/ask";
import { hostOf } from "../sync/server-address";
import { KeepCopy } from "./keep-copy";
import classes from "./space.module.css";

export function SpaceNotice({ space }: { readonly space: SpaceSummary }): ReactNode {
	const { t } = useTranslation("spaces");
	if (space.state === "ready") return null;
	const where = space.server === null ? t("state.byMeeting") : t("state.byServer", { server: hostOf(space.server) });
	const waits = space.state === "joining" || space.state === "waiting-for-keys";
	return (
		<div className={classes.notice} role="status">
			<p className={classes.noticeTitle}>{t(`state.${space.state}.title`)}</p>
			<p>
				{t(`state.${space.state}.text`)}
				{waits ? ` ${where}` : ""}
			</p>
			{waits ? (
				<div className={classes.buttons}>
					<Button size="compact-sm" onClick={() => askForSpaces({ is: "sync" })}>
						{t("sync.open")}
					</Button>
				</div>
			) : null}
			{space.state === "removed" || space.state === "left" ? <KeepCopy space={space} /> : null}
			{space.state === "not-let-in" ? (
				<div className={classes.buttons}>
					<Button size="compact-sm" onClick={() => askForSpaces({ is: "join", link: "" })}>
						{t("state.anotherLink")}
					</Button>
				</div>
			) : null}
		</div>
	);
}
