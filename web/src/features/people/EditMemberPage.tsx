import { Alert, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, type Schemas, answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { ErrorState } from "@/components/ErrorState";
import { Page } from "@/components/Page";
import { said } from "@/components/said";
import { ButtonLink } from "@/components/links";
import { tell } from "@/components/toasts";
import { MemberFields } from "./MemberFields";
import { ReachFields } from "./ReachFields";
import { type MemberValues, changesOf, reachFor, rolesFor, valuesOf } from "./member-form";
import { memberQuery } from "./queries";
import { useMemberForm } from "./use-member-form";
import { nameOf } from "./words";

type Member = Schemas["MemberView"];

/** Changes fields of a member; a roster leaves them alone from then on. */
export function EditMemberPage() {
  const { t } = useTranslation();
  const { school, member } = useParams({ from: "/shell/schools/$school/people/$member/edit" });
  const found = useQuery(memberQuery(useApi(), school, member, true));
  return (
    <Page title={found.data ? t("people.editTitle", { name: nameOf(found.data) }) : t("people.edit")}>
      {found.isPending && <Skeleton height={240} role="status" aria-label={t("app.loading")} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && <EditForm school={school} member={found.data} />}
    </Page>
  );
}

function EditForm({ school, member }: { school: string; member: Member }) {
  const { t } = useTranslation();
  const maySetRoles = useMay(school)("members:setRole");
  // What is saved is held against the member as the form began, not as a roster changes them meanwhile.
  const [before, setBefore] = useState(member);
  const save = useSave(school, before);
  const { form, submit, isBusy, error, forget } = useMemberForm(valuesOf(before), save);
  const startFrom = (now: Member) => {
    const mine = changesOf(valuesOf(before), form.values);
    setBefore(now);
    form.setValues({ ...valuesOf(now), ...mine });
    forget();
  };
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="lg">
        <Text maw={640}>{t("people.editHint")}</Text>
        {error !== null && <Refused error={error} school={school} member={member.person} onRead={startFrom} />}
        <MemberFields school={school} form={form} roles={maySetRoles ? rolesFor(before) : []} />
        {maySetRoles && <ReachFields form={form} reach={reachFor(valuesOf(before), form.values)} />}
        <Group>
          <Button type="submit" loading={isBusy}>
            {t("app.save")}
          </Button>
          <ButtonLink variant="default" to="/schools/$school/people/$member" params={{ school, member: member.person }}>
            {t("app.cancel")}
          </ButtonLink>
        </Group>
      </Stack>
    </form>
  );
}

function useSave(school: string, before: Member) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async (values: MemberValues) => {
    const member = before.person;
    const changes = changesOf(valuesOf(before), values);
    if (Object.keys(changes).length) {
      const body = { ...changes, etag: before.etag } as Schemas["MemberChange"];
      const params = { path: { school, member }, query: { updateMask: Object.keys(changes).join(",") } };
      await answered(api.PATCH("/v1/schools/{school}/members/{member}", { params, body }));
      await queries.invalidateQueries({ queryKey: ["people", school] });
      tell(t("app.saved"));
    }
    await navigate({ to: "/schools/$school/people/$member", params: { school, member }, replace: true });
  };
}

interface RefusedProps {
  error: unknown;
  school: string;
  member: string;
  onRead: (member: Member) => void;
}

/** What the API says; where somebody was faster, the way to save all the same. */
function Refused({ error, school, member, onRead }: RefusedProps) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const isOld = error instanceof ApiError && error.reason === "ETAG_MISMATCH";
  const read = async () => onRead(await queries.fetchQuery({ ...memberQuery(api, school, member, true), staleTime: 0 }));
  return (
    <Alert color="red" variant="outline" role="alert">
      <Stack gap="xs" align="flex-start">
        {said(error, t)}
        {isOld && <Text size="sm">{t("people.conflict")}</Text>}
        {isOld && (
          <Button variant="default" onClick={() => void read()}>
            {t("people.readAgain")}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
