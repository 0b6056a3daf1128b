/** Texts that come with the pages of this folder, not with the first page: see the first load's budget. */
import { addTexts } from "@/app/i18n";
import en from "@/locales/en/rostering.json";
import es from "@/locales/es/rostering.json";

addTexts({ en, es });
