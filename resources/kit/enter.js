import { fillWords } from "./words.js";

await fillWords();
const words = document.getElementById("words");
const wrong = document.getElementById("wrong");
const submit = document.getElementById("submit");
words.focus();
document.getElementById("cancel").addEventListener("click", () => window.kit.done());
document.getElementById("form").addEventListener("submit", async (event) => {
	event.preventDefault();
	submit.disabled = true;
	wrong.textContent = "";
	try {
		const problem = await window.kit.submit(words.value);
		if (problem === null) await window.kit.done();
		else wrong.textContent = problem;
	} catch (error) {
		wrong.textContent = String(error);
	} finally {
		submit.disabled = false;
		words.focus();
	}
});
