/** The only code of ours between the kit's pages and the shell: four fixed functions. */
import { contextBridge, ipcRenderer } from "electron";

contextBridge.exposeInMainWorld("kit", {
	words: (): Promise<unknown> => ipcRenderer.invoke("kit", "words"),
	kit: (): Promise<unknown> => ipcRenderer.invoke("kit", "kit"),
	submit: (text: string): Promise<unknown> => ipcRenderer.invoke("kit", "submit", text),
	done: (): Promise<unknown> => ipcRenderer.invoke("kit", "done"),
});
