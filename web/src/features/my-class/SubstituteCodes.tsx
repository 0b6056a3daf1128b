import { Text } from "@mantine/core";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Api, type Schemas, answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { ConfirmAct } from "@/components/ConfirmAct";
import { type Column, DataTable } from "@/components/DataTable";
import { type Meaning, StateBadge } from "@/components/StateBadge";
import { tell } from "@/components/toasts";
import { WEEKDAY_AND_DAY, dayInWords } from "@/components/days";
import { codesKey } from "./queries";

type Code = Schemas["SubstituteCodeView"];

const MEANINGS: Record<Code["state"], Meaning> = { OPEN: "waiting", REDEEMED: "done", REVOKED: "quiet" };

const codesQuery = (api: Api, school: string) =>
  queryOptions({
    queryKey: codesKey(school),
    queryFn: () => answered(api.GET("/v1/schools/{school}/substituteCodes", { params: { path: { school } } })),
  });

/** The codes of today and later, without what is typed; each can be taken back. */
export function SubstituteCodes({ school }: { school: string }) {
  const { t, i18n } = useTranslation();
  const found = useQuery(codesQuery(useApi(), school));
  const columns: [Column<Code>, ...Column<Code>[]] = [
    { id: "teacher", title: t("myClass.substitutes.teacher"), cell: ({ teacherName }) => teacherName || "–" },
    { id: "day", title: t("myClass.substitutes.day"), cell: ({ day }) => dayInWords(i18n.language, day, WEEKDAY_AND_DAY), onPhone: "below" },
    {
      id: "state",
      title: t("myClass.substitutes.state"),
      cell: (code) => <State code={code} />,
      onPhone: "below",
    },
    { id: "acts", title: t("myClass.substitutes.acts"), cell: (code) => <Revoke school={school} code={code} /> },
  ];
  return (
    <DataTable
      label={t("myClass.substitutes.codes")}
      columns={columns}
      rows={found.data?.substituteCodes}
      keyOf={({ name }) => name}
      error={found.error}
      onRetry={() => void found.refetch()}
      empty={<Text c="dimmed">{t("myClass.substitutes.none")}</Text>}
    />
  );
}

function State({ code }: { code: Code }) {
  const { t } = useTranslation();
  return (
    <>
      <StateBadge meaning={MEANINGS[code.state]} label={t(`myClass.substitutes.states.${code.state}`)} />{" "}
      {code.substituteName && <Text component="span">{code.substituteName}</Text>}
    </>
  );
}

function Revoke({ school, code }: { school: string; code: Code }) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  if (code.state === "REVOKED") return null;
  const about = { name: code.teacherName, day: dayInWords(i18n.language, code.day, WEEKDAY_AND_DAY) };
  const revoke = async () => {
    const params = { path: { school, code: idOf(code.name) } };
    await answered(api.POST("/v1/schools/{school}/substituteCodes/{code}:revoke", { params }));
    await queries.invalidateQueries({ queryKey: codesKey(school) });
    tell(t("myClass.substitutes.revoked"));
  };
  return (
    <ConfirmAct
      label={t("myClass.substitutes.revoke")}
      ariaLabel={t("myClass.substitutes.revokeOf", about)}
      title={t("myClass.substitutes.revokeTitle", about)}
      act={revoke}
      isDestructive
    >
      {t(code.substituteName ? "myClass.substitutes.revokeUsed" : "myClass.substitutes.revokeOpen", { name: code.substituteName })}
    </ConfirmAct>
  );
}
