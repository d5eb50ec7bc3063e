/** In and out: importing, exporting, backing up, restoring, and the reports of what happened. */
import { IconArrowsExchange } from "@tabler/icons-react";
import { lazy } from "react";
import type { Feature } from "../../ui/feature";
import { ask } from "./offers";

export { ask, guessPurpose, offerSource } from "./offers";

export const exchange: Feature = {
	id: "exchange",
	navigation: { labelKey: "name", icon: IconArrowsExchange, route: { screen: "exchange" }, covers: ["exchange"], foot: true },
	screens: { exchange: lazy(() => import("./exchange-screen").then(({ ExchangeScreen }) => ({ default: ExchangeScreen }))) },
	actions: (_route, translate) => {
		const group = translate("name");
		return [
			{ id: "import-vault", label: `${translate("bring.title")}: ${translate("vault.title")}`, group, perform: () => ask("import-vault") },
			{
				id: "import-bookmarks",
				label: `${translate("bring.title")}: ${translate("bookmarks.title")}`,
				group,
				perform: () => ask("import-bookmarks"),
			},
			{ id: "export-vault", label: translate("exportVault.action"), group, perform: () => ask("export-vault") },
			{ id: "export-bookmarks", label: translate("exportBookmarks.action"), group, perform: () => ask("export-bookmarks") },
			{ id: "backup", label: translate("backup.title"), group, perform: () => ask("backup") },
			{ id: "restore", label: translate("restore.title"), group, perform: () => ask("restore") },
		];
	},
};
