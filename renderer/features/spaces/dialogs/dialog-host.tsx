/** Draws whichever dialog of the feature is open. */
import type { ReactNode } from "react";
import { useSpaceRequest } from "../../../ui/spaces/ask";
import { AddLaptop } from "../laptops/add-laptop";
import { BecomeLaptop } from "../laptops/become-laptop";
import { ExportChanges } from "../sync/export-changes";
import { SyncPanel } from "../sync/sync-panel";
import { CopyToSpace } from "./copy-to-space";
import { Join } from "./join";
import { NewSpace } from "./new-space";
import { RenameSpace } from "./rename-space";
import { ShareItem } from "./share-item";

export function DialogHost(): ReactNode {
	const { request, close } = useSpaceRequest();
	switch (request.is) {
		case "none":
			return null;
		case "new-space":
			return <NewSpace onClose={close} />;
		case "rename":
			return <RenameSpace space={request.space} onClose={close} />;
		case "join":
			return <Join key={request.link} given={request.link} onClose={close} />;
		case "copy":
			return <CopyToSpace wish={request} onClose={close} />;
		case "share":
			return <ShareItem wish={request} onClose={close} />;
		case "sync":
			return <SyncPanel onClose={close} />;
		case "export-changes":
			return <ExportChanges given={request.space} onClose={close} />;
		case "add-laptop":
			return <AddLaptop onClose={close} />;
		case "become-laptop":
			return <BecomeLaptop onClose={close} />;
	}
}
