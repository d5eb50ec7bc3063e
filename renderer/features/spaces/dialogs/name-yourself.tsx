/** Before one shares for the first time: the name by which others will know one. Nothing once it was said. */
import { TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../you/use-me";
import classes from "./dialog.module.css";

export interface NamingYourself {
	/** The field, or null where nothing is to be asked. */
	readonly field: ReactNode;
	/** Keeps the name. False when it could not be kept; the person was told why. */
	keep(): Promise<boolean>;
}

export function useNamingYourself(): NamingYourself {
	const { t } = useTranslation("spaces");
	const me = useMe();
	const [typed, setTyped] = useState<string | null>(null);
	if (!me.known || me.introduced) return { field: null, keep: async () => true };
	const name = typed ?? me.card.name;
	return {
		field: (
			<TextInput
				className={classes.written ?? ""}
				label={t("you.name")}
				description={t("you.nameToOthers")}
				maxLength={200}
				autoComplete="off"
				value={name}
				onChange={(event) => setTyped(event.currentTarget.value)}
			/>
		),
		keep: async () => name.trim() === "" || me.introduce({ ...me.card, name }),
	};
}
