/** What a place shows when there is nothing, when it is on its way, and when it could not be had. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useExplain } from "./engine-hooks";
import { useLater } from "./later";
import classes from "./states.module.css";

export interface EmptyStateProps {
	/** What is so, in a few words. */
	readonly title: string;
	/** What could be done about it. */
	readonly children?: ReactNode;
	readonly actions?: ReactNode;
	/** Inside a card or panel. */
	readonly small?: boolean;
}

/** Nothing is here, and what one could do. */
export function EmptyState({ title, children, actions, small }: EmptyStateProps): ReactNode {
	return (
		<div className={classes.empty} data-small={small === true}>
			<p className={classes.title}>{title}</p>
			{children === undefined ? null : <div className={classes.text}>{children}</div>}
			{actions === undefined ? null : <div className={classes.actions}>{actions}</div>}
		</div>
	);
}

/** It could not be had: what happened, what to do, details to copy. */
export function ErrorState({ error, retry }: { readonly error: unknown; readonly retry?: () => void }): ReactNode {
	const { t } = useTranslation("errors");
	const words = useExplain()(error);
	return (
		<div className={classes.empty} role="alert">
			<p className={classes.title}>{words.message}</p>
			<p className={classes.text}>{words.advice}</p>
			<div className={classes.actions}>
				{retry === undefined ? null : <Button onClick={retry}>{t("retry")}</Button>}
				<CopyDetails details={words.details} />
			</div>
		</div>
	);
}

/** Copies technical words for a report of the problem. */
export function CopyDetails({ details }: { readonly details: string }): ReactNode {
	const { t } = useTranslation("errors");
	return (
		<Button variant="subtle" onClick={() => void navigator.clipboard.writeText(details).catch(() => undefined)}>
			{t("copyDetails")}
		</Button>
	);
}

export interface SkeletonProps {
	/** The shape of what comes. */
	readonly shape: "lines" | "rows" | "cards" | "page";
	readonly count?: number;
}

/** The shape of what comes, after 300 ms; nothing before. */
export function Skeleton({ shape, count = 5 }: SkeletonProps): ReactNode {
	const late = useLater(true);
	if (!late) return null;
	return (
		<div className={classes.skeleton} data-shape={shape} aria-hidden="true">
			{Array.from({ length: count }, (_, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: the shapes are all alike and never change places.
				<span key={index} className={classes.bone} />
			))}
		</div>
	);
}
