import { Button, Divider, Drawer, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/permissions";
import { DeclareHere } from "./DeclareHere";
import { YearDayForm } from "./YearDayForm";
import { type YearView, useListNames } from "./use-year";
import { clockIn, dayInWords, later } from "@/components/days";
import type { Day } from "./year-look";
import type { CalendarView } from "./queries";
import { audienceName, dayWords, scheduleWords } from "./year-words";

interface Props {
  school: string;
  year: YearView;
  view: CalendarView;
  /** The day of the address; anything may stand there. */
  day: string | undefined;
  today: string | undefined;
  isDraft: boolean;
  onShow: (day: string | undefined) => void;
}

/** A day beside the year: what it is, when the bell rings for whom, and for those who may, what it is to be. */
export function YearDay({ year, isDraft, day, onShow, ...props }: Props) {
  const { t, i18n } = useTranslation();
  const isPhone = useMediaQuery("(max-width: 47.99em)", undefined, { getInitialValueInEffect: false });
  const find = (days: readonly Day[] | undefined, of = day) => days?.find((one) => one.day === of);
  const shown = isDraft ? year.draftDays.data : year.countedDays.data;
  const found = find(shown);
  const other = year.draft ? find(isDraft ? year.countedDays.data : year.draftDays.data) : undefined;
  const close = () => onShow(undefined);
  const steps = [-1, 1].map((step) => ({ step, to: day ? find(shown, later(day, step))?.day : undefined }));
  return (
    // Not the kit's whole drawer: its head would be a second banner of the page.
    <Drawer.Root opened={found !== undefined} onClose={close} position="right" size={isPhone ? "100%" : 480} transitionProps={{ duration: 100 }}>
      <Drawer.Overlay />
      <Drawer.Content>
        <Drawer.Body pt="md">
          {found && (
            <Stack>
              <Group justify="space-between" align="flex-start" wrap="nowrap">
                <Drawer.Title fz="h3" fw={600}>
                  {dayInWords(i18n.language, found.day, { dateStyle: "full" })}
                </Drawer.Title>
                <Drawer.CloseButton aria-label={t("app.close")} size="lg" />
              </Group>
              <Group gap="xs">
                {steps.map(({ step, to }) => (
                  <Button key={step} variant="default" size="sm" disabled={!to} onClick={() => onShow(to)}>
                    {t(step < 0 ? "year.day.before" : "year.day.after")}
                  </Button>
                ))}
              </Group>
              <Facts key={found.day} {...props} found={found} other={other} isDraft={isDraft} />
            </Stack>
          )}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

interface FactsProps extends Pick<Props, "school" | "view" | "today" | "isDraft"> {
  found: Day;
  /** The same day as the draft has it, or as it counts; undefined where there is no draft. */
  other: Day | undefined;
}

function Facts({ school, view, today, isDraft, found, other }: FactsProps) {
  const { t } = useTranslation();
  const may = useMay(school);
  const calendar = view.calendar;
  const isOver = today !== undefined && found.day < today;
  const [isDeclaring, declaring] = useDisclosure(false);
  const mayDeclare = !isOver && Boolean(view.published) && may("calendars:publish");
  const differs = other !== undefined && dayWords(other, t) !== dayWords(found, t);
  return (
    <>
      <Text fw={600}>{dayWords(found, t)}</Text>
      {differs && <Text c="dimmed">{t(isDraft ? "year.day.countsAs" : "year.day.draftedAs", { what: dayWords(other, t) })}</Text>}
      <Bells school={school} day={found} />
      {mayDeclare && !isDeclaring && (
        <Group>
          <Button variant="default" onClick={declaring.open}>
            {t(found.day === today ? "declare.today" : "declare.thatDay")}
          </Button>
        </Group>
      )}
      {isDeclaring && (
        <>
          <Divider />
          <DeclareHere school={school} day={found.day} onDone={declaring.close} />
        </>
      )}
      {!isDeclaring && calendar && may("calendars:update") && (
        <>
          <Divider />
          <YearDayForm school={school} view={view} calendar={calendar} day={found.day} isOver={isOver} />
        </>
      )}
    </>
  );
}

/** When the bell rings, for each audience. */
function Bells({ school, day }: { school: string; day: Day }) {
  const { t, i18n } = useTranslation();
  const { listName } = useListNames(school, day.tracks.some(({ listIds }) => listIds.length > 0));
  if (day.closed) return null;
  const clock = (time: string) => clockIn(i18n.language, day.timeZone, time);
  return (
    <>
      {day.tracks.length === 0 && <Text>{scheduleWords(day, t)}</Text>}
      {day.tracks.map((track, place) => (
        <section key={place} aria-label={track.displayName}>
          <Title order={3} size="h5">
            {track.displayName}
            {day.tracks.length > 1 && <> · {audienceName(track, t, listName)}</>}
          </Title>
          <Table verticalSpacing={4} aria-label={track.displayName}>
            <Table.Tbody>
              {track.blocks.map(({ periodId, displayName, startTime, endTime }) => (
                <Table.Tr key={`${periodId} ${startTime}`}>
                  <Table.Th scope="row" fw={400}>
                    {displayName}
                  </Table.Th>
                  <Table.Td ta="right">
                    {clock(startTime)} – {clock(endTime)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      ))}
    </>
  );
}
