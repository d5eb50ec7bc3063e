/** One section of the settings. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "../../ui/card";
import classes from "./settings.module.css";

export type SectionName = "you" | "laptops" | "appearance" | "storage" | "keyboard" | "about";

export function Section({ id, children }: { readonly id: SectionName; readonly children: ReactNode }): ReactNode {
	const { t } = useTranslation("settings");
	return (
		<div id={`settings-${id}`} className={classes.section}>
			<Card title={t(`${id}.title`)}>
				<div className={classes.content}>{children}</div>
			</Card>
		</div>
	);
}
