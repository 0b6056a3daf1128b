/** Texts of the wizard, which few people ever see: they come with its pages, not with the first load. */
import { addTexts } from "@/app/i18n";
import en from "@/locales/en/connect.json";
import es from "@/locales/es/connect.json";

addTexts({ en, es });
