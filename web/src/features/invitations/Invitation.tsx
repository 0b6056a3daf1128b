import { Group, Radio, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schemas, answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { LANGUAGES } from "@/app/i18n";
import { ConfirmAct } from "@/components/ConfirmAct";
import { type Meaning, StateBadge } from "@/components/StateBadge";
import { When } from "@/components/When";
import { tell } from "@/components/toasts";
import { useOnce } from "@/components/use-once";
import { signInOptionsQuery } from "@/features/account/queries";
import { type Invitee, invitationQuery, invite } from "./queries";

const MEANINGS: Record<Schemas["InvitationState"], Meaning> = { NONE: "quiet", INVITED: "waiting", SIGNED_IN: "done" };
const WAYS = { member: ["password"], guardian: ["emailLink", "password"] };

/** How far somebody has come on their way in, and the button that mails them an invitation. */
export function Invitation({ invitee, email }: { invitee: Invitee; email: string | null | undefined }) {
  const { t } = useTranslation();
  const api = useApi();
  const { data } = useQuery(invitationQuery(api, invitee));
  const options = useQuery(signInOptionsQuery(api)).data?.providers ?? [];
  if (!data) return null;
  const canInvite = options.some(({ provider }) => WAYS[invitee.sort].includes(provider));
  const time = data.state === "SIGNED_IN" ? data.signInTime : data.inviteTime;
  return (
    <Group gap="xs">
      <StateBadge meaning={MEANINGS[data.state]} label={t(`invitations.states.${data.state}`)} />
      {time && (
        <Text size="sm" component="span">
          <When time={time} />
        </Text>
      )}
      {canInvite && email && <Invite invitee={invitee} email={email} isAgain={data.state !== "NONE"} />}
    </Group>
  );
}

function Invite({ invitee, email, isAgain }: { invitee: Invitee; email: string; isAgain: boolean }) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const once = useOnce();
  const [language, setLanguage] = useState(i18n.language);
  const act = async () => {
    const body: Schemas["Invite"] = { language: LANGUAGES.find((one) => one === language) ?? null, provider: null };
    await once({ invitee, body }, (requestId) => answered(invite(api, invitee, body, requestId)));
    await queries.invalidateQueries({ queryKey: invitationQuery(api, invitee).queryKey });
    tell(t("invitations.sent", { email }));
  };
  return (
    <ConfirmAct
      label={t(isAgain ? "invitations.again" : "invitations.invite")}
      ariaLabel={t(isAgain ? "invitations.againThat" : "invitations.inviteThat", { email })}
      title={t("invitations.title", { email })}
      act={act}
    >
      <Stack gap="md">
        <Text>{t(`invitations.hint.${invitee.sort}`)}</Text>
        <Radio.Group label={t("invitations.language")} value={language} onChange={setLanguage}>
          <Group gap="md" mt={4}>
            {LANGUAGES.map((one) => (
              <Radio key={one} value={one} label={t(`preferences.${one}`)} />
            ))}
          </Group>
        </Radio.Group>
      </Stack>
    </ConfirmAct>
  );
}
