/** The space that one looks at: what is made now belongs there. */
import type { Engine } from "../../../engine/contract";
import type { SpaceSummary } from "../../../engine/spaces-contract";
import { useNavigation } from "../../../ui/navigation";
import { writesIn } from "../../../ui/spaces/writes-in";
import { useWikiView } from "../screens/wiki-view";

type Asks = Pick<Engine, "ask">;

async function shownSpace(engine: Asks): Promise<string | null> {
	const { route } = useNavigation.getState();
	switch (route.screen) {
		case "space":
			return route.space;
		case "wiki":
			return useWikiView.getState().space;
		case "page":
			return (await engine.ask("item", { id: route.id }))?.space ?? null;
		default:
			return null;
	}
}

/** Whether something of one's own may be put there without a thought: into a share goes only what was meant for it. */
function takesNew(space: SpaceSummary): boolean {
	return space.kind === "team" && writesIn(space);
}

/** The space in view where one may write; otherwise one's own. Null while there is no other than one's own. */
export async function spaceInView(engine: Asks): Promise<string | null> {
	const spaces = await engine.ask("spaces", {});
	if (spaces.length < 2) return null;
	const shown = await shownSpace(engine);
	const wanted = spaces.find(({ space }) => space === shown);
	if (wanted !== undefined && takesNew(wanted)) return wanted.space;
	return spaces.find(({ kind }) => kind === "private")?.space ?? null;
}
