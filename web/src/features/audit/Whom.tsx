import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { PageLink } from "@/components/links";
import { useFieldNames } from "@/features/people/use-field-names";
import "@/features/terms/texts";
import { type Subject, signInWords, thingWords } from "./facts";
import type { Entry } from "./queries";

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
export function Whom({ school, entry: { subjects, subjectCount } }: { school: string | undefined; entry: Entry }) {
  const { t, i18n } = useTranslation();
  const others = subjectCount - subjects.length;
  // Links below one another stand far enough apart to be touched.
  return (
    <Stack gap={6} align="flex-start">
      {subjects.map((subject, place) => (
        // The same person may stand there twice, and the order is the entry's own.
        <div key={place}>
          {school === undefined ? <OfDistrict subject={subject} /> : <About school={school} subject={subject} />}
        </div>
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

/** Nobody's pages belong to the district: who has the account stands there as a name. */
function OfDistrict({ subject: { person, displayName, facts } }: { subject: Subject }) {
  const { t } = useTranslation();
  const isSomebody = person ?? facts["account"];
  if (!isSomebody) return <>{thingWords(facts, t).join(", ") || "–"}</>;
  return (
    <>
      {displayName ?? t("audit.somebody")}
      <Told words={signInWords(facts, t)} />
    </>
  );
}

function About({ school, subject }: { school: string; subject: Subject }) {
  const { t } = useTranslation();
  const { nameOfField } = useFieldNames(school);
  const { person, facts } = subject;
  if (!person) return <Thing school={school} facts={facts} />;
  const told = subject.fields.filter((field) => !NOT_TOLD.has(field));
  const fields = told.map((field) => nameOfField(field === "guardianIds" ? "guardians" : field));
  return (
    <>
      <Person school={school} subject={subject} person={person} />
      <Told words={[...fields, ...signInWords(facts, t)]} />
    </>
  );
}

function Told({ words }: { words: readonly string[] }) {
  if (words.length === 0) return null;
  return (
    <Text component="span" size="sm" c="dimmed" fw={400}>
      {": "}
      {words.join(", ")}
    </Text>
  );
}

function Person({ school, subject, person }: { school: string; subject: Subject; person: string }) {
  const { t } = useTranslation();
  // Their page is gone with them.
  if (!subject.displayName) return <>{t("audit.somebody")}</>;
  return (
    <PageLink fz="inherit" underline="always" to="/schools/$school/people/$member" params={{ school, member: person }}>
      {subject.displayName}
    </PageLink>
  );
}

/** What is no person, with how much of it there is. */
function Thing({ school, facts }: { school: string; facts: Subject["facts"] }) {
  const { t } = useTranslation();
  const { run, list, term } = facts;
  const told = thingWords(facts, t);
  return (
    <>
      {run && (
        <PageLink fz="inherit" underline="always" to="/schools/$school/rostering/runs/$run" params={{ school, run }}>
          {t("people.changes.run")}
        </PageLink>
      )}
      {list && (
        <PageLink fz="inherit" underline="always" to="/schools/$school/people/lists/$list" params={{ school, list }}>
          {t("people.lists.list")}
        </PageLink>
      )}
      {term && (
        <PageLink fz="inherit" underline="always" to="/schools/$school/calendar/terms" params={{ school }}>
          {t("terms.title")}
        </PageLink>
      )}
      {(run || list || term) && told.length > 0 && ", "}
      {told.join(", ")}
      {!run && !list && !term && told.length === 0 && "–"}
    </>
  );
}
