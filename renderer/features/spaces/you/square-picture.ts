/** Makes the small square picture of a card out of any picture that the window can open. */

/** Largest picture of a card, in bytes. */
export const LARGEST_PICTURE = 64 * 1024;
/** Pixels of a side. */
const SIDE = 256;
const QUALITIES = [0.88, 0.75, 0.6, 0.4, 0.2];

/** The largest square in the middle of a picture: what is cut out of it. */
export function middleSquare(width: number, height: number): { readonly x: number; readonly y: number; readonly side: number } {
	const side = Math.min(width, height);
	return { x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2), side };
}

/** At most 64 kB of JPEG, 256 pixels square, cut out of the middle. Null for what is no picture. */
export async function squarePicture(file: Blob): Promise<Uint8Array | null> {
	const picture = await createImageBitmap(file).catch(() => null);
	if (picture === null || picture.width === 0 || picture.height === 0) return null;
	const canvas = document.createElement("canvas");
	canvas.width = SIDE;
	canvas.height = SIDE;
	const context = canvas.getContext("2d");
	if (context === null) return null;
	const { x, y, side } = middleSquare(picture.width, picture.height);
	// A transparent picture stands on paper.
	context.fillStyle = "#ffffff";
	context.fillRect(0, 0, SIDE, SIDE);
	context.imageSmoothingQuality = "high";
	context.drawImage(picture, x, y, side, side, 0, 0, SIDE, SIDE);
	picture.close();
	for (const quality of QUALITIES) {
		const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
		if (made !== null && made.size <= LARGEST_PICTURE) return new Uint8Array(await made.arrayBuffer());
	}
	return null;
}
