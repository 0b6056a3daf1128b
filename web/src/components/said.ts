import type { TFunction } from "i18next";
import { ApiError } from "@/api/client";

/** What failed, in words for the person. */
export function said(error: unknown, t: TFunction): string {
  if (!(error instanceof ApiError)) return t("errors.unknown");
  if (error.forPerson) return error.forPerson;
  return error.reason === "UNREACHABLE" ? t("errors.unreachable") : t("errors.unknown");
}
