import sodium from "libsodium-wrappers-sumo";
import { describe } from "vitest";
import { offerShelf } from "../protocol/conversation/memory-offered";
import { createShelf } from "../protocol/conversation/memory-shelf";
import { offeredContract } from "./offered";

describe("spaces offered from memory", () =>
	offeredContract(async () => ({ offered: offerShelf(sodium, createShelf(sodium)), letIn: async () => undefined })));
