/** The roles, from the one that may do most. */
import type { MemberSummary } from "../../../engine/spaces-contract";

export const ROLES: readonly MemberSummary["role"][] = ["owner", "editor", "commenter", "reader"];

/** Those with whom one item is shared. */
export const GUEST_ROLES = ["commenter", "reader"] as const satisfies readonly MemberSummary["role"][];

/** Whom one invites: an owner is made by an owner, among people who are there. */
export const INVITED_ROLES: readonly MemberSummary["role"][] = ["editor", "commenter", "reader", "owner"];
