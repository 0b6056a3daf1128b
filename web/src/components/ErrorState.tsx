import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/client";
import { StateMessage } from "./StateMessage";
import { said } from "./said";

const NOT_THEIRS = new Set(["SCHOOL_NOT_YOURS", "SCHOOL_UNKNOWN", "MEMBERSHIP_ENDED"]);

/** What failed in words, and the way on. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const reason = error instanceof ApiError ? error.reason : "UNKNOWN";
  if (NOT_THEIRS.has(reason)) return <NoPermission />;
  if (reason === "ROLE_MAY_NOT") return <RoleMayNot />;
  return (
    <StateMessage title={t("errors.title")} text={said(error, t)} isAlert>
      <Button onClick={onRetry}>{t("errors.retry")}</Button>
    </StateMessage>
  );
}

/** For a page of a school that the person doesn't belong to. */
export function NoPermission() {
  const { t } = useTranslation();
  return <StateMessage title={t("errors.forbiddenTitle")} text={t("errors.forbidden")} isAlert />;
}

/** For a page of one's own school that one's role does not open. */
export function RoleMayNot() {
  const { t } = useTranslation();
  return <StateMessage title={t("errors.forbiddenTitle")} text={t("errors.roleMayNot")} isAlert />;
}
