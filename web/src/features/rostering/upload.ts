import { type Api, answered } from "@/api/client";

/** What the browser sends at most; the API says the same. */
const LARGEST_BYTES = 50 * 1024 * 1024;

/** A file that was not sent: too large, empty, or lost on the way. */
export class UploadFailed extends Error {
  constructor(readonly why: "tooLarge" | "empty" | "lost") {
    super(why);
  }
}

/**
 * Send a roster file from this computer: the API opens a session for exactly this size and page,
 * and the bytes go straight into the district's own storage.
 *
 * @param told how much was sent, 0 to 1
 * @throws ApiError what the API refuses; UploadFailed what is not sent, or did not arrive
 */
export async function upload(
  api: Api,
  { school, connection, file, told }: { school: string; connection: string; file: File; told: (share: number) => void },
): Promise<void> {
  if (file.size > LARGEST_BYTES) throw new UploadFailed("tooLarge");
  if (file.size === 0) throw new UploadFailed("empty");
  const session = await answered(
    api.POST("/v1/schools/{school}/rosterConnections/{connection}/uploads", {
      params: { path: { school, connection } },
      body: { fileName: file.name, sizeBytes: file.size },
    }),
  );
  await send(session.uploadUri, file, told);
}

function send(uri: string, file: File, told: (share: number) => void): Promise<void> {
  // fetch can't tell how much was sent.
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    request.open("PUT", uri);
    request.upload.onprogress = ({ loaded, total }) => told(total ? loaded / total : 0);
    request.onload = () => (request.status < 300 ? resolve() : reject(new UploadFailed("lost")));
    request.onerror = () => reject(new UploadFailed("lost"));
    request.send(file);
  });
}
