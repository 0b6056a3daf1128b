import { Group, Skeleton, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type Schemas, answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { listensTo } from "@/app/claims";
import { useLive } from "@/app/live";
import { useMay } from "@/app/permissions";
import { useIdentity } from "@/app/session";
import { ConfirmAct } from "@/components/ConfirmAct";
import { ErrorState } from "@/components/ErrorState";
import { Page } from "@/components/Page";
import { StateBadge } from "@/components/StateBadge";
import { ButtonLink, PageLink } from "@/components/links";
import { tell } from "@/components/toasts";
import { MemberSignIn } from "@/features/accounts/MemberSignIn";
import { Invitation } from "@/features/invitations/Invitation";
import { Today } from "@/features/today/Today";
import { MemberPhoto } from "@/features/photos/MemberPhoto";
import { Changes } from "./Changes";
import { Guardians } from "./Guardians";
import { MemberFacts } from "./MemberFacts";
import { MemberLists } from "./MemberLists";
import { mayChange } from "./member-form";
import { memberQuery } from "./queries";
import { MEANINGS, nameOf } from "./words";

type Member = Schemas["MemberView"];

/** One person of a school: who they are, where they come from, and what can be done. */
export function MemberPage() {
  const { t } = useTranslation();
  const { school, member } = useParams({ from: "/shell/schools/$school/people/$member" });
  const may = useMay(school);
  const identity = useIdentity();
  const isSelf = identity.memberships.some((one) => one.school === school && one.person === member);
  const found = useQuery(memberQuery(useApi(), school, member, isSelf || may("members:update")));
  const isLive = listensTo(identity, school);
  useLive(["people", school, "members", member], isLive ? { collection: `schools/${school}/members`, ids: [member] } : null);
  return (
    <Page title={found.data ? nameOf(found.data) : t("people.person")}>
      {found.isPending && <Skeleton height={240} role="status" aria-label={t("app.loading")} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && (
        <>
          <Standing member={found.data} />
          <MemberPhoto school={school} member={found.data} mayEdit={mayChange(found.data, "members:update", may)} />
          <Acts school={school} member={found.data} isSelf={isSelf} />
          {found.data.state === "ACTIVE" && mayChange(found.data, "members:invite", may) && (
            <Invitation invitee={{ school, sort: "member", id: member }} email={found.data.email} />
          )}
          {hasDay(found.data) && <Today school={school} member={member} isSelf={isSelf} />}
          <MemberFacts school={school} member={found.data} />
          {may("lists:get") && <MemberLists school={school} member={found.data} />}
          {found.data.kind === "student" && may("guardians:get") && <Guardians school={school} member={member} />}
          {may("accounts:list") && <MemberSignIn school={school} member={member} />}
          {may("members:changes") && <Changes school={school} member={member} />}
          <Text>
            <PageLink to="/schools/$school/people" params={{ school }}>
              {t("people.toAll")}
            </PageLink>
          </Text>
        </>
      )}
    </Page>
  );
}

/** Others have no classes that would fill a day. */
const hasDay = ({ kind, state }: Member) => state === "ACTIVE" && (kind === "student" || kind === "teacher");

function Standing({ member }: { member: Member }) {
  const { t } = useTranslation();
  const { state, archivedBy } = member;
  return (
    <Group gap="xs">
      <StateBadge meaning={MEANINGS[state]} label={t(`people.states.${state}`)} />
      {archivedBy && <Text size="sm">{t(`people.archivedBy.${archivedBy}`)}</Text>}
      {member.isTest && <StateBadge meaning="quiet" label={t("people.test")} />}
    </Group>
  );
}

function Acts({ school, member, isSelf }: { school: string; member: Member; isSelf: boolean }) {
  const { t } = useTranslation();
  const may = useMay(school);
  const mark = useMark(school, member);
  const name = nameOf(member);
  const isActive = member.state === "ACTIVE";
  return (
    <Group>
      {mayChange(member, "members:update", may) && (
        <ButtonLink to="/schools/$school/people/$member/edit" params={{ school, member: member.person }} variant="default">
          {t("people.edit")}
        </ButtonLink>
      )}
      {isActive && !isSelf && mayChange(member, "members:archive", may) && (
        <ConfirmAct
          label={t("people.archive")}
          title={t("people.archiveTitle", { name })}
          act={() => mark("archive")}
          isDestructive
        >
          {t("people.archiveHint")}
        </ConfirmAct>
      )}
      {!isActive && mayChange(member, "members:restore", may) && (
        <ConfirmAct label={t("people.restore")} title={t("people.restoreTitle", { name })} act={() => mark("restore")}>
          {t("people.restoreHint")}
        </ConfirmAct>
      )}
    </Group>
  );
}

function useMark(school: string, member: Member) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  return async (verb: "archive" | "restore") => {
    const call = { params: { path: { school, member: member.person } }, body: { etag: member.etag } };
    const done =
      verb === "archive"
        ? api.POST("/v1/schools/{school}/members/{member}:archive", call)
        : api.POST("/v1/schools/{school}/members/{member}:restore", call);
    try {
      await answered(done);
    } finally {
      // Also where somebody was faster, so that the page shows what they did.
      await queries.invalidateQueries({ queryKey: ["people", school] });
    }
    tell(t(`people.${verb}d`, { name: nameOf(member) }));
  };
}
