/** How periods of a class are said; pure. */
import type { TFunction } from "i18next";
import type { Schemas } from "@/api/client";

/** Such as "3; 4 (A)"; empty for none. */
export const meetingsSaid = (meetings: readonly Schemas["MeetingView"][], t: TFunction): string =>
  meetings.map(({ code, days }) => (days ? t("terms.onDays", { code: code.toUpperCase(), days }) : code.toUpperCase())).join("; ");
