/** The frame of one screen: heading, actions, where I am; focus and title follow the person. */
import { type ReactNode, useEffect, useRef } from "react";
import { afterFrame } from "./after-frame";
import { type TrailStep, useFrame } from "./frame-state";
import classes from "./screen.module.css";
import { useShell } from "./shell-context";

export interface ScreenProps {
	/** The heading. */
	readonly title: string;
	/** The last step of the trail, where it is not the heading. */
	readonly here?: string;
	/** The steps before it. */
	readonly trail?: readonly TrailStep[];
	/** A quiet line beside the heading. */
	readonly note?: ReactNode;
	/** Buttons at the right of the heading. */
	readonly actions?: ReactNode;
	/** Hides the heading from the eye when the screen shows its own (a page's editable title). It is still read out. */
	readonly headingHidden?: boolean;
	/** `text`: a column of 68 characters; `wide`: the whole width; `fill`: the whole place, the screen scrolls by itself. */
	readonly width?: "text" | "wide" | "fill";
	/** False while the first content is on its way; decides when the start of the app counts as finished. */
	readonly ready?: boolean;
	readonly children: ReactNode;
}

/** Every screen stands in one of these. On mount it takes the focus to the heading, so that reading starts there. */
export function Screen({
	title,
	here = title,
	trail,
	note,
	actions,
	headingHidden,
	width = "wide",
	ready = true,
	children,
}: ScreenProps): ReactNode {
	const heading = useRef<HTMLHeadingElement>(null);
	const shell = useShell();
	const steps = JSON.stringify([...(trail ?? []), { label: here }]);
	useEffect(() => {
		useFrame.setState({ trail: JSON.parse(steps) as TrailStep[] });
	}, [steps]);
	useEffect(() => {
		document.title = `${here} · Commonplace`;
	}, [here]);
	useEffect(() => {
		// What a screen focuses itself (an editor, a search box) is not taken away from it.
		const inside = heading.current?.closest("main")?.contains(document.activeElement) === true;
		const elsewhere = document.activeElement === null || document.activeElement === document.body;
		if (!inside || elsewhere) heading.current?.focus({ preventScroll: true });
	}, []);
	useEffect(() => {
		if (!ready) return;
		return afterFrame(() => {
			useFrame.setState({ settled: true });
			shell.reportInteractive();
		});
	}, [ready, shell]);
	return (
		<div className={classes.screen} data-width={width}>
			<header className={headingHidden === true ? "visually-hidden" : classes.header}>
				<h1 ref={heading} tabIndex={-1} className={classes.title}>
					{title}
				</h1>
				{note === undefined ? null : <div className={classes.note}>{note}</div>}
				{actions === undefined ? null : <div className={classes.actions}>{actions}</div>}
			</header>
			{children}
		</div>
	);
}
