import { toApiError } from "./client";

interface Answer {
  data?: Blob;
  error?: unknown;
  response: Response;
}

/** Hand a file that the API answers to the browser, under the name that the API gave it. */
export async function downloaded(call: Promise<Answer>): Promise<void> {
  const { data, error, response } = await call;
  if (!data) throw toApiError(error);
  const address = URL.createObjectURL(data);
  const link = document.createElement("a");
  link.href = address;
  link.download = fileNameOf(response.headers.get("Content-Disposition") ?? "");
  link.click();
  URL.revokeObjectURL(address);
}

/** The name in a Content-Disposition; pure. */
export function fileNameOf(disposition: string): string {
  return /filename="?([^";]+)"?/.exec(disposition)?.[1] ?? "";
}
