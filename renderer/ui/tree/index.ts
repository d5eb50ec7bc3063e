/** The accessible tree, for pages, collections and whatever else lies in one another. */
export { type Ordered, placeAmong } from "./place-among";
export { Tree, type TreeProps, type TreeWords } from "./tree";
export { useTreeMemory } from "./tree-memory";
export type { TreeChildren, TreeEntry, TreePlacement, TreeSource } from "./tree-source";
export { type KnownEntries, useKnownSource } from "./use-known-source";
export type { ForeignDrops } from "./use-tree-drag";
