import { Button, Group, Select, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { LANGUAGES } from "@/app/i18n";

interface Recipient {
  address: string;
  language: Schemas["Language"];
}

interface Props {
  recipients: readonly Recipient[];
  /** Stands there where there is nobody. */
  none: string;
  mayEdit: boolean;
  onChange: (changed: Recipient[]) => void;
}

/** Who gets a mail, and in which language. */
export function RecipientFields({ recipients, none, mayEdit, onChange }: Props) {
  const { t } = useTranslation();
  const set = (place: number, changed: Partial<Recipient>) =>
    onChange(recipients.map((one, index) => (index === place ? { ...one, ...changed } : one)));
  return (
    <>
      {recipients.length === 0 && <Text c="dimmed">{none}</Text>}
      {recipients.map((recipient, place) => (
        <Group key={place} align="flex-end">
          <TextInput
            type="email"
            required
            label={t("settings.mail.address")}
            value={recipient.address}
            onChange={(event) => set(place, { address: event.currentTarget.value })}
          />
          <Select
            label={t("settings.mail.language")}
            data={LANGUAGES.map((value) => ({ value, label: t(`preferences.${value}`) }))}
            value={recipient.language}
            allowDeselect={false}
            onChange={(language) => set(place, { language: language as Schemas["Language"] })}
            w={140}
          />
          {mayEdit && (
            <Button
              variant="default"
              aria-label={t("settings.mail.removeOf", { address: recipient.address })}
              onClick={() => onChange(recipients.filter((_, index) => index !== place))}
            >
              {t("settings.mail.remove")}
            </Button>
          )}
        </Group>
      ))}
      {mayEdit && (
        <Group>
          <Button variant="default" onClick={() => onChange([...recipients, { address: "", language: "en" }])}>
            {t("settings.mail.add")}
          </Button>
        </Group>
      )}
    </>
  );
}
