/** Many devices that share one space on a server, as far as a bench needs them: each connected, writing and listening. */
import sodium from "libsodium-wrappers-sumo";
import { fromHex } from "../../../shared/protocol/bytes";
import type { Conversation } from "../../../shared/protocol/conversation/conversation";
import { envelopeId } from "../../../shared/protocol/envelope";
import { makeJoin } from "../../../shared/protocol/membership/making-statements";
import type { SimulatedDevice } from "../../convergence/simulated-device";
import { foundTeam, invite, stranger } from "../../protocol/membership/team";
import { connect, ok } from "../../server/whole-server";

export interface CrowdMember {
	readonly conversation: Conversation;
	/** Pushes an edit; resolves when it is durable. `onId` is told its id before it goes. */
	edit(onId: (id: string) => void): Promise<void>;
}

export interface Crowd {
	readonly space: string;
	readonly members: readonly CrowdMember[];
	leave(): Promise<void>;
}

const CONNECT_TOGETHER = 20;

/** Founds a team of so many devices, each of a person of their own, and connects them all. */
export async function gatherCrowd(port: number, size: number): Promise<Crowd> {
	const team = await foundTeam();
	const { space } = team;
	const link = await invite(team, team.ada, "editor");
	const statements = [...team.ada.envelopes()];
	const devices = Array.from({ length: size }, (_, number) => stranger(team, `${number}`));
	let head = envelopeId(sodium, statements.at(-1) ?? new Uint8Array());
	const joins: { readonly device: SimulatedDevice; readonly id: string }[] = [];
	// Each join builds on the one before, as when people come in one after the other.
	for (const device of devices) {
		const claims = { heads: [fromHex(head)], number: 1, previous: null };
		const bytes = await device.forge(makeJoin(sodium, link, device.speaker, null), claims);
		head = envelopeId(sodium, bytes);
		statements.push(bytes);
		joins.push({ device, id: head });
	}
	const founder = await connect(port, team.ada);
	ok(await founder.register(""));
	for (let at = 0; at < statements.length; at += 200) ok(await founder.push(space, statements.slice(at, at + 200)));
	const members: CrowdMember[] = [];
	for (let at = 0; at < joins.length; at += CONNECT_TOGETHER) {
		members.push(...(await Promise.all(joins.slice(at, at + CONNECT_TOGETHER).map((one) => arrive(port, space, one, head)))));
	}
	return {
		space,
		members,
		async leave() {
			for (const { conversation } of [...members, { conversation: founder }]) conversation.end();
			await Promise.all(members.map(({ conversation }) => conversation.ended));
		},
	};
}

async function arrive(
	port: number,
	space: string,
	{ device, id }: { readonly device: SimulatedDevice; readonly id: string },
	head: string,
): Promise<CrowdMember> {
	const conversation = await connect(port, device);
	ok(await conversation.register(""));
	const [opened] = ok(await conversation.open([{ space, invite: null }]));
	if (opened?.is !== "open") throw new Error("a member of the crowd is not let in");
	let tip = { number: 1, id };
	return {
		conversation,
		async edit(onId) {
			const claims = { heads: [fromHex(head)], number: tip.number + 1, previous: fromHex(tip.id) };
			const bytes = await device.forge("content", claims);
			tip = { number: tip.number + 1, id: envelopeId(sodium, bytes) };
			onId(tip.id);
			const [outcome] = ok(await conversation.push(space, [bytes]));
			if (outcome?.is !== "kept") throw new Error(`an edit was not kept: ${JSON.stringify(outcome)}`);
		},
	};
}
