/** The first run: three ways to begin, a name if one likes, and where things are kept. */
import { Button } from "@mantine/core";
import { type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Card as CardOfMe } from "../../engine/spaces-contract";
import { Card } from "../../ui/card";
import { useExplain } from "../../ui/engine-hooks";
import { useNavigation } from "../../ui/navigation";
import { Screen } from "../../ui/screen";
import { useSettings, useShell, useShellInfo } from "../../ui/shell-context";
import { askForSpaces } from "../../ui/spaces/ask";
import { showProblem } from "../../ui/toasts";
import { ask } from "../exchange";
import { CardFields, useMe } from "../spaces";
import classes from "./home.module.css";

export function Welcome(): ReactNode {
	const { t } = useTranslation("home");
	const shell = useShell();
	const explain = useExplain();
	const { secretStore } = useShellInfo();
	const { settings, change } = useSettings();
	const go = useNavigation((state) => state.go);
	const me = useMe();
	const [card, setCard] = useState<CardOfMe>({ ...me.card, name: settings.displayName });
	const begin = (): void => {
		change({ welcomed: true, displayName: card.name.trim() });
		if (card.name.trim() !== "" || card.picture !== null) void me.introduce(card);
	};
	const recover = async (): Promise<void> => {
		try {
			await shell.recoverFromKit();
		} catch (error) {
			showProblem(explain(error));
		}
	};
	const choices = [
		{ id: "empty", act: begin },
		{
			id: "bring",
			act: () => {
				begin();
				go({ screen: "exchange" });
			},
		},
		{
			id: "sample",
			// The choice stays open for the person's own book: the sample is a book of its own.
			act: () => {
				change({ displayName: card.name.trim() });
				void shell.openSample(true);
			},
		},
	] as const;
	return (
		<div className={classes.welcome}>
			<Screen title={t("welcome.title")} here={t("name")} headingHidden width="fill">
				<p className={classes.welcomeTitle} aria-hidden="true">
					{t("welcome.title")}
				</p>
				<p className={classes.welcomeText}>{t("welcome.text")}</p>
				<div className={classes.name}>
					<Suspense fallback={null}>
						<CardFields card={card} label={t("welcome.name")} note={t("welcome.nameNote")} onChange={setCard} />
					</Suspense>
				</div>
				<div className={classes.choices}>
					{choices.map(({ id, act }, index) => (
						<Card key={id} className={classes.choice ?? ""}>
							<h2 className={classes.choiceTitle}>{t(`welcome.${id}.title`)}</h2>
							<p className={classes.choiceText}>{t(`welcome.${id}.text`)}</p>
							<Button variant={index === 0 ? "filled" : "default"} onClick={act}>
								{t(`welcome.${id}.action`)}
							</Button>
						</Card>
					))}
				</div>
				<p className={classes.kept}>
					{t("welcome.kept")}{" "}
					<Button
						variant="transparent"
						size="compact-sm"
						px={4}
						onClick={() => {
							begin();
							ask("restore");
						}}
					>
						{t("welcome.restore")}
					</Button>
					<Button variant="transparent" size="compact-sm" px={4} onClick={() => askForSpaces({ is: "become-laptop" })}>
						{t("welcome.otherLaptop")}
					</Button>
					<Button variant="transparent" size="compact-sm" px={4} onClick={() => void recover()}>
						{t("welcome.kit")}
					</Button>
				</p>
				{secretStore === "file-permissions" ? <p className={classes.keys}>{t("welcome.keysInFile")}</p> : null}
			</Screen>
		</div>
	);
}
