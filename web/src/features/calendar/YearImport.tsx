import { Button, Checkbox, FileInput, Group, List, Stack, Text, Title } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, type Schemas, answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { Failure } from "@/components/Failure";
import { StateMessage } from "@/components/StateMessage";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { YearFound } from "./YearFound";
import { useSaveDraft } from "./use-year";
import { type Calendar, type Choice, type FoundDays, chosenExceptions, foundDays, withExceptions } from "./year-exceptions";
import type { CalendarView } from "./queries";

const LARGEST = 750_000;

interface Props {
  school: string;
  view: CalendarView;
  calendar: Calendar;
  onDone: () => void;
}

/** Holidays out of an iCalendar file: what was found is looked through first, and what is chosen goes into the draft. */
export function YearImport({ school, view, calendar, onDone }: Props) {
  const { t } = useTranslation();
  const { file, told, choose, isBusy, failure } = useReading(school);
  const forgetChoice = useRef<() => void>(null);
  return (
    <Stack>
      <Title order={2} size="h4">
        {t("year.tools.import")}
      </Title>
      <Text maw={640}>{t("year.import.hint")}</Text>
      <FileInput
        maw={480}
        label={t("year.import.file")}
        description={t("year.import.fileHint")}
        placeholder={t("year.import.choose")}
        accept=".ics,text/calendar"
        clearable
        disabled={isBusy}
        clearButtonProps={{ "aria-label": t("year.import.clear") }}
        value={file}
        resetRef={forgetChoice}
        onChange={(chosen) => {
          choose(chosen);
          // A file that was corrected has the same name, and a browser tells of no choice that is the one before.
          forgetChoice.current?.();
        }}
      />
      <Failure text={failure} />
      <div aria-live="polite">
        {told && <Review key={file?.lastModified} school={school} view={view} calendar={calendar} told={told} onDone={onDone} />}
      </div>
    </Stack>
  );
}

function useReading(school: string) {
  const { t } = useTranslation();
  const api = useApi();
  const [file, setFile] = useState<File | null>(null);
  const [told, setTold] = useState<Schemas["HolidaysView"] | null>(null);
  const read = useAct(async (chosen: File) => {
    if (chosen.size > LARGEST) throw new ApiError("CALENDAR_FILE_INVALID", "", [], { problem: "TOO_LARGE" });
    const body = { content: await base64Of(chosen) };
    setTold(await answered(api.POST("/v1/schools/{school}/settings/calendar:readHolidays", { params: { path: { school } }, body })));
  });
  const choose = (chosen: File | null) => {
    setFile(chosen);
    setTold(null);
    read.forget();
    if (chosen) void read.run(chosen);
  };
  const { error } = read;
  const problem = error instanceof ApiError && error.reason === "CALENDAR_FILE_INVALID" ? (error.about["problem"] ?? "") : "";
  return { file, told, choose, isBusy: read.isBusy, failure: problem ? t(`year.import.problems.${problem}`) : read.failure };
}

/** A file's bytes; nothing of it is read as text here, for a line may be folded within a letter. */
function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(reader.error ?? new Error("unreadable"));
    reader.readAsDataURL(file);
  });
}

function Review({ school, view, calendar, told, onDone }: Props & { told: Schemas["HolidaysView"] }) {
  const { t } = useTranslation();
  const save = useSaveDraft(school, view);
  const [found] = useState(() => foundDays(calendar, told.holidays));
  const [choices, setChoices] = useState(() => firstChoices(found));
  const added = chosenExceptions(calendar, found, choices);
  const { run, isBusy, failure } = useAct(async () => {
    await save(withExceptions(calendar, added));
    tell(t("year.kept", { count: added.length }));
  }, onDone);
  const chooseAll = (isTaken: boolean) =>
    setChoices((old) => new Map([...old].map(([key, choice]) => [key, { ...choice, isTaken }])));
  const taken = [...choices.values()].filter(({ isTaken }) => isTaken).length;
  return (
    <Stack>
      {found.length === 0 && <StateMessage title={t("year.import.none")} text={t("year.import.noneHint")} />}
      {found.length > 0 && (
        <>
          <Text>{t("year.import.found", { count: found.length })}</Text>
          <Checkbox
            label={t("year.import.all")}
            checked={taken === found.length}
            indeterminate={taken > 0 && taken < found.length}
            onChange={({ currentTarget }) => chooseAll(currentTarget.checked)}
          />
          <YearFound found={found} choices={choices} onChoose={(key, choice) => setChoices((old) => new Map(old).set(key, choice))} />
        </>
      )}
      <NotTaken told={told} />
      <Failure text={failure} />
      {found.length > 0 && (
        <Group>
          <Button loading={isBusy} disabled={added.length === 0} onClick={() => void run()}>
            {t("year.import.keep", { count: added.length })}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

/** What closes school is taken at first; a concert is not. */
const firstChoices = (found: readonly FoundDays[]) =>
  new Map<string, Choice>(found.map(({ key, closes }) => [key, { isTaken: closes, closes }]));

/** What the file has beside it: events of other years, and what couldn't be read. */
function NotTaken({ told }: { told: Schemas["HolidaysView"] }) {
  const { t } = useTranslation();
  const more = told.unreadCount - told.unread.length;
  return (
    <>
      {told.leftOut > 0 && <Text c="dimmed">{t("year.import.leftOut", { count: told.leftOut })}</Text>}
      {told.unread.length > 0 && (
        <section aria-label={t("year.import.unread")}>
          <Title order={3} size="h5">
            {t("year.import.unread")}
          </Title>
          <List spacing={4} mt={4}>
            {told.unread.map(({ code, event, displayName }) => (
              <List.Item key={`${event} ${code}`}>
                {event > 0 && (
                  <strong>
                    {t("year.import.event", { number: event })} {displayName}:{" "}
                  </strong>
                )}
                {t(`year.import.unreadCodes.${code}`)}
              </List.Item>
            ))}
          </List>
          {more > 0 && <Text mt={4}>{t("year.import.unreadMore", { count: more })}</Text>}
        </section>
      )}
    </>
  );
}
