import { Anchor, SimpleGrid, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useApi } from "@/app/api-context";
import { When } from "@/components/When";
import { schoolQuery } from "@/features/schools/queries";
import classes from "./MemberFacts.module.css";
import { gradeName } from "./words";

type Member = Schemas["MemberView"];

/** What is known of a member, as far as the person may see it. */
export function MemberFacts({ school, member }: { school: string; member: Member }) {
  const { t } = useTranslation();
  const isFull = typeof member.email === "string";
  return (
    <>
      <Section title={t("people.atSchool")}>
        <Fact name={t("people.fields.kind")}>{t(`people.kinds.${member.kind}`)}</Fact>
        <Fact name={t("people.fields.role")}>{t(`roles.${member.role}`)}</Fact>
        {member.grade && <Fact name={t("people.fields.grade")}>{gradeName(member.grade, t)}</Fact>}
        {member.sisId && <Fact name={t("people.fields.sisId")}>{member.sisId}</Fact>}
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
  const zone = useQuery(schoolQuery(useApi(), school)).data?.timeZone;
  const edited = (member.editedFields ?? []).map((field) => t(`people.fields.${field}`));
  return (
    <Section title={t("people.origin")}>
      <Fact name={t("people.from")}>
        {member.source ? t("people.fromRoster", { connection: member.source.connection }) : t("people.byHand")}
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

export function Section({ title, children }: { title: string; children: ReactNode }) {
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
