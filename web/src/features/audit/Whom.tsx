import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { PageLink } from "@/components/links";
import { useFieldNames } from "@/features/people/use-field-names";
import type { Entry } from "./queries";

type Subject = Schemas["AuditSubjectView"];

/** Follows from what was done, or is upkeep; the history of a person leaves it out as well. */
const NOT_TOLD = new Set([
  "state",
  "archivedBy",
  "archiveTime",
  "editedFields",
  "source",
  "schemaVersion",
  "createTime",
  "updateTime",
]);

/** What an entry is about: people by name with what was changed, or a run, a list, a connection. */
export function Whom({ school, entry: { subjects, subjectCount } }: { school: string; entry: Entry }) {
  const { t, i18n } = useTranslation();
  const others = subjectCount - subjects.length;
  // Links below one another stand far enough apart to be touched.
  return (
    <Stack gap={6} align="flex-start">
      {subjects.map((subject, place) => (
        // The same person may stand there twice, and the order is the entry's own.
        <About key={place} school={school} subject={subject} />
      ))}
      {others > 0 && (
        <Text component="div" size="sm" c="dimmed" fw={400}>
          {t("audit.more", { count: others, formatted: others.toLocaleString(i18n.language) })}
        </Text>
      )}
      {subjectCount === 0 && "–"}
    </Stack>
  );
}

function About({ school, subject }: { school: string; subject: Subject }) {
  const { nameOfField } = useFieldNames(school);
  const told = subject.person ? subject.fields.filter((field) => !NOT_TOLD.has(field)) : [];
  const fields = told.map((field) => nameOfField(field === "guardianIds" ? "guardians" : field)).join(", ");
  return (
    <div>
      {subject.person ? <Person school={school} subject={subject} person={subject.person} /> : <Thing school={school} facts={subject.facts} />}
      {fields && (
        <Text component="span" size="sm" c="dimmed" fw={400}>
          {": "}
          {fields}
        </Text>
      )}
    </div>
  );
}

function Person({ school, subject, person }: { school: string; subject: Subject; person: string }) {
  const { t } = useTranslation();
  // Their page is gone with them.
  if (!subject.displayName) return <>{t("audit.somebody")}</>;
  return (
    <PageLink fz="inherit" to="/schools/$school/people/$member" params={{ school, member: person }}>
      {subject.displayName}
    </PageLink>
  );
}

/** What is no person, with how much of it there is. */
function Thing({ school, facts }: { school: string; facts: Subject["facts"] }) {
  const { t } = useTranslation();
  const { run, list, connection, guardian, people, count, view, path } = facts;
  const told = [
    connection && t("audit.things.connection", { id: connection }),
    path && t("audit.things.connection", { id: path.slice(path.lastIndexOf("/") + 1) }),
    guardian && t("audit.things.guardian"),
    people && t("audit.things.people", { count: Number(people) }),
    count && t("audit.things.rows", { count: Number(count) }),
    facts["export"] && !count && t("audit.things.begun"),
    view && t("audit.things.whole"),
  ].filter(Boolean);
  return (
    <>
      {run && (
        <PageLink fz="inherit" to="/schools/$school/rostering/runs/$run" params={{ school, run }}>
          {t("people.changes.run")}
        </PageLink>
      )}
      {list && (
        <PageLink fz="inherit" to="/schools/$school/people/lists/$list" params={{ school, list }}>
          {t("people.lists.list")}
        </PageLink>
      )}
      {(run || list) && told.length > 0 && ", "}
      {told.join(", ")}
      {!run && !list && told.length === 0 && "–"}
    </>
  );
}
