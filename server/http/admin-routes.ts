/** What whoever has the admin token may see and change: JSON in, JSON out. */
import { z } from "zod";
import { hashToken, isToken, newToken } from "../secrets";
import type { RegistrationInvite, ServerStore } from "../store/store";

export interface HttpAnswer {
	readonly status: number;
	readonly body: unknown;
}

const Registration = z.strictObject({ registration: z.enum(["open", "invite-only", "closed"]) });
const Bytes = z.number().int().positive().max(1e15);
const Quotas = z.strictObject({ person: Bytes, space: Bytes });
const NewInvite = z.strictObject({
	name: z.string().regex(/^[\w .-]{1,60}$/, "letters, digits, spaces, dots and dashes, 60 at most"),
	uses: z.number().int().positive().max(10_000).default(1),
	days: z.number().int().positive().max(365).default(14),
});

const DAY = 24 * 60 * 60 * 1000;

export interface AdminPorts {
	readonly store: ServerStore;
	readonly rules: { forget(): void };
	readonly now: () => number;
}

/** Answers a request below `/admin`; `token` is what came as the bearer. */
export async function answerAdmin(
	{ store, rules, now }: AdminPorts,
	request: { readonly method: string; readonly path: string; readonly token: string; readonly body: string },
): Promise<HttpAnswer> {
	const { adminTokenHash, registration, quotas } = await store.settings();
	if (adminTokenHash === null || !isToken(request.token, adminTokenHash)) {
		return { status: 401, body: { error: "The admin token is missing or wrong. It was printed when the server first started." } };
	}
	switch (`${request.method} ${request.path}`) {
		case "GET /admin":
			return {
				status: 200,
				body: { registration, quotas, ...(await store.totals()), invites: (await store.registrationInvites()).map(shown) },
			};
		case "PUT /admin/registration":
			return change(Registration, request.body, async (wish) => {
				await store.changeSettings(wish);
				rules.forget();
				return wish;
			});
		case "PUT /admin/quotas":
			return change(Quotas, request.body, async (wish) => {
				await store.changeSettings({ quotas: wish });
				rules.forget();
				return { quotas: wish };
			});
		case "POST /admin/invites":
			return change(NewInvite, request.body, async ({ name, uses, days }) => {
				if ((await store.registrationInvites()).some((invite) => invite.name === name)) return null;
				// One of this name that has ended makes room.
				await store.dropRegistrationInvite(name);
				const token = newToken();
				const invite = { name, usesLeft: uses, ends: now() + days * DAY };
				await store.addRegistrationInvite(hashToken(token), invite);
				return { ...shown(invite), token };
			});
	}
	const [, name] = /^\/admin\/invites\/(.+)$/.exec(request.path) ?? [];
	if (request.method === "DELETE" && name !== undefined) {
		const isDropped = await store.dropRegistrationInvite(decodeURIComponent(name));
		return isDropped ? { status: 200, body: {} } : { status: 404, body: { error: "There is no invite of this name." } };
	}
	return { status: 404, body: { error: "There is nothing here." } };
}

function shown({ name, usesLeft, ends }: RegistrationInvite) {
	return { name, usesLeft, ends: new Date(ends).toISOString() };
}

async function change<Wish>(schema: z.ZodType<Wish>, body: string, work: (wish: Wish) => Promise<object | null>): Promise<HttpAnswer> {
	let json: unknown;
	try {
		json = JSON.parse(body);
	} catch {
		return { status: 400, body: { error: "The request's body is not JSON." } };
	}
	const wish = schema.safeParse(json);
	if (!wish.success) return { status: 400, body: { error: z.prettifyError(wish.error) } };
	const done = await work(wish.data);
	return done === null ? { status: 409, body: { error: "There is one of this name already." } } : { status: 200, body: done };
}
