import { queryOptions } from "@tanstack/react-query";
import { type Api, type Schemas, answered } from "@/api/client";

/** Whom an invitation is for. */
export interface Invitee {
  school: string;
  sort: "member" | "guardian";
  id: string;
}

/** How far somebody has come on their way in. */
export const invitationQuery = (api: Api, { school, sort, id }: Invitee) =>
  queryOptions({
    queryKey: ["people", school, "invitations", sort, id],
    queryFn: () =>
      answered(
        sort === "member"
          ? api.GET("/v1/schools/{school}/members/{member}/invitation", { params: { path: { school, member: id } } })
          : api.GET("/v1/schools/{school}/guardians/{guardian}/invitation", {
              params: { path: { school, guardian: id } },
            }),
      ),
  });

/** Have somebody mailed an invitation; once for each id of a request. */
export function invite(api: Api, { school, sort, id }: Invitee, body: Schemas["Invite"], requestId: string) {
  const query = { requestId };
  return sort === "member"
    ? api.POST("/v1/schools/{school}/members/{member}:invite", { params: { path: { school, member: id }, query }, body })
    : api.POST("/v1/schools/{school}/guardians/{guardian}:invite", {
        params: { path: { school, guardian: id }, query },
        body,
      });
}
