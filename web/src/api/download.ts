import { saveAs } from "@/components/save-as";
import { toApiError } from "./client";

interface Answer {
  data?: Blob;
  error?: unknown;
  response: Response;
}

/** Hand a CSV file that the API answers to the browser, under the name that the API gave it. */
export async function downloaded(call: Promise<Answer>): Promise<void> {
  const { data, error, response } = await call;
  if (!data) throw toApiError(error);
  saveAs(fileNameOf(response.headers.get("Content-Disposition") ?? ""), data, "text/csv");
}

/** The name in a Content-Disposition; pure. */
export function fileNameOf(disposition: string): string {
  return /filename="?([^";]+)"?/.exec(disposition)?.[1] ?? "";
}
