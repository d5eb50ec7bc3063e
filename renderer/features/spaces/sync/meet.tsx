/** Two ways to somebody new: a laptop by its address, a server by its address and token. */
import { Button, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "../../../ui/spaces/use-act";
import { hostOf, serverAddress } from "./server-address";
import classes from "./sync.module.css";

const HOST_AND_PORT = /^(?:\[[0-9a-f:.]+\]|[^\s:/]+):\d{1,5}$/i;

export function MeetLaptop(): ReactNode {
	const { t } = useTranslation("spaces");
	const act = useAct();
	const [address, setAddress] = useState("");
	const [wrong, setWrong] = useState(false);
	const meet = async (): Promise<void> => {
		const typed = address.trim();
		setWrong(!HOST_AND_PORT.test(typed));
		if (!HOST_AND_PORT.test(typed)) return;
		if ((await act("meet-peer", { address: typed }, { done: t("meet.looking", { address: typed }) })) !== null) setAddress("");
	};
	return (
		<form
			className={classes.row}
			onSubmit={(event) => {
				event.preventDefault();
				void meet();
			}}
		>
			<TextInput
				className={classes.grow ?? ""}
				label={t("meet.label")}
				placeholder={t("meet.placeholder")}
				spellCheck={false}
				autoComplete="off"
				value={address}
				error={wrong ? t("meet.wrong") : null}
				onChange={(event) => setAddress(event.currentTarget.value)}
			/>
			<Button type="submit" disabled={address.trim() === ""}>
				{t("meet.action")}
			</Button>
		</form>
	);
}

export function AddServer(): ReactNode {
	const { t } = useTranslation("spaces");
	const act = useAct();
	const [typed, setTyped] = useState("");
	const [token, setToken] = useState("");
	const [wrong, setWrong] = useState(false);
	const add = async (): Promise<void> => {
		const address = serverAddress(typed);
		setWrong(address === null);
		if (address === null) return;
		const params = { address, token: token.trim() === "" ? null : token.trim() };
		if ((await act("add-server", params, { done: t("addServer.done", { server: hostOf(address) }) })) === null) return;
		setTyped("");
		setToken("");
	};
	return (
		<form
			className={classes.row}
			onSubmit={(event) => {
				event.preventDefault();
				void add();
			}}
		>
			<TextInput
				className={classes.grow ?? ""}
				label={t("addServer.label")}
				placeholder={t("server.placeholder")}
				spellCheck={false}
				autoComplete="off"
				value={typed}
				error={wrong ? t("server.wrong") : null}
				onChange={(event) => setTyped(event.currentTarget.value)}
			/>
			<TextInput
				className={classes.grow ?? ""}
				label={t("addServer.token")}
				placeholder={t("addServer.tokenNote")}
				spellCheck={false}
				autoComplete="off"
				value={token}
				onChange={(event) => setToken(event.currentTarget.value)}
			/>
			<Button type="submit" disabled={typed.trim() === ""}>
				{t("addServer.action")}
			</Button>
		</form>
	);
}
