/** Texts that come with the pages of terms and classes, not with the first page: see the first load's budget. */
import { addTexts } from "@/app/i18n";
import en from "@/locales/en/terms.json";
import es from "@/locales/es/terms.json";

addTexts({ en, es });
