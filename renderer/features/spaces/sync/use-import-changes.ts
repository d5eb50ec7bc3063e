/** Takes in a file of changes that somebody carried here: asks for it, and says what it brought. */

import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { PickedSource } from "../../../../shared/host";
import { useEngine } from "../../../ui/engine-context";
import { useExplain } from "../../../ui/engine-hooks";
import { startJob } from "../../../ui/jobs";
import { useShell } from "../../../ui/shell-context";
import { showDone, showProblem } from "../../../ui/toasts";

export function useImportChanges(): (given?: PickedSource) => Promise<void> {
	const { t } = useTranslation("spaces");
	const engine = useEngine();
	const shell = useShell();
	const explain = useExplain();
	return useCallback(
		async (given) => {
			try {
				const source = given ?? (await shell.pickSource("changes"));
				if (source === null) return;
				const result = await startJob(engine, "import-bundle", { grant: source.grant }, source.name);
				if (result === null) return;
				const taken = result.spaces.reduce((sum, space) => sum + space.taken, 0);
				const refused = result.spaces.reduce((sum, space) => sum + space.refused, 0);
				const words = [
					taken === 0 ? t("byFile.nothingNew", { name: source.name }) : t("byFile.taken", { name: source.name, count: taken }),
					...(refused === 0 ? [] : [t("byFile.refused", { count: refused })]),
					...(result.broken ? [t("byFile.broken")] : []),
				];
				showDone({ message: words.join(" ") });
			} catch (error) {
				showProblem(explain(error));
			}
		},
		[engine, shell, explain, t],
	);
}
