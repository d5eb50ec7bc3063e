// Tells when the page that --ready describes is on screen: the selector finds `count` elements, and a frame was drawn after that.
const { ipcRenderer } = require("electron");

const wanted = process.argv.find((argument) => argument.startsWith("--ready="))?.slice("--ready=".length) ?? "body";
const count = Number(process.argv.find((argument) => argument.startsWith("--count="))?.slice("--count=".length) ?? 1);

function look() {
	if (document.readyState === "complete" && document.querySelectorAll(wanted).length >= count) {
		requestAnimationFrame(() => setTimeout(() => ipcRenderer.send("painted", Date.now()), 0));
	} else requestAnimationFrame(look);
}
requestAnimationFrame(look);
