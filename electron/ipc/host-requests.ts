import { z } from "zod";
import { HostCallSchemas, type HostCalls, type HostReply } from "../../shared/host";
import type { LineCalls } from "../../shared/host/lines";
import { exactBytes } from "../files/exact-bytes";
import { asHostFailure } from "../files/host-failure";

const Request = z.strictObject({
	id: z.number().int().nonnegative(),
	call: z.enum(Object.keys(HostCallSchemas) as [keyof HostCalls, ...(keyof HostCalls)[]]),
	args: z.array(z.unknown()),
});

/** The shell's side of every request that the engine can make. */
export type HostAnswers = {
	readonly [Call in keyof HostCalls]: (...args: Parameters<HostCalls[Call]>) => Promise<ReturnType<HostCalls[Call]>>;
};

/** Those that are answered in the same way for every engine. */
export type CommonAnswers = Omit<HostAnswers, keyof LineCalls>;

/** Checks one request of the engine and answers it. Always gives a reply, never throws. */
export async function answerHostRequest(answers: HostAnswers, given: unknown, note: (line: string) => void): Promise<HostReply> {
	const request = Request.safeParse(given);
	if (!request.success) return { id: requestId(given), ok: false, code: "bad-request", message: "not a request" };
	const { id, call, args } = request.data;
	const checked = HostCallSchemas[call].safeParse(args);
	if (!checked.success) return { id, ok: false, code: "bad-request", message: `${call}: these arguments are not allowed` };
	try {
		const answer = answers[call] as (...args: readonly unknown[]) => Promise<unknown>;
		const value = await answer(...checked.data);
		return { id, ok: true, value: value instanceof Uint8Array ? exactBytes(value) : value };
	} catch (error) {
		const failure = asHostFailure(error);
		note(`${call}: ${failure.code}: ${failure.message}`);
		return { id, ok: false, code: failure.code, message: failure.message };
	}
}

/** The number of a request that is not one, so that whoever waits for it hears; 0 when it has none. */
function requestId(given: unknown): number {
	const id = typeof given === "object" && given !== null && "id" in given ? given.id : 0;
	return typeof id === "number" && Number.isSafeInteger(id) ? id : 0;
}
