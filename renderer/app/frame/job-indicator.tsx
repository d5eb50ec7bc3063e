/** Long work that goes on, in the top bar wherever the person is. */
import { Progress } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useJobs } from "../../ui/jobs";
import { useNavigation } from "../../ui/navigation";
import classes from "./top-bar.module.css";

export function JobIndicator(): ReactNode {
	const { t } = useTranslation("app");
	const go = useNavigation((state) => state.go);
	const running = useJobs((state) => state.jobs.filter((job) => job.outcome.is === "running").at(-1));
	if (running === undefined) return null;
	const { done, total } = running.progress;
	const words = t(`job.${running.name}`);
	return (
		<button type="button" className={classes.job} onClick={() => go({ screen: "exchange" })}>
			<span className={classes.statusWords}>{words}</span>
			<Progress
				aria-label={words}
				className={classes.jobBar}
				size={6}
				value={total === 0 ? 100 : (done / total) * 100}
				animated={total === 0}
				striped={total === 0}
			/>
		</button>
	);
}
