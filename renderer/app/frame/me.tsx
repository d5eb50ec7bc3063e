/** The person, as initials; opens the settings. */
import { IconUser } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigation } from "../../ui/navigation";
import { useSettings } from "../../ui/shell-context";
import { initialsOf } from "./initials";
import classes from "./top-bar.module.css";

export function Me(): ReactNode {
	const { t } = useTranslation("app");
	const { displayName } = useSettings().settings;
	const go = useNavigation((state) => state.go);
	const label = displayName === "" ? t("me") : t("meNamed", { name: displayName });
	return (
		<button type="button" className={classes.me} aria-label={label} title={label} onClick={() => go({ screen: "settings" })}>
			{initialsOf(displayName) || <IconUser size={15} stroke={1.8} aria-hidden="true" />}
		</button>
	);
}
