import { Group, Radio, useMantineColorScheme } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { LANGUAGES, chooseLanguage } from "./i18n";

/** Language and theme, kept in this browser. */
export function Preferences() {
  const { i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Choice name="language" values={LANGUAGES} value={i18n.language} onChoose={(language) => void chooseLanguage(language)} />
      <Choice name="theme" values={["auto", "light", "dark"] as const} value={colorScheme} onChoose={setColorScheme} />
    </>
  );
}

interface ChoiceProps<T extends string> {
  name: "language" | "theme";
  values: readonly T[];
  value: string;
  onChoose: (chosen: T) => void;
}

/** All there is at a glance; the browser's own radios, whose arrow keys need no list to open first. */
function Choice<T extends string>({ name, values, value, onChoose }: ChoiceProps<T>) {
  const { t } = useTranslation();
  const choose = (chosen: string) => {
    const known = values.find((one) => one === chosen);
    if (known) onChoose(known);
  };
  return (
    <Radio.Group label={t(`preferences.${name}`)} value={value} onChange={choose}>
      <Group gap="xs" mt={4} style={{ columnGap: 16 }}>
        {values.map((one) => (
          <Radio key={one} value={one} label={t(`preferences.${one}`)} />
        ))}
      </Group>
    </Radio.Group>
  );
}
