/** Short messages at the foot of the window, with the way back. */
import { Button, CloseButton } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyDetails } from "../../ui/states";
import { type Toast, useToasts } from "../../ui/toasts";
import classes from "./toast-region.module.css";

/** How long a message of something done stays, in milliseconds; it waits while it is pointed at or focused. */
const STAYS = 8000;

export function ToastRegion(): ReactNode {
	const { t } = useTranslation("app");
	const shown = useToasts((state) => state.shown);
	return (
		<section aria-label={t("messages")} aria-live="polite" className={classes.region}>
			{shown.map((toast) => (
				<ToastCard key={toast.id} toast={toast} />
			))}
		</section>
	);
}

function ToastCard({ toast }: { readonly toast: Toast }): ReactNode {
	const { t } = useTranslation("app");
	const dismiss = useToasts((state) => state.dismiss);
	const [held, setHeld] = useState(false);
	const goes = toast.tone === "done" && !held;
	useEffect(() => {
		if (!goes) return;
		const timer = setTimeout(() => dismiss(toast.id), STAYS);
		return () => clearTimeout(timer);
	}, [goes, dismiss, toast.id]);
	const { undo, action } = toast;
	const close = (): void => dismiss(toast.id);
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: holding the message only stops its clock.
		<div
			className={classes.toast}
			data-tone={toast.tone}
			role={toast.tone === "problem" ? "alert" : undefined}
			onMouseEnter={() => setHeld(true)}
			onMouseLeave={() => setHeld(false)}
			onFocus={() => setHeld(true)}
			onBlur={() => setHeld(false)}
		>
			<div className={classes.words}>
				<p>{toast.message}</p>
				{toast.advice === undefined || toast.advice === "" ? null : <p className={classes.advice}>{toast.advice}</p>}
			</div>
			{undo === undefined ? null : (
				<Button
					size="compact-sm"
					variant="subtle"
					onClick={() => {
						close();
						void undo();
					}}
				>
					{t("undo")}
				</Button>
			)}
			{action === undefined ? null : (
				<Button
					size="compact-sm"
					variant="subtle"
					onClick={() => {
						close();
						action.perform();
					}}
				>
					{action.label}
				</Button>
			)}
			{toast.details === undefined ? null : <CopyDetails details={toast.details} />}
			<CloseButton size="sm" aria-label={t("dismiss")} onClick={close} />
		</div>
	);
}
