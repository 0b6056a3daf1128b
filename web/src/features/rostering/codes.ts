import { useTranslation } from "react-i18next";
import en from "@/locales/en/codes.json";
import es from "@/locales/es/codes.json";

const WORDS: Record<string, Record<string, { meaning: string; fix: string }>> = { en, es };

/** What a code means and what to do about it, in the words of the mails; null for an unknown one. */
export function useCodes(): (code: string) => { meaning: string; fix: string } | null {
  const { i18n } = useTranslation();
  return (code) => WORDS[i18n.language]?.[code] ?? null;
}
