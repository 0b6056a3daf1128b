/** Files whose names say whose photo they are. */
import { packedIn } from "./zip";

const PICTURE = /\.(jpe?g|png|webp)$/i;
const PACKAGE = /\.zip$/i;

export interface PhotoFile {
  /** Without its folder. */
  fileName: string;
  /** The name without its ending: an ID. */
  id: string;
  read: () => Promise<Blob>;
}

/** The pictures among some files, and in the ZIPs among them; in the order of their names. */
export async function photoFiles(files: readonly File[]): Promise<PhotoFile[]> {
  const all = await Promise.all(
    files.map(async (file) => {
      if (!PACKAGE.test(file.name)) return [{ name: file.name, read: () => Promise.resolve<Blob>(file) }];
      return (await packedIn(file)).map(({ name, unpacked }) => ({ name, read: unpacked }));
    }),
  );
  return all
    .flat()
    .filter(({ name }) => isPhoto(name))
    .map(({ name, read }) => ({ fileName: baseOf(name), id: idIn(name), read }))
    .sort((one, other) => one.fileName.localeCompare(other.fileName, "en", { numeric: true }));
}

/** True for a picture, and for nothing that a Mac or a folder of thumbnails puts beside it. Pure. */
export const isPhoto = (name: string) => PICTURE.test(name) && !/(^|\/)(__MACOSX\/|\.)/.test(name);

const baseOf = (name: string) => name.slice(name.lastIndexOf("/") + 1);

/** Such as "1001" of "photos/1001.jpg". Pure. */
export const idIn = (name: string) => baseOf(name).replace(PICTURE, "").trim();
