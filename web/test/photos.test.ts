import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { fewAtOnce } from "@/features/photos/few-at-once";
import { type PhotoFile, idIn, isPhoto, photoFiles } from "@/features/photos/photo-files";
import { inOrder, rowsOf } from "@/features/photos/photo-rows";
import { base64Of, fitting } from "@/features/photos/picture";
import { packedIn } from "@/features/photos/zip";

describe("photos", () => {
  it("are made smaller and never larger, in their shape", () => {
    expect(fitting(4000, 3000, 1024)).toEqual({ width: 1024, height: 768 });
    expect(fitting(300, 500, 1024)).toEqual({ width: 300, height: 500 });
    expect(fitting(10_000, 1, 1024)).toEqual({ width: 1024, height: 1 });
    expect(base64Of("data:image/jpeg;base64,/9j/")).toBe("/9j/");
  });

  it("are read a few at once, and one that fails gives its place to the next", async () => {
    const inTurn = fewAtOnce(2);
    const begun: number[] = [];
    const ends: ((failed: boolean) => void)[] = [];
    const all = [0, 1, 2, 3].map((one) =>
      inTurn(() => {
        begun.push(one);
        return new Promise<number>((done, failed) => ends.push((isBad) => (isBad ? failed(new Error("bad")) : done(one))));
      }).catch(() => -1),
    );
    await Promise.resolve();
    expect(begun).toEqual([0, 1]);
    ends[0]?.(true);
    await all[0];
    expect(begun).toEqual([0, 1, 2]);
    ends[1]?.(false);
    await all[1];
    expect(begun).toEqual([0, 1, 2, 3]);
    ends[2]?.(false);
    ends[3]?.(false);
    expect(await Promise.all(all)).toEqual([-1, 1, 2, 3]);
  });
});

/** A ZIP by its bytes, after PKWARE's description. */
function zipOf(files: [name: string, text: string, isDeflated: boolean][], flags = 0): File {
  const parts: Uint8Array[] = [];
  const entries: Uint8Array[] = [];
  let at = 0;
  for (const [name, text, isDeflated] of files) {
    const bytes = new TextEncoder().encode(name);
    const data = isDeflated ? deflateRawSync(text) : new TextEncoder().encode(text);
    const local = new DataView(new ArrayBuffer(30));
    local.setUint32(0, 0x04034b50, true);
    local.setUint16(26, bytes.length, true);
    const entry = new DataView(new ArrayBuffer(46));
    entry.setUint32(0, 0x02014b50, true);
    entry.setUint16(8, flags, true);
    entry.setUint16(10, isDeflated ? 8 : 0, true);
    entry.setUint32(20, data.length, true);
    entry.setUint16(28, bytes.length, true);
    entry.setUint32(42, at, true);
    parts.push(new Uint8Array(local.buffer), bytes, new Uint8Array(data));
    entries.push(new Uint8Array(entry.buffer), bytes);
    at += 30 + bytes.length + data.length;
  }
  const size = entries.reduce((sum, one) => sum + one.length, 0);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(10, files.length, true);
  end.setUint32(12, size, true);
  end.setUint32(16, at, true);
  return new File([...parts, ...entries, new Uint8Array(end.buffer)] as BlobPart[], "photos.zip");
}

describe("a ZIP", () => {
  it("is unpacked, stored or deflated, and folders are no files", async () => {
    const found = await packedIn(zipOf([["a/1001.jpg", "first", false], ["a/", "", false], ["b.png", "second ".repeat(99), true]]));
    expect(found.map(({ name }) => name)).toEqual(["a/1001.jpg", "b.png"]);
    expect(await Promise.all(found.map(async ({ unpacked }) => (await unpacked()).text()))).toEqual(["first", "second ".repeat(99)]);
  });

  it("that is none, is encrypted or holds a bomb is not read", async () => {
    await expect(packedIn(new File(["no ZIP at all, whatever its name says"], "photos.zip"))).rejects.toThrow();
    const [secret] = await packedIn(zipOf([["a.jpg", "x", false]], 1));
    await expect(secret?.unpacked()).rejects.toThrow("unreadable");
    const [bomb] = await packedIn(zipOf([["a.jpg", "0".repeat(21 * 1024 * 1024), true]]));
    await expect(bomb?.unpacked()).rejects.toThrow("too large");
  });
});

describe("files of photos", () => {
  it("are pictures by their names, in their order, whatever a Mac puts beside them", async () => {
    expect(["1.jpg", "x/2.JPEG", "3.webp", "4.gif", "__MACOSX/._1.jpg", "x/._2.jpg", ".jpg"].filter(isPhoto)).toEqual([
      "1.jpg", "x/2.JPEG", "3.webp",
    ]);
    expect(idIn("photos/ 0042 .JPG")).toBe("0042");
    const found = await photoFiles([zipOf([["y/10.jpg", "", false], ["y/read.me", "", false]]), new File([], "9.png")]);
    expect(found.map(({ fileName, id }) => [fileName, id])).toEqual([["9.png", "9"], ["10.jpg", "10"]]);
  });

  it("are somebody's, nobody's, or too many for one", () => {
    const file = (id: string) => ({ fileName: `${id}.jpg`, id }) as PhotoFile;
    const match = (id: string, person: string) => ({ id, member: { person } }) as never;
    const rows = rowsOf(
      [file("1"), file("2"), file("3"), file("a3"), file("5")],
      [match("1", "ada"), { id: "2", doubt: "NOBODY" } as never, match("3", "alan"), match("a3", "alan"), { id: "5", doubt: "SEVERAL" } as never],
    );
    expect(rows.map(({ state }) => state)).toEqual(["READY", "NOBODY", "SEVERAL", "SEVERAL", "SEVERAL"]);
    expect(inOrder(rows).map(({ file: { id } }) => id)).toEqual(["3", "a3", "5", "2", "1"]);
  });
});
