/** The statements about sync, in the person's language. */
import { useTranslation } from "react-i18next";
import type { RemoteStatus } from "../../../engine/spaces-contract";
import { useSpaceName } from "../../../ui/spaces/space-mark";
import { useWords } from "../../../ui/words";
import { problemWords } from "./problem-words";
import { hostOf } from "./server-address";
import type { StatusPart } from "./status-words";

export interface SyncWords {
	/** "server example.org", "Jonas’s laptop". */
	remote(remote: Pick<RemoteStatus, "kind" | "name">): string;
	/** The same, short: "server". */
	short(remote: Pick<RemoteStatus, "kind" | "name">): string;
	/** What happened, what is safe and what to do. */
	problem(code: string): string;
	part(part: StatusPart): string;
}

export function useSyncWords(): SyncWords {
	const { t } = useTranslation("spaces");
	const words = useWords();
	const nameOf = useSpaceName();
	const remote = ({ kind, name }: Pick<RemoteStatus, "kind" | "name">): string => {
		if (kind === "server") return t("remote.server", { host: hostOf(name) });
		return name === "" ? t("remote.someLaptop") : t("remote.laptop", { name });
	};
	const short = (one: Pick<RemoteStatus, "kind" | "name">): string => (one.kind === "server" ? t("remote.serverShort") : remote(one));
	const problem = (code: string): string => t(`problem.${problemWords(code)}`);
	const part = (one: StatusPart): string => {
		switch (one.is) {
			case "refused":
				return t("status.refused", { remote: remote(one.remote), why: problem(one.remote.problem) });
			case "paused":
				return t("status.paused");
			case "only-here":
				return t("status.onlyHere", { count: one.count, shown: words.number(one.count) });
			case "up-to-date":
				return one.space === null
					? t("status.allUpToDate", { remote: short(one.remote), ago: words.ago(one.time) })
					: t("status.upToDate", { space: nameOf(one.space), remote: short(one.remote), ago: words.ago(one.time) });
			case "exchanging":
				return t("status.exchanging", { remote: short(one.remote) });
			case "last-met":
				return t("status.lastMet", { remote: remote(one.remote), ago: words.ago(one.time) });
			case "never-met":
				return t("status.neverMet");
		}
	};
	return { remote, short, problem, part };
}
