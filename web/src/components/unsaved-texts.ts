/** Texts that come with pages that can be left unsaved, not with the first page: see the first load's budget. */
import { addTexts } from "@/app/i18n";
import en from "@/locales/en/unsaved.json";
import es from "@/locales/es/unsaved.json";

addTexts({ en, es });
