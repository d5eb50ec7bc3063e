/** About the app: its version, what it runs on, and whose work it stands on. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useShellInfo } from "../../ui/shell-context";
import { LICENCES } from "./licences";
import { Section } from "./section";
import classes from "./settings.module.css";

export function About(): ReactNode {
	const { t } = useTranslation("settings");
	const info = useShellInfo();
	return (
		<Section id="about">
			<p>
				{t("about.version", { version: info.version })} · {t("about.electron", { version: info.electron })}
			</p>
			{info.developmentElectron ? <p className={classes.warning}>{t("about.development")}</p> : null}
			<p className={classes.quiet}>{t("about.licence")}</p>
			<ul translate="no" className={classes.licences} aria-label={t("about.licences")}>
				{LICENCES.map(([name, licence]) => (
					<li key={name}>
						{name} · {licence}
					</li>
				))}
			</ul>
		</Section>
	);
}
