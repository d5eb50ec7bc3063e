/** Where copies of one space lie, how each stands, and the server that keeps one. */

import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SpaceDetails } from "../../../engine/spaces-contract";
import { Card } from "../../../ui/card";
import { useQuery } from "../../../ui/engine-hooks";
import { askForSpaces } from "../../../ui/spaces/ask";
import { useAct } from "../../../ui/spaces/use-act";
import { ErrorState, Skeleton } from "../../../ui/states";
import { Dialog } from "../dialogs/dialog";
import { hostOf } from "../sync/server-address";
import { ServerField } from "../sync/server-field";
import { SpaceCopies } from "../sync/space-copies";
import classes from "./space.module.css";

export function SyncTab({ space }: { readonly space: SpaceDetails }): ReactNode {
	const { t } = useTranslation("spaces");
	const sync = useQuery("sync", {});
	const [changing, setChanging] = useState(false);
	const settable = space.kind === "private" || space.role !== null;
	return (
		<div className={classes.column}>
			<Card title={t("copies.title")}>
				{sync.state === "failed" ? <ErrorState error={sync.error} /> : null}
				{sync.state === "loading" ? <Skeleton shape="lines" count={2} /> : null}
				{sync.state === "ready" ? <SpaceCopies space={space} sync={sync.data} /> : null}
			</Card>
			<Card
				title={t("server.title")}
				action={
					settable ? (
						<Button size="compact-sm" onClick={() => setChanging(true)}>
							{t(space.server === null ? "server.set" : "server.change")}
						</Button>
					) : undefined
				}
			>
				<p className={classes.explain}>
					{space.server === null ? t("server.noneText") : t("server.isKept", { server: hostOf(space.server) })}
				</p>
			</Card>
			<Card title={t("byFile.title")}>
				<p className={classes.explain}>{t("byFile.text")}</p>
				<div className={classes.buttons}>
					<Button onClick={() => askForSpaces({ is: "export-changes", space: space.space })}>{t("byFile.export")}</Button>
					<Button variant="subtle" onClick={() => askForSpaces({ is: "sync" })}>
						{t("sync.open")}
					</Button>
				</div>
			</Card>
			{changing ? <ChangeServer space={space} onClose={() => setChanging(false)} /> : null}
		</div>
	);
}

function ChangeServer({ space, onClose }: { readonly space: SpaceDetails; onClose(): void }): ReactNode {
	const { t } = useTranslation("spaces");
	const act = useAct();
	const [server, setServer] = useState<string | null | undefined>(space.server);
	const keep = async (): Promise<boolean> => {
		if (server === undefined) return false;
		if (server === space.server) return true;
		const undo = (): Promise<unknown> => act("set-server", { space: space.space, server: space.server });
		const done = server === null ? t("server.doneNone") : t("server.done", { server: hostOf(server) });
		return (await act("set-server", { space: space.space, server }, { done, undo })) !== null;
	};
	return (
		<Dialog title={t("server.title")} action={t("server.keep")} ready={server !== undefined} onSend={keep} onClose={onClose}>
			<ServerField initial={space.server} onChange={setServer} />
			<p className={classes.explain}>{t("server.thisLaptop")}</p>
		</Dialog>
	);
}
