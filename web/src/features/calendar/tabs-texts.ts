/** Texts that come with the pages of the calendar, not with the first page. */
import { addTexts } from "@/app/i18n";
import en from "@/locales/en/calendar-tabs.json";
import es from "@/locales/es/calendar-tabs.json";

addTexts({ en, es });
