/** What a person does about sync. */
import { z } from "zod";
import type { ActionDefinitions } from "../spaces/actions";
import type { Sync } from "./sync";

const Wish = z.boolean().optional();
const Settings = z.strictObject({ paused: Wish, metered: Wish, local: Wish, seen: Wish });
const Address = z.string().max(2000);
const Token = z.string().max(200).nullable();

export function syncActions(sync: () => Promise<Sync>): Pick<ActionDefinitions, "add-server" | "meet-peer" | "set-sync"> {
	return {
		async "add-server"({ address, token }) {
			await (await sync()).addServer(Address.parse(address), Token.parse(token));
			return {};
		},
		async "meet-peer"({ address }) {
			await (await sync()).meetPeer(Address.parse(address));
			return {};
		},
		async "set-sync"(wished) {
			const { paused, metered, local, seen } = Settings.parse(wished);
			await (await sync()).set({
				...(paused === undefined ? {} : { paused }),
				...(metered === undefined ? {} : { metered }),
				...(local === undefined ? {} : { local }),
				...(seen === undefined ? {} : { seen }),
			});
			return {};
		},
	};
}
