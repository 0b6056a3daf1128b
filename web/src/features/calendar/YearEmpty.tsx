import { useTranslation } from "react-i18next";
import { useMay } from "@/app/permissions";
import { StateMessage } from "@/components/StateMessage";
import { ButtonLink } from "@/components/links";

/** Stands where a school has no calendar that the person may see, with what to do about it. */
export function YearEmpty({ school }: { school: string }) {
  const { t } = useTranslation();
  const mayDraft = useMay(school)("calendars:update");
  return (
    <StateMessage title={t("year.empty.title")} text={t(mayDraft ? "year.empty.draft" : "year.empty.read")}>
      {mayDraft && <ToBells school={school} />}
    </StateMessage>
  );
}

/** The way to where bell schedules are made. */
export function ToBells({ school }: { school: string }) {
  const { t } = useTranslation();
  return (
    <ButtonLink to="/schools/$school/calendar/bells" params={{ school }}>
      {t("year.empty.toBells")}
    </ButtonLink>
  );
}
