import { Radio, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { idOf } from "@/api/names";
import type { Connection } from "../queries";

/** Stands for a connection that takes over from none. */
export const NONE = "-";

interface Props {
  others: readonly Connection[];
  /** Id of one of them, `NONE`, or null while nobody has said it. */
  value: string | null;
  onChange: (value: string) => void;
  /** It was asked for and is not said. */
  isMissing: boolean;
}

/** Whether the system takes another one's place; nothing is chosen beforehand, because both are common. */
export function BeforeChoice({ others, value, onChange, isMissing }: Props) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <Radio.Group
        label={t("connect.before.label")}
        description={t("connect.before.hint")}
        error={isMissing && t("connect.before.missing")}
        value={value}
        onChange={onChange}
        required
      >
        <Stack gap="sm" my="xs">
          {others.map((other) => (
            <Radio
              key={other.name}
              value={idOf(other.name)}
              label={t("connect.before.yes", { name: other.displayName || idOf(other.name) })}
            />
          ))}
          <Radio value={NONE} label={t("connect.before.no")} description={t("connect.before.noHint")} />
        </Stack>
      </Radio.Group>
      {value !== null && value !== NONE && <Text size="sm">{t("connect.before.how")}</Text>}
    </Stack>
  );
}
