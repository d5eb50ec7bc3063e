// The shell gives the words in the person's language; the page speaks English without them.
export async function fillWords() {
	const words = await window.kit.words();
	for (const element of document.querySelectorAll("[data-words]")) {
		const text = words[element.dataset.words];
		if (typeof text === "string") element.textContent = text;
	}
	document.title = document.querySelector("h1").textContent;
	document.documentElement.lang = words.language;
}
