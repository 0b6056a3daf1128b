/** Pictures in the browser: made small before they are sent, and as addresses of images. */
const LONGEST_SIDE = 1024;
const QUALITY = 0.9;

/**
 * A picture of a file as base64, so small that a call can carry it; upright, and without what else the file says.
 *
 * @throws where the browser can't read it as a picture
 */
export async function smallPicture(file: Blob): Promise<string> {
  const picture = await createImageBitmap(file);
  const { width, height } = fitting(picture.width, picture.height, LONGEST_SIDE);
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const drawing = canvas.getContext("2d");
  if (!drawing) throw new Error("no canvas");
  // What is see-through is white, as on paper.
  drawing.fillStyle = "white";
  drawing.fillRect(0, 0, width, height);
  drawing.drawImage(picture, 0, 0, width, height);
  picture.close();
  const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!made) throw new Error("no picture");
  return base64Of(await dataUrlOf(made));
}

/** The same shape with no side longer than `most`; never larger than it was. Pure. */
export function fitting(width: number, height: number, most: number): { width: number; height: number } {
  const share = Math.min(1, most / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) };
}

/** An address that holds all of it. */
export function dataUrlOf(blob: Blob): Promise<string> {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result as string);
    reader.onerror = () => failed(reader.error ?? new Error("unreadable"));
    reader.readAsDataURL(blob);
  });
}

/** What follows the comma of such an address. Pure. */
export const base64Of = (address: string) => address.slice(address.indexOf(",") + 1);
