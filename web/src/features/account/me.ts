import { queryOptions, useQuery } from "@tanstack/react-query";
import { type Api, answered } from "@/api/client";
import { useApi } from "@/app/api-context";

const meQuery = (api: Api) => queryOptions({ queryKey: ["me"], queryFn: () => answered(api.GET("/v1/me")) });

/** Who the caller is to the API, with their roles and permissions. */
export const useMe = () => useQuery(meQuery(useApi()));
