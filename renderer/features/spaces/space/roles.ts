/** The roles, from the one that may do most. */
import type { MemberSummary } from "../../../engine/spaces-contract";

export const ROLES: readonly MemberSummary["role"][] = ["owner", "editor", "commenter", "reader"];

/** Whom one invites: an owner is made by an owner, among people who are there. */
export const INVITED_ROLES: readonly MemberSummary["role"][] = ["editor", "commenter", "reader", "owner"];
