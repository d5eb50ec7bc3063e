/** Coming into a space by a link that somebody sent: what it offers, and the choice to accept it. */
import { Textarea } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { InviteOffer } from "../../../engine/spaces-contract";
import { useEngine } from "../../../ui/engine-context";
import { useNavigation } from "../../../ui/navigation";
import { useSpaces } from "../../../ui/spaces/known-spaces";
import { useSpaceName } from "../../../ui/spaces/space-mark";
import { useAct } from "../../../ui/spaces/use-act";
import { hostOf } from "../sync/server-address";
import { Dialog } from "./dialog";
import classes from "./dialog.module.css";
import { useNamingYourself } from "./name-yourself";

/** What a pasted link offers: null while nothing is pasted or it is being read, "none" for what is no invite. */
function useOffer(link: string): InviteOffer | "none" | null {
	const engine = useEngine();
	const [found, setFound] = useState<{ readonly link: string; readonly offer: InviteOffer | "none" } | null>(null);
	useEffect(() => {
		if (link === "") return;
		let current = true;
		const tell = (offer: InviteOffer | "none"): void => {
			if (current) setFound({ link, offer });
		};
		engine.act("read-invite", { link }).then(tell, () => tell("none"));
		return () => {
			current = false;
		};
	}, [engine, link]);
	return found?.link === link ? found.offer : null;
}

export function Join({ given, onClose }: { readonly given: string; onClose(): void }): ReactNode {
	const { t } = useTranslation("spaces");
	const act = useAct();
	const naming = useNamingYourself();
	const [typed, setTyped] = useState(given);
	const link = typed.trim();
	const offer = useOffer(link);
	const found = offer === null || offer === "none" ? null : offer;
	const accept = async (): Promise<boolean> => {
		if (found === null) return false;
		if (found.member) {
			useNavigation.getState().go({ screen: "space", space: found.space });
			return true;
		}
		if (!(await naming.keep())) return false;
		const joined = await act("join", { link });
		if (joined === null) return false;
		useNavigation.getState().go({ screen: "space", space: joined.space });
		return true;
	};
	return (
		<Dialog
			title={t("joinWithLink")}
			action={t(found?.member === true ? "join.open" : "join.accept")}
			closing={t(found === null || found.member ? "cancel" : "join.decline")}
			ready={found !== null}
			onSend={accept}
			onClose={onClose}
		>
			{given === "" || offer === "none" ? (
				<Textarea
					className={classes.code ?? ""}
					data-autofocus
					label={t("join.link")}
					description={t("join.linkNote")}
					rows={3}
					spellCheck={false}
					autoComplete="off"
					value={typed}
					error={offer === "none" && link !== "" ? t("join.noInvite") : null}
					onChange={(event) => setTyped(event.currentTarget.value)}
					onKeyDown={(event) => {
						if (event.key !== "Enter") return;
						event.preventDefault();
						event.currentTarget.form?.requestSubmit();
					}}
				/>
			) : null}
			{found === null ? null : <Offer offer={found} />}
			{found === null || found.member ? null : naming.field}
		</Dialog>
	);
}

function Offer({ offer }: { readonly offer: InviteOffer }): ReactNode {
	const { t } = useTranslation("spaces");
	const nameOf = useSpaceName();
	const known = useSpaces().of(offer.space);
	if (offer.member) {
		return (
			<div className={classes.offer} role="status">
				<p>{known === null ? t("join.already") : t("join.alreadyIn", { name: nameOf(known) })}</p>
			</div>
		);
	}
	return (
		<div className={classes.offer} role="status">
			<p>{t("join.offer")}</p>
			<p>{t("join.sealed")}</p>
			<p>{offer.server === null ? t("join.byMeeting") : t("join.byServer", { server: hostOf(offer.server) })}</p>
		</div>
	);
}
