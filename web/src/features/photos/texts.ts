/** Texts of photos, which the pages that show them bring along: they come with them, not with the first load. */
import { addTexts } from "@/app/i18n";
import en from "@/locales/en/photos.json";
import es from "@/locales/es/photos.json";

addTexts({ en, es });
