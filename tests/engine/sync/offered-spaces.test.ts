import sodium from "libsodium-wrappers-sumo";
import { describe } from "vitest";
import { offerSpaces } from "../../../renderer/engine/sync/offered-spaces";
import { offeredContract } from "../../contract/offered";
import { createShelf } from "../../protocol/conversation/memory-shelf";
import { filesInMemory } from "./memory-files";
import { logOfShelf, spacesOfShelf } from "./memory-spaces";

describe("spaces offered by a laptop to its peers", () =>
	offeredContract(async () => {
		const shelf = createShelf(sodium);
		const offered = offerSpaces({
			sodium,
			log: logOfShelf(shelf),
			spaces: spacesOfShelf(shelf),
			files: filesInMemory(),
			mayOffer: () => true,
			isAwaited: () => true,
			now: Date.now,
			onProblem: (error) => {
				throw error;
			},
		});
		return { offered, letIn: async () => undefined };
	}));
