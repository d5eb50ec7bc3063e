/** A second laptop: certified by the one that holds the person's key, and then one of the person's devices. */
import type { Host } from "../../../shared/host";
import { fromHex } from "../../../shared/protocol/bytes";
import { privateSpaceIdOf } from "../../../shared/protocol/membership/credentials";
import { EngineError } from "../contract";
import { unknownSpace } from "../log/local-space";
import type { LogStore } from "../log/log-store";
import type { ActionDefinitions } from "./actions";
import { emptyingOf, isEmptyBook } from "./empty-book";
import { readLaptopAnswer, readLaptopCode, writeLaptopAnswer, writeLaptopCode } from "./laptop-codes";
import type { SpaceDesk, SpacesParts } from "./spaces";

export type LaptopActions = Pick<ActionDefinitions, "make-laptop-code" | "add-laptop" | "become-laptop">;

export function laptopActions(desk: SpaceDesk, { sodium, log, spaces, sealer, exclusive }: SpacesParts, host: Host): LaptopActions {
	async function assertEmpty(store: LogStore): Promise<void> {
		if (!(await isEmptyBook(store, spaces)))
			throw new EngineError("book-not-empty", "this book has something in it already: a laptop is added with an empty one");
	}

	return {
		async "make-laptop-code"() {
			await assertEmpty(log);
			return { code: writeLaptopCode(spaces.speaker.device) };
		},
		async "add-laptop"({ code }) {
			const device = readLaptopCode(code);
			if (device === null) throw new EngineError("bad-request", "this is no code of a laptop");
			const certificate = await host.call("identity.certify", fromHex(device));
			const places = spaces
				.all()
				.filter(({ id }) => desk.role(id) !== null)
				.map(({ id, local }) => ({ space: id, server: local.server }));
			return { answer: writeLaptopAnswer({ person: spaces.speaker.person, certificate, spaces: places }) };
		},
		"become-laptop": ({ answer: text }) =>
			exclusive(async () => {
				const answer = readLaptopAnswer(text);
				if (answer === null) throw new EngineError("bad-request", "this is no answer of a laptop");
				await assertEmpty(log);
				const mine = privateSpaceIdOf(sodium, answer.person);
				const places = answer.spaces.map(({ space, server }) => ({ ...unknownSpace(space), server }));
				// From here on nothing is written for whoever the person was before.
				sealer.retire();
				await host.call("identity.belong", fromHex(answer.person), answer.certificate);
				await log.change({
					...(await emptyingOf(log)),
					spaces: places.some(({ space }) => space === mine) ? places : [unknownSpace(mine), ...places],
				});
				return {};
			}),
	};
}
