/** The person, as picture or initials; opens the settings. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../features/spaces";
import { useNavigation } from "../../ui/navigation";
import { Avatar } from "../../ui/spaces/avatar";
import classes from "./top-bar.module.css";

const SIZE = 27;

export function Me(): ReactNode {
	const { t } = useTranslation("app");
	const { card } = useMe();
	const go = useNavigation((state) => state.go);
	const label = card.name === "" ? t("me") : t("meNamed", { name: card.name });
	return (
		<button
			type="button"
			className={classes.me}
			aria-label={label}
			title={label}
			onClick={() => go({ screen: "settings", section: "you" })}
		>
			<Avatar card={card} size={SIZE} />
		</button>
	);
}
