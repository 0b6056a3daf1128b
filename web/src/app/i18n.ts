import i18next from "i18next";
import { initReactI18next } from "react-i18next";

export const LANGUAGES = ["en", "es"] as const;
export type Language = (typeof LANGUAGES)[number];
/** A browser loads the texts that it shows, and the others when they are chosen. */
const TEXTS: Record<Language, () => Promise<{ default: object }>> = {
  en: () => import("@/locales/en"),
  es: () => import("@/locales/es"),
};
const KEPT = "carillon-language";

/** The language kept in this browser, else the first of the browser's own that there is. */
function firstLanguage(): Language {
  const wanted = [localStorage.getItem(KEPT), ...navigator.languages];
  const found = wanted.map((tag) => LANGUAGES.find((known) => tag?.startsWith(known)));
  return found.find((language) => language !== undefined) ?? "en";
}

/** Start the texts, and keep the page's own language the same as theirs. */
export async function startTexts(): Promise<void> {
  i18next.on("languageChanged", (language) => {
    document.documentElement.lang = language;
  });
  const language = firstLanguage();
  const { default: translation } = await TEXTS[language]();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation } },
    interpolation: { escapeValue: false },
  });
}

/** Change the language and keep the choice in this browser. */
export async function chooseLanguage(language: Language): Promise<void> {
  const { default: translation } = await TEXTS[language]();
  i18next.addResourceBundle(language, "translation", translation);
  localStorage.setItem(KEPT, language);
  await i18next.changeLanguage(language);
}

/** Add texts that come with the pages that need them, whether the others are there already or not yet. */
export function addTexts(texts: Record<Language, object>): void {
  const add = () => {
    for (const language of LANGUAGES) i18next.addResourceBundle(language, "translation", texts[language]);
  };
  if (i18next.isInitialized) add();
  else i18next.on("initialized", add);
}
