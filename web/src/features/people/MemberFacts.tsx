import { Anchor, SimpleGrid, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useMay } from "@/app/permissions";
import { When } from "@/components/When";
import { PageLink } from "@/components/links";
import { useZone } from "@/features/schools/zone";
import classes from "./MemberFacts.module.css";
import { gradeNames, moduleNames } from "./reach-words";
import { FREE_FIELDS, useFieldNames } from "./use-field-names";
import { gradeName } from "./words";

type Member = Schemas["MemberView"];

/** What is known of a member, as far as the person may see it. */
export function MemberFacts({ school, member }: { school: string; member: Member }) {
  const { t } = useTranslation();
  const { nameOfField } = useFieldNames(school);
  const isFull = typeof member.email === "string";
  return (
    <>
      <Section title={t("people.atSchool")}>
        <Fact name={t("people.fields.kind")}>{t(`people.kinds.${member.kind}`)}</Fact>
        <Fact name={t("people.fields.role")}>{t(`roles.${member.role}`)}</Fact>
        {member.limitedToGrades && <Fact name={t("people.fields.limitedToGrades")}>{gradeNames(member.limitedToGrades, t)}</Fact>}
        {member.modules && <Fact name={t("people.fields.modules")}>{moduleNames(member.modules, t)}</Fact>}
        {member.grade && <Fact name={t("people.fields.grade")}>{gradeName(member.grade, t)}</Fact>}
        {(["sisId", ...FREE_FIELDS] as const).map(
          (field) => member[field] && <Fact key={field} name={nameOfField(field)}>{member[field]}</Fact>,
        )}
      </Section>
      {isFull && (
        <Section title={t("people.contact")}>
          <Fact name={t("people.fields.email")}>{member.email && <Anchor href={`mailto:${member.email}`}>{member.email}</Anchor>}</Fact>
          <Fact name={t("people.fields.phone")}>{member.phone}</Fact>
        </Section>
      )}
      {isFull && <Origin school={school} member={member} />}
    </>
  );
}

function Origin({ school, member }: { school: string; member: Member }) {
  const { t } = useTranslation();
  const zone = useZone(school);
  const { nameOfField } = useFieldNames(school);
  const edited = (member.editedFields ?? []).map(nameOfField);
  return (
    <Section title={t("people.origin")}>
      <Fact name={t("people.from")}>
        {member.source ? <Source school={school} source={member.source} /> : t("people.byHand")}
      </Fact>
      <Fact name={t("people.edited")}>{edited.join(", ") || t("people.editedNone")}</Fact>
      <Fact name={t("people.since")}>
        <When time={member.createTime} zone={zone} />
      </Fact>
      <Fact name={t("people.changed")}>
        <When time={member.updateTime} zone={zone} />
      </Fact>
      {member.archiveTime && (
        <Fact name={t("people.archivedTime")}>
          <When time={member.archiveTime} zone={zone} />
        </Fact>
      )}
    </Section>
  );
}

/** The connection and the run that brought this in, each a link for who may see it. */
function Source({ school, source: { connection, run } }: { school: string; source: Schemas["MemberSource"] }) {
  const { t } = useTranslation();
  const may = useMay(school);
  const name = t("people.fromRoster", { connection });
  return (
    <>
      {may("rosterConnections:get") ? (
        <PageLink to="/schools/$school/rostering/connections/$connection" params={{ school, connection }}>
          {name}
        </PageLink>
      ) : (
        name
      )}
      {may("rosterRuns:get") && (
        <>
          {" · "}
          <PageLink to="/schools/$school/rostering/runs/$run" params={{ school, run }}>
            {t("people.changes.run")}
          </PageLink>
        </>
      )}
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      <SimpleGrid component="dl" cols={{ base: 1, xs: 2, md: 3 }} spacing="md" m={0}>
        {children}
      </SimpleGrid>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <dd className={classes["value"]}>{children || "–"}</dd>
    </div>
  );
}
