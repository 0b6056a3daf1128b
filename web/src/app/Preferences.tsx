import { Select, useMantineColorScheme } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { LANGUAGES, chooseLanguage } from "./i18n";

/** Language and theme, kept in this browser. */
export function Preferences() {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const languages = LANGUAGES.map((value) => ({ value, label: t(`preferences.${value}`) }));
  const themes = (["auto", "light", "dark"] as const).map((value) => ({
    value,
    label: t(`preferences.${value}`),
  }));
  return (
    <>
      <Select
        label={t("preferences.language")}
        data={languages}
        value={i18n.language}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        onChange={(chosen) => {
          const language = LANGUAGES.find((known) => known === chosen);
          if (language) void chooseLanguage(language);
        }}
      />
      <Select
        label={t("preferences.theme")}
        data={themes}
        value={colorScheme}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        onChange={(chosen) => {
          const theme = themes.find((known) => known.value === chosen);
          if (theme) setColorScheme(theme.value);
        }}
      />
    </>
  );
}
