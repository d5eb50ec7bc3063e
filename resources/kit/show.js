import { fillWords } from "./words.js";

await fillWords();
const list = document.getElementById("kit");
for (const word of await window.kit.kit()) list.append(Object.assign(document.createElement("li"), { textContent: word }));
document.getElementById("print").addEventListener("click", () => window.print());
document.getElementById("done").addEventListener("click", () => window.kit.done());
