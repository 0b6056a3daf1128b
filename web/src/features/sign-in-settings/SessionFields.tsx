import { Checkbox, Group, NumberInput, Paper, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { COLUMNS as ROLES } from "@/features/permissions/table";

/** Of whom an authenticator app is wanted where nobody says otherwise. */
const RECOMMENDED: readonly Role[] = ["DISTRICT_MANAGER", "OWNER"];
const GROUPS = ["students", "staff"] as const;
const MOST_MINUTES = 720;

type Role = Schemas["Role"];
export type SessionRules = Pick<Schemas["SignInSettingsView"], "secondFactorRoles" | "sharedDeviceMinutes">;

interface Props {
  rules: SessionRules;
  mayEdit: boolean;
  onChange: (changed: Partial<SessionRules>) => void;
}

/** Who proves themselves twice, and how long a shared device waits for who walked away. */
export function SessionFields({ rules, mayEdit, onChange }: Props) {
  const { t } = useTranslation();
  const { secondFactorRoles: chosen, sharedDeviceMinutes: minutes } = rules;
  const missing = RECOMMENDED.filter((role) => !chosen.includes(role));
  return (
    <>
      <Title order={2} size="h4">
        {t("signInSettings.factor.title")}
      </Title>
      <Paper withBorder p="md">
        <Checkbox.Group
          label={t("signInSettings.factor.label")}
          description={t("signInSettings.factor.hint")}
          value={[...chosen]}
          readOnly={!mayEdit}
          onChange={(roles) => onChange({ secondFactorRoles: ROLES.filter((role) => roles.includes(role)) })}
        >
          <Stack gap="xs" mt="sm">
            {ROLES.map((role) => (
              <Checkbox key={role} value={role} label={t(`roles.${role}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
        {missing.length > 0 && (
          <Text size="sm" mt="sm" aria-live="polite">
            {t("signInSettings.factor.weak", { roles: missing.map((role) => t(`roles.${role}`)).join(", ") })}
          </Text>
        )}
      </Paper>
      <Title order={2} size="h4">
        {t("signInSettings.shared.title")}
      </Title>
      <Paper withBorder p="md">
        <Stack gap="sm">
          <Text size="sm">{t("signInSettings.shared.hint")}</Text>
          <Group align="flex-start">
            {GROUPS.map((group) => (
              <NumberInput
                key={group}
                label={t(`signInSettings.shared.${group}`)}
                description={minutes[group] === 0 ? t("signInSettings.shared.off") : t("signInSettings.shared.range")}
                min={0}
                max={MOST_MINUTES}
                allowDecimal={false}
                clampBehavior="strict"
                value={minutes[group]}
                onChange={(given) => onChange({ sharedDeviceMinutes: { ...minutes, [group]: Number(given) || 0 } })}
              />
            ))}
          </Group>
        </Stack>
      </Paper>
    </>
  );
}
