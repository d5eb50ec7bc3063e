/** Most membership heads that one envelope names. */
export const MOST_HEADS = 64;
