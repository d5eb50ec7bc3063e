/** Behind the status line: where what is written lies, who is met, and what one may decide about it. */

import { Button, Drawer, Switch } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SyncStatus } from "../../../engine/spaces-contract";
import { useQuery } from "../../../ui/engine-hooks";
import { useNavigation } from "../../../ui/navigation";
import { askForSpaces } from "../../../ui/spaces/ask";
import { useSpaces } from "../../../ui/spaces/known-spaces";
import { SpaceDot, useSpaceName } from "../../../ui/spaces/space-mark";
import { useAct } from "../../../ui/spaces/use-act";
import { ErrorState, Skeleton } from "../../../ui/states";
import { AddServer, MeetLaptop } from "./meet";
import { RemoteList } from "./remote-list";
import { SpaceCopies } from "./space-copies";
import { statusOf } from "./status-words";
import classes from "./sync.module.css";
import { useImportChanges } from "./use-import-changes";
import { useSyncWords } from "./use-status-words";

export function SyncPanel({ onClose }: { onClose(): void }): ReactNode {
	const { t } = useTranslation("spaces");
	const sync = useQuery("sync", {});
	return (
		<Drawer opened onClose={onClose} position="right" size={440} title={t("sync.title")} closeButtonProps={{ "aria-label": t("close") }}>
			{sync.state === "failed" ? <ErrorState error={sync.error} /> : null}
			{sync.state === "loading" ? <Skeleton shape="lines" /> : null}
			{sync.state === "ready" ? <Known sync={sync.data} onClose={onClose} /> : null}
		</Drawer>
	);
}

function Known({ sync, onClose }: { readonly sync: SyncStatus; onClose(): void }): ReactNode {
	const { t } = useTranslation("spaces");
	const act = useAct();
	const said = useSyncWords();
	const nameOf = useSpaceName();
	const go = useNavigation((state) => state.go);
	const importChanges = useImportChanges();
	const spaces = useSpaces().all.filter(({ state }) => state !== "left" && state !== "removed");
	const { parts } = statusOf(sync, spaces);
	return (
		<div className={classes.panel}>
			<ul className={classes.summary}>
				{parts.length === 0 ? <li>{t("sync.savedHere")}</li> : null}
				{parts.map((part) => {
					const line = said.part(part);
					return <li key={part.is}>{`${line.charAt(0).toLocaleUpperCase()}${line.slice(1)}.`}</li>;
				})}
			</ul>
			<section aria-label={t("sync.bySpace")}>
				<h3 className={classes.heading}>{t("sync.bySpace")}</h3>
				<ul className={classes.spaces}>
					{spaces.map((space) => (
						<li key={space.space}>
							<button
								type="button"
								className={classes.space}
								onClick={() => {
									onClose();
									go({ screen: "space", space: space.space, tab: "sync" });
								}}
							>
								<SpaceDot space={space} />
								{nameOf(space)}
							</button>
							<SpaceCopies space={space} sync={sync} />
						</li>
					))}
				</ul>
			</section>
			<section aria-label={t("sync.met")}>
				<h3 className={classes.heading}>{t("sync.met")}</h3>
				<RemoteList remotes={sync.remotes} />
			</section>
			<section aria-label={t("sync.decide")} className={classes.switches}>
				<h3 className={classes.heading}>{t("sync.decide")}</h3>
				<Switch
					label={t("sync.paused")}
					description={t("sync.pausedNote")}
					checked={sync.paused}
					onChange={(event) => void act("set-sync", { paused: event.currentTarget.checked })}
				/>
				<Switch
					label={t("sync.metered")}
					description={t("sync.meteredNote")}
					checked={sync.metered}
					onChange={(event) => void act("set-sync", { metered: event.currentTarget.checked })}
				/>
				<Switch
					label={t("sync.local")}
					description={t("sync.localNote")}
					checked={sync.local}
					onChange={(event) => void act("set-sync", { local: event.currentTarget.checked })}
				/>
				<Switch
					label={t("sync.seen")}
					description={t("sync.seenNote")}
					checked={sync.seen}
					onChange={(event) => void act("set-sync", { seen: event.currentTarget.checked })}
				/>
			</section>
			<section aria-label={t("sync.more")} className={classes.more}>
				<h3 className={classes.heading}>{t("sync.more")}</h3>
				<AddServer />
				<MeetLaptop />
				{sync.localPort === null ? null : <p className={classes.quiet}>{t("meet.here", { port: sync.localPort })}</p>}
			</section>
			<section aria-label={t("byFile.title")}>
				<h3 className={classes.heading}>{t("byFile.title")}</h3>
				<p className={classes.quiet}>{t("byFile.text")}</p>
				<div className={classes.buttons}>
					<Button onClick={() => askForSpaces({ is: "export-changes", space: null })}>{t("byFile.export")}</Button>
					<Button
						onClick={() => {
							onClose();
							void importChanges();
						}}
					>
						{t("byFile.import")}
					</Button>
				</div>
			</section>
		</div>
	);
}
