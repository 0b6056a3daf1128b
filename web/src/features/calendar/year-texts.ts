/** Texts that come with the year's pages, not with the first page: see the first load's budget. */
import { addTexts } from "@/app/i18n";
import en from "@/locales/en/year.json";
import es from "@/locales/es/year.json";

addTexts({ en, es });
