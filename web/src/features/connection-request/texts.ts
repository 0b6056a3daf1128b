/** Texts of the link for whoever runs a system, which come where they are needed: see the first load's budget. */
import i18next from "i18next";
import en from "@/locales/en/connection-request.json";
import es from "@/locales/es/connection-request.json";

for (const [language, texts] of Object.entries({ en, es })) i18next.addResourceBundle(language, "translation", texts);
