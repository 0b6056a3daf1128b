import { Button, Group, MultiSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type DayWord, WEEKDAYS, type Weekday, changedAt, withoutAt } from "./calendar-parts";
import { useEditor } from "./editor";
import classes from "./Bells.module.css";

const LETTER = "letter ";

/** What words beside the codes mean that can't be told by themselves; nothing where there are none. */
export function DayWordsPart() {
  const { t, i18n } = useTranslation();
  const { calendar, edit, matching } = useEditor();
  const said = new Set(calendar.dayWords.map(({ word }) => plain(word)));
  const unknown = matching?.unknownWords.filter(({ word }) => !said.has(plain(word))) ?? [];
  const add = (word: string) => edit((was) => ({ ...was, dayWords: [...was.dayWords, { word, letters: [], weekdays: [] }] }));
  return (
    <Stack component="section" gap="sm" aria-labelledby="words">
      <Title order={2} size="h4" id="words">
        {t("bells.words")}
      </Title>
      <Text maw={720}>{t("bells.wordsHint")}</Text>
      {unknown.length > 0 && (
        <Stack component="ul" gap="xs" className={classes["plain"]} aria-label={t("bells.unknownWords")}>
          {unknown.map(({ word, classes: count }) => (
            <li key={word} className={classes["code"]}>
              <span>
                <strong className={classes["sign"]}>{word}</strong>{" "}
                <Text component="span" size="sm" c="dimmed">
                  {t("bells.classes", { count, formatted: count.toLocaleString(i18n.language) })}
                </Text>
              </span>
              <Button size="xs" onClick={() => add(word)} aria-label={t("bells.sayWord", { word })}>
                {t("bells.say")}
              </Button>
            </li>
          ))}
        </Stack>
      )}
      <Stack component="ol" gap="sm" className={classes["plain"]}>
        {calendar.dayWords.map((one, place) => (
          <WordRow key={place} said={one} place={place} />
        ))}
      </Stack>
      <Group>
        <Button variant="default" disabled={calendar.dayWords.length >= 100} onClick={() => add("")}>
          {t("bells.addWord")}
        </Button>
      </Group>
    </Stack>
  );
}

const plain = (word: string) => word.trim().toLowerCase();

function WordRow({ said, place }: { said: DayWord; place: number }) {
  const { t } = useTranslation();
  const { calendar, edit, fault } = useEditor();
  const change = (changed: Partial<DayWord>) => edit((was) => ({ ...was, dayWords: changedAt(was.dayWords, place, changed) }));
  const letters = [...new Set([...calendar.rotation.letters, ...said.letters])];
  const choose = (chosen: string[]) => {
    change({
      letters: chosen.filter((one) => one.startsWith(LETTER)).map((one) => one.slice(LETTER.length)),
      weekdays: WEEKDAYS.filter((one) => chosen.includes(one)),
    });
  };
  const name = said.word || t("bells.number", { number: place + 1 });
  return (
    <li className={classes["word"]}>
      <TextInput
        aria-label={t("bells.wordOf", { number: place + 1 })}
        value={said.word}
        maxLength={60}
        required
        autoComplete="off"
        placeholder={t("bells.wordPlaceholder")}
        error={fault(`dayWords[${place}].word`)}
        onChange={({ currentTarget }) => change({ word: currentTarget.value })}
      />
      <MultiSelect
        aria-label={t("bells.meansOf", { word: name })}
        placeholder={said.letters.length + said.weekdays.length ? "" : t("bells.means")}
        data={[
          { group: t("bells.letters"), items: letters.map((one) => ({ value: LETTER + one, label: t("bells.dayOf", { letter: one }) })) },
          { group: t("bells.weekdaysTitle"), items: WEEKDAYS.map((value: Weekday) => ({ value, label: t(`bells.weekdays.${value}`) })) },
        ].filter(({ items }) => items.length)}
        value={[...said.letters.map((one) => LETTER + one), ...said.weekdays]}
        error={fault(`dayWords[${place}]`) ?? fault(`dayWords[${place}].letters`)}
        onChange={choose}
      />
      <Button
        variant="default"
        aria-label={t("bells.removeWord", { word: name })}
        onClick={() => edit((was) => ({ ...was, dayWords: withoutAt(was.dayWords, place) }))}
      >
        {t("bells.remove")}
      </Button>
    </li>
  );
}
