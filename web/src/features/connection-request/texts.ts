/** Texts of the link for whoever runs a system, which come where they are needed: see the first load's budget. */
import { addTexts } from "@/app/i18n";
import "@/features/rostering/texts";
import en from "@/locales/en/connection-request.json";
import es from "@/locales/es/connection-request.json";

addTexts({ en, es });
