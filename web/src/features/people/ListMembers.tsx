import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { Pager } from "@/components/Pager";
import { ListPeople } from "./ListPeople";
import { filterOf } from "./people-search";
import { membersQuery } from "./queries";

interface Props {
  school: string;
  list: string;
  memberIds: readonly string[];
  mayChange: boolean;
}

/** Who is on a list, in its order, page by page. */
export function ListMembers({ school, list, memberIds, mayChange }: Props) {
  const { t } = useTranslation();
  const { pageToken = "" } = useLocation({ select: ({ state }) => state });
  const navigate = useNavigate({ from: "/schools/$school/people/lists/$list" });
  const asked = { search: "", filter: filterOf({ state: "ANY", list }), pageToken };
  const found = useQuery(membersQuery(useApi(), school, asked));
  const next = found.data?.nextPageToken;
  const turnTo = (token: string) => void navigate({ to: ".", state: { pageToken: token } });
  return (
    <Stack>
      <ListPeople
        school={school}
        list={list}
        field="memberIds"
        title={t("people.lists.members", { count: memberIds.length })}
        ids={memberIds}
        people={found.data?.members}
        isFitting={() => true}
        mayChange={mayChange}
        error={found.error}
        onRetry={() => void found.refetch()}
        empty={<Text c="dimmed">{t("people.lists.membersNone")}</Text>}
      />
      <Pager isFirst={!pageToken} onFirst={() => turnTo("")} onNext={next ? () => turnTo(next) : undefined} />
    </Stack>
  );
}
