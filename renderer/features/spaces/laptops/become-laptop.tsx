/** On a new laptop: shows its code, and takes the answer that the other laptop gave for it. */
import { Textarea } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useEngine } from "../../../ui/engine-context";
import { useExplain } from "../../../ui/engine-hooks";
import { useSettings, useShell } from "../../../ui/shell-context";
import { useAct } from "../../../ui/spaces/use-act";
import { Skeleton } from "../../../ui/states";
import type { Explanation } from "../../../ui/toasts";
import { Dialog } from "../dialogs/dialog";
import classes from "../dialogs/dialog.module.css";
import { CopyField } from "../space/copy-field";

type Code =
	| { readonly is: "waiting" }
	| { readonly is: "made"; readonly code: string }
	| { readonly is: "refused"; readonly why: Explanation };

/** This laptop's code; why there is none, where the book is not empty any more. */
function useCode(): Code {
	const engine = useEngine();
	const explain = useExplain();
	const [code, setCode] = useState<Code>({ is: "waiting" });
	// biome-ignore lint/correctness/useExhaustiveDependencies: one code for as long as the dialog is open.
	useEffect(() => {
		let current = true;
		const tell = (found: Code): void => {
			if (current) setCode(found);
		};
		engine.act("make-laptop-code", {}).then(
			(made) => tell({ is: "made", code: made.code }),
			(error: unknown) => tell({ is: "refused", why: explain(error) }),
		);
		return () => {
			current = false;
		};
	}, [engine]);
	return code;
}

export function BecomeLaptop({ onClose }: { onClose(): void }): ReactNode {
	const { t } = useTranslation("spaces");
	const act = useAct();
	const shell = useShell();
	const { change } = useSettings();
	const code = useCode();
	const [answer, setAnswer] = useState("");
	const become = async (): Promise<boolean> => {
		if ((await act("become-laptop", { answer: answer.trim() })) === null) return false;
		change({ welcomed: true });
		await shell.restart();
		return true;
	};
	return (
		<Dialog
			title={t("becomeLaptop.title")}
			size={540}
			action={t("becomeLaptop.action")}
			ready={code.is === "made" && answer.trim() !== ""}
			onSend={become}
			onClose={onClose}
		>
			{code.is === "refused" ? (
				<p className={classes.warning} role="alert">
					{code.why.message} {code.why.advice}
				</p>
			) : (
				<ol className={classes.steps}>
					<li>
						<p>{t("becomeLaptop.one")}</p>
						{code.is === "waiting" ? (
							<Skeleton shape="lines" count={2} />
						) : (
							<CopyField
								label={t("becomeLaptop.code")}
								note={t("becomeLaptop.codeNote")}
								value={code.code}
								copied={t("becomeLaptop.copied")}
							/>
						)}
					</li>
					<li>
						<p>{t("becomeLaptop.two")}</p>
					</li>
					<li>
						<p>{t("becomeLaptop.three")}</p>
						<Textarea
							className={classes.code ?? ""}
							aria-label={t("becomeLaptop.answer")}
							placeholder={t("becomeLaptop.answer")}
							rows={3}
							spellCheck={false}
							value={answer}
							onChange={(event) => setAnswer(event.currentTarget.value)}
						/>
					</li>
				</ol>
			)}
		</Dialog>
	);
}
