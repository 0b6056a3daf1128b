import { queryOptions, useQuery } from "@tanstack/react-query";
import { type Api, answered } from "@/api/client";
import { useApi } from "@/app/api-context";

const meQuery = (api: Api) => queryOptions({ queryKey: ["me"], queryFn: () => answered(api.GET("/v1/me")) });

/** Who the caller is to the API, with their roles and permissions. */
export const useMe = () => useQuery(meQuery(useApi()));

/** The ways to sign in that are on; nobody needs to be signed in to ask. */
export const signInOptionsQuery = (api: Api) =>
  queryOptions({ queryKey: ["signInOptions"], queryFn: () => answered(api.GET("/v1/signInOptions")) });

/** The sign-ins of the person's own that are alive. */
export const sessionsQuery = (api: Api) =>
  queryOptions({ queryKey: ["sessions"], queryFn: () => answered(api.GET("/v1/me/sessions")) });
