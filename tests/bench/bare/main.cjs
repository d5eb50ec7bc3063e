// The least Electron app: one window, one page. --page=<file> shows another page; --folder=<folder> is served as app://bare/.
const { readFile } = require("node:fs/promises");
const { extname, join, normalize } = require("node:path");
const { app, BrowserWindow, ipcMain, protocol } = require("electron");

const option = (name) => process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const userData = option("user-data-dir");
if (userData !== undefined) app.setPath("userData", userData);

const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm", ".json": "application/json" };
const folder = option("folder");
if (folder !== undefined) {
	protocol.registerSchemesAsPrivileged([
		{ scheme: "app", privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
	]);
}

async function serve({ url }) {
	const path = normalize(decodeURIComponent(new URL(url).pathname));
	try {
		const bytes = await readFile(join(folder, path));
		return new Response(bytes, { headers: { "content-type": types[extname(path)] ?? "application/octet-stream" } });
	} catch {
		return new Response("", { status: 404 });
	}
}

app.whenReady().then(() => {
	if (folder !== undefined) protocol.handle("app", serve);
	ipcMain.once("painted", (_, time) => process.stdout.write(`bare: painted ${time}\n`));
	const ready = ["ready", "count"].filter((name) => option(name) !== undefined).map((name) => `--${name}=${option(name)}`);
	const window = new BrowserWindow({
		width: 1280,
		height: 800,
		webPreferences: { preload: join(__dirname, "preload.cjs"), additionalArguments: ready },
	});
	if (folder !== undefined) window.loadURL("app://bare/index.html");
	else window.loadFile(option("page") ?? join(__dirname, "index.html"));
});
app.on("window-all-closed", () => app.quit());
