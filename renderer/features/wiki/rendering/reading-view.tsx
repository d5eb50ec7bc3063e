/** A page to read: clean, without authors and without markup. */
import { type MouseEvent, type ReactNode, useEffect, useRef } from "react";
import { type Follows, followElement } from "../links/follow-element";
import { type DrawingPorts, drawPage } from "./page-drawing";

export interface ReadingViewProps {
	readonly markdown: string;
	readonly drawing: DrawingPorts;
	readonly follows: Follows;
	readonly label: string;
	/** A heading to show; each new one is scrolled to. */
	readonly heading: string;
	/** A task was ticked or unticked: the line it is written on, counted from 0. */
	onTask?(line: number): void;
}

const plain = (text: string): string =>
	text
		.toLowerCase()
		.replace(/[*_`=[\]]/g, "")
		.replace(/\s+/g, " ")
		.trim();

export function ReadingView({ markdown, drawing, follows, label, heading, onTask }: ReadingViewProps): ReactNode {
	const body = useRef<HTMLDivElement>(null);
	useEffect(() => {
		if (body.current === null) return;
		const stop = drawPage(drawing, markdown, body.current);
		for (const box of body.current.querySelectorAll<HTMLInputElement>("input[type=checkbox]")) {
			box.setAttribute("aria-label", box.parentElement?.textContent.trim() ?? "");
			if (onTask === undefined) box.disabled = true;
		}
		return stop;
	}, [drawing, markdown, onTask]);
	useEffect(() => {
		const wanted = plain(heading.split("#").at(-1) ?? "");
		if (wanted === "") return;
		for (const element of body.current?.querySelectorAll<HTMLElement>("[data-wiki-anchor]") ?? []) {
			if (plain(element.dataset.wikiAnchor ?? "") === wanted) return element.scrollIntoView({ block: "start" });
		}
	}, [heading]);
	const onClick = (event: MouseEvent): void => {
		if (!(event.target instanceof HTMLElement)) return;
		const box = event.target.closest<HTMLInputElement>("input[data-wiki-line]");
		if (box !== null && onTask !== undefined && box.closest(".wiki-embedded-page") === null) {
			event.preventDefault();
			onTask(Number(box.dataset.wikiLine));
			return;
		}
		const link = event.target.closest<HTMLElement>("a, [data-wiki-tag]");
		if (link === null) return;
		event.preventDefault();
		followElement(follows, link);
	};
	return (
		// The links inside are links: Enter on one of them arrives here as a click.
		// biome-ignore lint/a11y/useKeyWithClickEvents: see above
		<article aria-label={label} onClick={onClick}>
			<div ref={body} className="wiki-reading" />
		</article>
	);
}
