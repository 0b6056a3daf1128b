import { useTranslation } from "react-i18next";
import { PageLink } from "@/components/links";
import type { Entry } from "./queries";

/** Who did it: somebody of the school by name, a roster's run, a login that files come by, whoever had a link, or Carillon. */
export function Who({ school, entry: { actor, actorDisplayName } }: { school: string | undefined; entry: Entry }) {
  const { t } = useTranslation();
  const [sort = "", id = ""] = actor.split(":", 2);
  if (sort === "roster-run" && school !== undefined) {
    return (
      <PageLink fz="inherit" underline="always" to="/schools/$school/rostering/runs/$run" params={{ school, run: id }}>
        {t("people.changes.run")}
      </PageLink>
    );
  }
  if (sort === "sftp-login") return <>{t("audit.login", { name: id })}</>;
  if (sort === "connection-request") return <>{t("audit.linkHolder")}</>;
  if (!id) return <>{t("app.name")}</>;
  // Somebody who works for the district is a member of no school.
  if (!actorDisplayName) return <>{t("people.changes.person")}</>;
  if (school === undefined) return <>{actorDisplayName}</>;
  return (
    <PageLink fz="inherit" underline="always" to="/schools/$school/people/$member" params={{ school, member: id }}>
      {actorDisplayName}
    </PageLink>
  );
}
