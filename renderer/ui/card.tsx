/** A card: one thing or one list of things, on paper. */
import type { ReactNode } from "react";
import classes from "./card.module.css";

export interface CardProps {
	readonly title?: string;
	/** A quiet line under the title. */
	readonly note?: ReactNode;
	/** At the right of the title. */
	readonly action?: ReactNode;
	readonly className?: string;
	readonly children: ReactNode;
}

export function Card({ title, note, action, className, children }: CardProps): ReactNode {
	const body = (
		<>
			{title === undefined ? null : (
				<div className={classes.head}>
					<h2 className={classes.title}>{title}</h2>
					{action}
				</div>
			)}
			{note === undefined ? null : <p className={classes.note}>{note}</p>}
			{children}
		</>
	);
	const names = `${classes.card} ${className ?? ""}`;
	if (title === undefined) return <div className={names}>{body}</div>;
	return (
		<section className={names} aria-label={title}>
			{body}
		</section>
	);
}
