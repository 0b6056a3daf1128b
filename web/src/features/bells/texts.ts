/** Texts that come with the page of the bell, not with the first page: see the first load's budget. */
import { addTexts } from "@/app/i18n";
import en from "@/locales/en/bells.json";
import es from "@/locales/es/bells.json";

addTexts({ en, es });
