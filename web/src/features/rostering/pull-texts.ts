/** Texts of pulls, which the pages of rostering bring along: they come with them, not with the first load. */
import { addTexts } from "@/app/i18n";
import en from "@/locales/en/pull.json";
import es from "@/locales/es/pull.json";

addTexts({ en, es });
