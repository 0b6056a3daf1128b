import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/client";
import { StateMessage } from "./StateMessage";

const FORBIDDEN = new Set(["ROLE_MAY_NOT", "SCHOOL_NOT_YOURS", "SCHOOL_UNKNOWN", "MEMBERSHIP_ENDED"]);

/** What failed in words, and the way on. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const reason = error instanceof ApiError ? error.reason : "UNKNOWN";
  if (FORBIDDEN.has(reason)) return <NoPermission />;
  const said = error instanceof ApiError ? error.forPerson : "";
  const own = reason === "UNREACHABLE" ? t("errors.unreachable") : t("errors.unknown");
  return (
    <StateMessage title={t("errors.title")} text={said || own} isAlert>
      <Button onClick={onRetry}>{t("errors.retry")}</Button>
    </StateMessage>
  );
}

/** For a page of a school that the person doesn't belong to. */
export function NoPermission() {
  const { t } = useTranslation();
  return <StateMessage title={t("errors.forbiddenTitle")} text={t("errors.forbidden")} isAlert />;
}
