import { Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schemas, answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { Failure } from "@/components/Failure";
import { useAct } from "@/components/use-act";
import { AddressResult } from "./AddressResult";
import { Checks } from "./Checks";

type Tested = Schemas["SignInTestView"];

/** Finds out what is wrong: with the settings, with the project behind them, and for one address. */
export function SignInTest({ names }: { names: ReadonlyMap<string, string> }) {
  const { t } = useTranslation();
  const api = useApi();
  const [email, setEmail] = useState("");
  const [tested, setTested] = useState<Tested | null>(null);
  const { run, isBusy, failure } = useAct(async () => {
    setTested(null);
    setTested(await answered(api.POST("/v1/settings/signIn:test", { body: { email: email.trim() } })));
  });
  return (
    <Stack component="section" aria-labelledby="test" gap="md" maw={720}>
      <Title order={2} size="h4" id="test">
        {t("signInSettings.test.title")}
      </Title>
      <Text>{t("signInSettings.test.text")}</Text>
      <form
        noValidate
        aria-labelledby="test"
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <Stack gap="sm">
          <TextInput
            type="email"
            label={t("signInSettings.test.email")}
            description={t("signInSettings.test.emailHint")}
            value={email}
            maxLength={320}
            autoComplete="off"
            onChange={({ currentTarget }) => setEmail(currentTarget.value)}
          />
          <Failure text={failure} />
          <Group>
            <Button type="submit" variant="default" loading={isBusy}>
              {t("signInSettings.test.run")}
            </Button>
          </Group>
        </Stack>
      </form>
      <div aria-live="polite">
        {tested && (
          <Stack gap="lg">
            {tested.address && <AddressResult address={tested.address} names={names} />}
            <Checks checks={tested.checks} names={names} />
          </Stack>
        )}
      </div>
    </Stack>
  );
}
