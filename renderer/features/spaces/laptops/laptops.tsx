/** One's own laptops: which there are, adding one, removing one that was lost, and the words that bring the book back. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { DeviceSummary } from "../../../engine/spaces-contract";
import { confirm } from "../../../ui/confirm";
import { useExplain, useQuery } from "../../../ui/engine-hooks";
import { useSettings, useShell } from "../../../ui/shell-context";
import { askForSpaces } from "../../../ui/spaces/ask";
import { useSpaces } from "../../../ui/spaces/known-spaces";
import { shortKey } from "../../../ui/spaces/short-key";
import { useAct } from "../../../ui/spaces/use-act";
import { ErrorState, Skeleton } from "../../../ui/states";
import { showProblem } from "../../../ui/toasts";
import { useWords } from "../../../ui/words";
import classes from "./laptops.module.css";

export function Laptops(): ReactNode {
	const { t } = useTranslation("spaces");
	const shell = useShell();
	const explain = useExplain();
	const words = useWords();
	const { settings, reread } = useSettings();
	const own = useSpaces().all.find(({ kind }) => kind === "private");
	const details = useQuery("space", own === undefined ? null : { space: own.space });
	const devices = details.data?.people.find(({ self }) => self)?.devices ?? [];
	const active = devices.filter((device) => device.active);
	const showKit = async (): Promise<void> => {
		try {
			const shown = await shell.showRecoveryKit();
			if (shown === "no-person-key") showProblem({ message: t("laptops.noKit"), advice: t("laptops.noKitAdvice"), details: shown });
			await reread();
		} catch (error) {
			showProblem(explain(error));
		}
	};
	return (
		<div className={classes.laptops}>
			{details.state === "failed" ? <ErrorState error={details.error} /> : null}
			{details.state === "loading" ? <Skeleton shape="lines" count={2} /> : null}
			<ul>
				{active.map((device) => (
					<Laptop key={device.device} device={device} />
				))}
			</ul>
			<div className={classes.buttons}>
				<Button onClick={() => askForSpaces({ is: "add-laptop" })}>{t("laptops.add")}</Button>
				<Button onClick={() => void showKit()}>{t("laptops.kit")}</Button>
			</div>
			<p className={settings.kitShownAt === 0 ? classes.warning : classes.quiet}>
				{settings.kitShownAt === 0 ? t("laptops.kitNever") : t("laptops.kitShown", { date: words.date(settings.kitShownAt) })}{" "}
				{t("laptops.kitNote")}
			</p>
		</div>
	);
}

function Laptop({ device }: { readonly device: DeviceSummary }): ReactNode {
	const { t } = useTranslation("spaces");
	const act = useAct();
	const remove = async (): Promise<void> => {
		const sure = await confirm({
			title: t("laptops.removeTitle"),
			body: t("laptops.removeBody"),
			action: t("laptops.remove"),
			danger: true,
		});
		if (sure) await act("remove-device", { device: device.device }, { done: t("laptops.removeDone") });
	};
	return (
		<li className={classes.laptop}>
			<span className={classes.name}>
				{device.here ? t("laptops.here") : t("laptops.other")} <code>{shortKey(device.device)}</code>
			</span>
			{device.here ? null : (
				<Button size="compact-sm" variant="subtle" onClick={() => void remove()}>
					{t("laptops.remove")}
				</Button>
			)}
		</li>
	);
}
