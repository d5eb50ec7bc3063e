/** A server knows nothing of a space in which one was a member: what that can mean, that nothing is lost, and what can be done. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SpaceDetails, SyncStatus } from "../../../engine/spaces-contract";
import { useQuery } from "../../../ui/engine-hooks";
import { hostOf } from "../sync/server-address";
import { KeepCopy } from "./keep-copy";
import classes from "./space.module.css";

/** Whoever is no member gets the same answer as for a space that there is not. */
const SHUT: readonly string[] = ["no-such-space", "not-a-member"];

/** The server that no longer gives this space; null while it does, or while another server or laptop still exchanges it. */
export function shutBy(space: Pick<SpaceDetails, "space" | "state" | "kind">, sync: SyncStatus): string | null {
	if (space.kind === "private" || (space.state !== "ready" && space.state !== "waiting-for-keys")) return null;
	const remotes = sync.spaces.find((one) => one.space === space.space)?.remotes ?? [];
	const shut = remotes.find(({ refused }) => SHUT.includes(refused));
	if (shut === undefined || remotes.some(({ upToDate, refused }) => upToDate && refused === "")) return null;
	const remote = sync.remotes.find(({ remote: name }) => name === shut.remote);
	return remote?.kind === "server" ? remote.name : null;
}

export function OutOfReach({ space }: { readonly space: SpaceDetails }): ReactNode {
	const { t } = useTranslation("spaces");
	const sync = useQuery("sync", {}).data;
	const server = sync === undefined ? null : shutBy(space, sync);
	if (server === null) return null;
	return (
		<div className={classes.notice} role="status">
			<p className={classes.noticeTitle}>{t("outOfReach.title", { server: hostOf(server) })}</p>
			<p>{t("outOfReach.text")}</p>
			<p>{t("outOfReach.advice")}</p>
			<KeepCopy space={space} />
		</div>
	);
}
