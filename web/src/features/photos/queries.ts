import { queryOptions } from "@tanstack/react-query";
import { type Api, toApiError } from "@/api/client";
import { fewAtOnce } from "./few-at-once";
import { dataUrlOf } from "./picture";

const AT_ONCE = 4;
const inTurn = fewAtOnce(AT_ONCE);

/**
 * A photo as an address of an image. It is read once for each content, kept in this page only, and
 * gone with the sign-in: no address opens it without the person's token.
 */
export const photoQuery = (api: Api, school: string, person: string, photo: string) =>
  queryOptions({
    queryKey: ["photos", school, person, photo],
    queryFn: () => inTurn(() => read(api, school, person)),
    staleTime: Infinity,
  });

async function read(api: Api, school: string, member: string): Promise<string> {
  const call = { params: { path: { school, member } }, parseAs: "blob", cache: "no-store" } as const;
  const { data, error } = await api.GET("/v1/schools/{school}/members/{member}:photo", call);
  if (!data) throw toApiError(error);
  return dataUrlOf(data as unknown as Blob);
}
