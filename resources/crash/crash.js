// The shell hands over the words in the person's language behind the #; the page speaks English without them.
const words = readWords(location.hash.slice(1));
for (const element of document.querySelectorAll("[data-words]")) {
	const text = words[element.dataset.words];
	if (typeof text === "string") element.textContent = text;
}
if (typeof words.title === "string") document.title = words.title;
if (typeof words.language === "string") document.documentElement.lang = words.language;

const button = document.getElementById("restart");
button.focus();
button.addEventListener("click", async () => {
	try {
		await window.commonplace.restart();
	} catch {
		document.getElementById("failed").hidden = false;
	}
});

function readWords(text) {
	try {
		return JSON.parse(decodeURIComponent(text));
	} catch {
		return {};
	}
}
