/** Where a space is kept beside the laptops of its people: nowhere, a server that is known, or another one. */

import { Radio, TextInput } from "@mantine/core";
import { type ReactNode, useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "../../../ui/engine-hooks";
import classes from "../dialogs/dialog.module.css";
import { hostOf, serverAddress } from "./server-address";

const NONE = "";
const OTHER = "other";

export interface ServerFieldProps {
	/** "known": the server that this laptop has met, where there is one. */
	readonly initial: string | null | "known";
	/** `undefined` while what is typed is no address. */
	onChange(server: string | null | undefined): void;
}

export function ServerField({ initial, onChange }: ServerFieldProps): ReactNode {
	const { t } = useTranslation("spaces");
	const name = useId();
	const sync = useQuery("sync", {});
	const remotes = (sync.data?.remotes ?? []).filter(({ kind }) => kind === "server").map(({ name: address }) => address);
	const given = initial === "known" ? null : initial;
	const known = [...new Set([...remotes, ...(given === null ? [] : [given])])];
	const [chosen, setChosen] = useState<string | null>(initial === "known" ? null : (initial ?? NONE));
	const choice = chosen ?? remotes[0] ?? NONE;
	const offered = chosen === null && sync.state === "ready" ? choice : null;
	// biome-ignore lint/correctness/useExhaustiveDependencies: only another offer is told, not another listener.
	useEffect(() => {
		if (offered !== null) onChange(offered === NONE ? null : offered);
	}, [offered]);
	const [typed, setTyped] = useState("");
	const wrong = typed.trim() !== "" && serverAddress(typed) === null;
	const choose = (wanted: string): void => {
		setChosen(wanted);
		onChange(wanted === NONE ? null : wanted === OTHER ? (serverAddress(typed) ?? undefined) : wanted);
	};
	return (
		<Radio.Group name={name} label={t("server.label")} description={t("server.note")} value={choice} onChange={choose}>
			<div className={classes.choices}>
				<Radio value={NONE} label={t("server.none")} />
				{known.map((address) => (
					<Radio key={address} value={address} label={hostOf(address)} />
				))}
				<Radio value={OTHER} label={t("server.other")} />
				{choice === OTHER ? (
					<TextInput
						aria-label={t("server.address")}
						placeholder={t("server.placeholder")}
						ml={30}
						autoComplete="off"
						spellCheck={false}
						data-autofocus
						value={typed}
						error={wrong ? t("server.wrong") : null}
						onChange={(event) => {
							const now = event.currentTarget.value;
							setTyped(now);
							onChange(serverAddress(now) ?? undefined);
						}}
					/>
				) : null}
			</div>
		</Radio.Group>
	);
}
