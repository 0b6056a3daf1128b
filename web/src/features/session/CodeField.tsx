import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

export const isCode = (text: string): boolean => /^\d{6}$/.test(text.replace(/\s/g, ""));

/** The six digits that an authenticator app shows. */
export function CodeField({ value, onChange, error }: { value: string; onChange: (code: string) => void; error: string }) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t("factor.code")}
      description={t("factor.codeHint")}
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={7}
      value={value}
      error={error || undefined}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
