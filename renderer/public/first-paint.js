// Before the first paint: the frame is drawn light or dark as the person chose. The shell tells the page its
// choice through the system's preference, so that nothing has to be asked and nothing flashes.
document.documentElement.dataset.mantineColorScheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";

// The browser opens the book's databases when it is first asked about them, which takes long: so it is asked now, and
// has them open by the time the engine, which is only being loaded, wants to read.
indexedDB.databases().catch(() => undefined);
