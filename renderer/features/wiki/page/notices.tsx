/** What is so with this page, in words: it lies in the trash, it cannot be changed, it cannot be saved. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "../../../../shared/model/item";
import type { OpenTextStatus } from "../editor/session/open-text";
import classes from "./page.module.css";

export interface NoticesProps {
	readonly page: Row;
	readonly status: OpenTextStatus;
	onRestore(): void;
	onRetry(): void;
	/** Copies the text of the window, for when it cannot be saved. */
	onCopy(): void;
}

export function Notices({ page, status, onRestore, onRetry, onCopy }: NoticesProps): ReactNode {
	const { t } = useTranslation("wiki");
	const { t: errors } = useTranslation("errors");
	if (page.trashed === 1) {
		return (
			<Notice tone="warn" text={t("notice.trashed")}>
				<Button size="xs" onClick={onRestore}>
					{t("notice.restore")}
				</Button>
			</Notice>
		);
	}
	if (page.readOnly === 1 || status.is === "read-only") return <Notice tone="warn" text={t("notice.readOnly")} />;
	if (status.is === "failing") {
		return (
			<Notice tone="bad" text={`${t("notice.failing")} ${errors(`code.${status.code}.message`)}`}>
				<Button size="xs" onClick={onRetry}>
					{t("notice.retry")}
				</Button>
				<Button size="xs" onClick={onCopy}>
					{t("notice.copyText")}
				</Button>
			</Notice>
		);
	}
	if (status.is === "ended") {
		return (
			<Notice tone="bad" text={`${t("notice.ended")} ${errors(`code.${status.code}.message`)}`}>
				<Button size="xs" onClick={onCopy}>
					{t("notice.copyText")}
				</Button>
			</Notice>
		);
	}
	if (status.is === "unopened") {
		return (
			<Notice tone="bad" text={`${t("notice.unopened")} ${errors(`code.${status.code}.message`)}`}>
				<Button size="xs" onClick={onRetry}>
					{t("notice.retry")}
				</Button>
			</Notice>
		);
	}
	return null;
}

function Notice({
	tone,
	text,
	children,
}: {
	readonly tone: "warn" | "bad";
	readonly text: string;
	readonly children?: ReactNode;
}): ReactNode {
	return (
		<div className={classes.notice} data-tone={tone} role={tone === "bad" ? "alert" : "status"}>
			<p>{text}</p>
			{children === undefined ? null : <div className={classes.noticeActions}>{children}</div>}
		</div>
	);
}
