/** An Electron on this machine that the scripts can start, package and test with. */
export interface ElectronBuild {
	/** The folder that holds the program and its resources: electron-builder's `electronDist`. */
	readonly folder: string;
	readonly executable: string;
	readonly version: string;
	/** True for the old Electron that is good enough for development and tests, and must never be shipped. */
	readonly developmentOnly: boolean;
}
