/** A file with changes for somebody who is met without a network: of which spaces, and for whom. */

import { Checkbox, Select } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useEngine } from "../../../ui/engine-context";
import { useExplain } from "../../../ui/engine-hooks";
import { startJob } from "../../../ui/jobs";
import { useShell } from "../../../ui/shell-context";
import { usePersonName } from "../../../ui/spaces/avatar";
import { useSpaces } from "../../../ui/spaces/known-spaces";
import { useSpaceName } from "../../../ui/spaces/space-mark";
import { showDone, showProblem } from "../../../ui/toasts";
import { useWords } from "../../../ui/words";
import { Dialog } from "../dialogs/dialog";
import classes from "../dialogs/dialog.module.css";
import { peopleOf } from "../people/people-of";
import { useAllDetails } from "../people/use-all-details";

const ANYONE = "";

export function ExportChanges({ given, onClose }: { readonly given: string | null; onClose(): void }): ReactNode {
	const { t } = useTranslation("spaces");
	const engine = useEngine();
	const shell = useShell();
	const explain = useExplain();
	const words = useWords();
	const spaceName = useSpaceName();
	const personName = usePersonName();
	const spaces = useSpaces().all.filter(({ state }) => state === "ready");
	const details = useAllDetails(spaces.map(({ space }) => space));
	const [unticked, setUnticked] = useState<readonly string[] | null>(null);
	const [person, setPerson] = useState(ANYONE);
	const left = unticked ?? (given === null ? [] : spaces.map(({ space }) => space).filter((space) => space !== given));
	const chosen = spaces.map(({ space }) => space).filter((space) => !left.includes(space));
	const people = peopleOf(details).filter(({ self }) => !self);
	const send = async (): Promise<boolean> => {
		try {
			const place = await shell.pickTarget("changes", t("byFile.fileName", { date: new Date().toISOString().slice(0, 10) }));
			if (place === null) return false;
			const params = { grant: place.grant, spaces: chosen, person: person === ANYONE ? null : person };
			void startJob(engine, "export-bundle", params, place.name).then((result) => {
				if (result === null) return;
				showDone({ message: t("byFile.exported", { count: result.envelopes, name: place.name, size: words.size(result.bytes) }) });
			});
			return true;
		} catch (error) {
			showProblem(explain(error));
			return false;
		}
	};
	return (
		<Dialog title={t("byFile.export")} action={t("byFile.choose")} ready={chosen.length > 0} onSend={send} onClose={onClose}>
			<p className={classes.note}>{t("byFile.exportNote")}</p>
			<fieldset className={classes.choices} style={{ margin: 0, padding: 0, border: 0 }}>
				<legend className="mantine-InputWrapper-label">{t("byFile.spaces")}</legend>
				{spaces.map((space) => (
					<Checkbox
						key={space.space}
						label={spaceName(space)}
						checked={chosen.includes(space.space)}
						onChange={(event) =>
							setUnticked(event.currentTarget.checked ? left.filter((one) => one !== space.space) : [...left, space.space])
						}
					/>
				))}
			</fieldset>
			<Select
				label={t("byFile.for")}
				description={t(person === ANYONE ? "byFile.everything" : "byFile.lacks")}
				data={[
					{ value: ANYONE, label: t("byFile.anyone") },
					...people.map(({ person: value, card }) => ({ value, label: personName(card) })),
				]}
				value={person}
				allowDeselect={false}
				onChange={(value) => setPerson(value ?? ANYONE)}
			/>
		</Dialog>
	);
}
