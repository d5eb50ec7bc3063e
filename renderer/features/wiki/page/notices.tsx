/** What is so with this page, in words: it lies in the trash, it cannot be changed, it cannot be saved. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import type { Row } from "../../../../shared/model/item";
import type { SpaceSummary } from "../../../engine/spaces-contract";
import { useSpaceName } from "../../../ui/spaces/space-mark";
import { writesIn } from "../../../ui/spaces/writes-in";
import type { OpenTextStatus } from "../editor/session/open-text";
import type { LivePageStore } from "./live-page";
import classes from "./page.module.css";
import type { EditorHandle } from "./page-text";

export interface NoticesProps {
	readonly page: Row;
	/** The space it is in; null while that is not known. */
	readonly space: SpaceSummary | null;
	readonly live: LivePageStore;
	readonly handle: EditorHandle | null;
	onRestore(): void;
}

const WELL: OpenTextStatus = { is: "saved" };

/** What goes well is one and the same, so that typing and saving draw nothing here. */
function worthSaying(status: OpenTextStatus): OpenTextStatus {
	return status.is === "pending" || status.is === "saved" || status.is === "opening" ? WELL : status;
}

export function Notices({ page, space, live, handle, onRestore }: NoticesProps): ReactNode {
	const status = useStore(live, (state) => worthSaying(state.status));
	const onRetry = (): void => void (status.is === "unopened" ? handle?.text.open() : handle?.text.flush());
	// The text of the window, for when it cannot be saved.
	const onCopy = (): void => {
		if (handle !== null) void navigator.clipboard.writeText(handle.view.state.doc.sliceString(0)).catch(() => undefined);
	};
	const { t } = useTranslation("wiki");
	const { t: errors } = useTranslation("errors");
	const noRight = useNoRight(space);
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
	return noRight === null ? null : <Notice tone="warn" text={noRight} />;
}

/** Why one may read here and not write, in words; null where one may write. */
function useNoRight(space: SpaceSummary | null): string | null {
	const { t } = useTranslation("wiki");
	const { t: about } = useTranslation("spaces");
	const nameOf = useSpaceName();
	if (space === null || writesIn(space)) return null;
	const name = nameOf(space);
	if (space.role === null) return t("notice.notIn", { space: name });
	if (space.state !== "ready") return t("notice.waiting", { space: name });
	return t("notice.role", { space: name, role: about(`role.${space.role}.name`) });
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
