import { Group, NativeSelect, Stack, TagsInput, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { MOST_LETTERS, lettersOf } from "./calendar-parts";
import { useEditor } from "./editor";

/** Letters that go round with the school days, and which one the first day has. */
export function RotationPart() {
  const { t } = useTranslation();
  const { calendar, edit, fault } = useEditor();
  const { letters, firstLetter } = calendar.rotation;
  const change = (typed: string[]) => {
    const kept = lettersOf(typed);
    const first = kept.includes(firstLetter) ? firstLetter : (kept[0] ?? "");
    edit((was) => ({ ...was, rotation: { letters: kept, firstLetter: first } }));
  };
  return (
    <Stack component="section" gap="sm" aria-labelledby="rotation">
      <Title order={2} size="h4" id="rotation">
        {t("bells.rotation")}
      </Title>
      <Text maw={720}>{t("bells.rotationHint")}</Text>
      <Group align="flex-start">
        <TagsInput
          label={t("bells.letters")}
          value={letters}
          maxTags={MOST_LETTERS}
          splitChars={[",", ";", " "]}
          acceptValueOnBlur
          placeholder={letters.length ? "" : t("bells.lettersPlaceholder")}
          error={fault("rotation.letters")}
          onChange={change}
          w={{ base: "100%", xs: 360 }}
        />
        {letters.length > 0 && (
          <NativeSelect
            label={t("bells.firstLetter")}
            value={firstLetter}
            data={letters}
            error={fault("rotation.firstLetter")}
            onChange={({ currentTarget }) => {
              const chosen = currentTarget.value;
              edit((was) => ({ ...was, rotation: { ...was.rotation, firstLetter: chosen } }));
            }}
          />
        )}
      </Group>
    </Stack>
  );
}
