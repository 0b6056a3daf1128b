import { Paper, Stack, Switch, TagsInput, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { StateBadge } from "@/components/StateBadge";
import { type ProviderView, type Way, domainOf, domainsOf, isDomain, keyOfWay } from "./ways";

const MOST_DOMAINS = 50;

interface Props {
  provider: ProviderView;
  way: Way;
  /** The API found a fault in it. */
  isFaulty: boolean;
  mayEdit: boolean;
  onChange: (changed: Partial<Way>) => void;
}

/** One way to sign in: on or off, for whom, by which domains, and how it is judged. */
export function WayFields({ provider, way, isFaulty, mayEdit, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const { displayName, people, judgedBy } = provider;
  const own = `signInSettings.judged.${keyOfWay(provider.provider)}`;
  const needsDomain = judgedBy === "REALM" && way.enabled && !way.realms?.length;
  return (
    <Paper withBorder p="md" component="section" aria-label={displayName}>
      <Stack gap="sm">
        {mayEdit ? (
          <Switch
            label={displayName}
            description={t(`signInSettings.people.${people}`)}
            checked={way.enabled}
            onChange={({ currentTarget }) => onChange({ enabled: currentTarget.checked })}
          />
        ) : (
          <div>
            <Text fw={550}>{displayName}</Text>
            <StateBadge meaning={way.enabled ? "done" : "quiet"} label={t(way.enabled ? "signInSettings.on" : "signInSettings.off")} />
            <Text size="sm" c="dimmed">
              {t(`signInSettings.people.${people}`)}
            </Text>
          </div>
        )}
        <Text size="sm">{i18n.exists(own) ? t(own) : t(`signInSettings.judgedBy.${judgedBy}`)}</Text>
        {judgedBy === "REALM" && (
          <Domains way={way} isReadOnly={!mayEdit} error={isFaulty || needsDomain ? t("signInSettings.domainMissing") : ""} onChange={onChange} />
        )}
      </Stack>
    </Paper>
  );
}

function Domains({ way, isReadOnly, error, onChange }: { way: Way; isReadOnly: boolean; error: string; onChange: Props["onChange"] }) {
  const { t } = useTranslation();
  const realms = way.realms ?? [];
  if (isReadOnly) {
    return (
      <Text size="sm">
        {t("signInSettings.domains")}: {realms.join(", ") || t("signInSettings.noDomain")}
      </Text>
    );
  }
  return (
    <TagsInput
      label={t("signInSettings.domains")}
      description={t("signInSettings.domainsHint")}
      placeholder={realms.length ? "" : "district.org"}
      value={realms}
      maxTags={MOST_DOMAINS}
      splitChars={[",", ";", " "]}
      acceptValueOnBlur
      error={error || undefined}
      // What can't be a domain is left in the field to be mended.
      isDuplicate={(typed, tags) => !isDomain(domainOf(typed)) || tags.includes(domainOf(typed))}
      onChange={(typed) => onChange({ realms: domainsOf(typed) })}
    />
  );
}
