import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ApiError, type Schemas, answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { Page } from "@/components/Page";
import { said } from "@/components/said";
import { ButtonLink, PageLink } from "@/components/links";
import { tell } from "@/components/toasts";
import { useOnce } from "@/components/use-once";
import { MemberFields } from "./MemberFields";
import { NOBODY, type MemberValues, textsOf } from "./member-form";
import { KINDS } from "./people-search";
import { useMemberForm } from "./use-member-form";
import { nameOf } from "./words";

/** Adds somebody whom no roster brings in. */
export function NewMemberPage() {
  const { t } = useTranslation();
  const { school } = useParams({ from: "/shell/schools/$school/people/new" });
  const may = useMay(school);
  const add = useAdd(school);
  const { form, submit, isBusy, error } = useMemberForm(NOBODY, add);
  const kinds = KINDS.filter((kind) => kind !== "admin" || may("members:setRole"));
  return (
    <Page title={t("people.addTitle")}>
      <Text maw={640}>{t("people.addHint")}</Text>
      <form noValidate onSubmit={submit}>
        <Stack gap="lg">
          {error !== null && <Refused error={error} school={school} />}
          <MemberFields school={school} form={form} kinds={kinds} isNew />
          <Group>
            <Button type="submit" loading={isBusy}>
              {t("people.addSubmit")}
            </Button>
            <ButtonLink variant="default" to="/schools/$school/people" params={{ school }}>
              {t("app.cancel")}
            </ButtonLink>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}

function useAdd(school: string) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const once = useOnce();
  return async (values: MemberValues) => {
    const body = newMember(values);
    const member = await once(body, (requestId) =>
      answered(api.POST("/v1/schools/{school}/members", { params: { path: { school }, query: { requestId } }, body })),
    );
    void queries.invalidateQueries({ queryKey: ["people", school] });
    tell(t("people.added", { name: nameOf(member) }));
    await navigate({ to: "/schools/$school/people/$member", params: { school, member: member.person }, replace: true });
  };
}

/** Without a role, so that the person gets that of their kind. */
function newMember(values: MemberValues): Schemas["NewMember"] {
  const { kind, grade, ...texts } = textsOf(values);
  return {
    ...texts,
    kind: kind as Schemas["MemberKind"],
    role: null,
    grade: kind === "student" ? grade : "",
  };
}

/** What the API says; where the person is there already, the way to them. */
function Refused({ error, school }: { error: unknown; school: string }) {
  const { t } = useTranslation();
  const member = error instanceof ApiError && error.reason === "MEMBER_EXISTS" ? idOf(error.about["name"] ?? "") : "";
  return (
    <Alert color="red" variant="outline" role="alert">
      {said(error, t)}{" "}
      {member && (
        <PageLink to="/schools/$school/people/$member" params={{ school, member }}>
          {t("people.seeThem")}
        </PageLink>
      )}
    </Alert>
  );
}
