/** Texts that come with the pages of this folder, not with the first page: see the first load's budget. */
import i18next from "i18next";
import en from "@/locales/en/nights.json";
import es from "@/locales/es/nights.json";

for (const [language, texts] of Object.entries({ en, es })) i18next.addResourceBundle(language, "translation", texts);
