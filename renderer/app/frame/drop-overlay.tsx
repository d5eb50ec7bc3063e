/** A folder of notes or a bookmark file can be dropped anywhere that does not take files itself. */
import { IconFileImport } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useExplain } from "../../ui/engine-hooks";
import { useShell } from "../../ui/shell-context";
import { showProblem } from "../../ui/toasts";
import { useOpenSource } from "../start/use-open-source";
import classes from "./drop-overlay.module.css";

/** Editors take images and files themselves. */
function takesFiles(target: EventTarget | null): boolean {
	return target instanceof Element && target.closest("[data-takes-files], .cm-editor") !== null;
}

function bringsFiles(event: DragEvent): boolean {
	return event.dataTransfer?.types.includes("Files") === true;
}

export function DropOverlay(): ReactNode {
	const { t } = useTranslation("app");
	const shell = useShell();
	const explain = useExplain();
	const [over, setOver] = useState(false);
	const openSource = useOpenSource();
	const latest = useRef({ explain, openSource });
	latest.current = { explain, openSource };
	useEffect(() => {
		const onOver = (event: DragEvent): void => {
			if (!bringsFiles(event) || event.defaultPrevented) {
				setOver(false);
				return;
			}
			setOver(!takesFiles(event.target));
			// Without this the window would open the file in place of the app.
			event.preventDefault();
		};
		const onLeave = (event: DragEvent): void => {
			if (event.relatedTarget === null) setOver(false);
		};
		const onDrop = (event: DragEvent): void => {
			setOver(false);
			if (!bringsFiles(event) || event.defaultPrevented) return;
			event.preventDefault();
			if (takesFiles(event.target)) return;
			shell.grantDropped([...(event.dataTransfer?.files ?? [])]).then(
				(sources) => {
					const [first] = sources;
					if (first !== undefined) latest.current.openSource(first);
				},
				(error: unknown) => showProblem(latest.current.explain(error)),
			);
		};
		window.addEventListener("dragover", onOver);
		window.addEventListener("dragleave", onLeave);
		window.addEventListener("drop", onDrop);
		return () => {
			window.removeEventListener("dragover", onOver);
			window.removeEventListener("dragleave", onLeave);
			window.removeEventListener("drop", onDrop);
		};
	}, [shell]);
	if (!over) return null;
	return (
		<div className={classes.overlay} aria-hidden="true">
			<div className={classes.words}>
				<IconFileImport size={30} stroke={1.4} />
				<p className={classes.title}>{t("drop.title")}</p>
				<p className={classes.text}>{t("drop.text")}</p>
			</div>
		</div>
	);
}
