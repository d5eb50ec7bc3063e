import { openMemoryIndex } from "../../renderer/engine/search/in-process";
import { searchIndexContract } from "./search-index";

searchIndexContract("in memory, in this thread", openMemoryIndex);
