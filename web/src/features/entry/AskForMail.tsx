import { Alert, Button, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconMail } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { Failure } from "@/components/Failure";
import { useAct } from "@/components/use-act";
import { useOnce } from "@/components/use-once";

export const ADDRESS = /^\S+@\S+\.\S+$/;

interface Props {
  path: "/v1/passwordResets" | "/v1/signInLinks";
  intro: string;
  button: string;
  onAsked?: (email: string) => void;
}

/** Asks for a mail with a link. What is answered is the same for every address, known or not. */
export function AskForMail({ path, intro, button, onAsked }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const once = useOnce();
  const [isAsked, setAsked] = useState(false);
  const { run, isBusy, failure } = useAct(async (email: string) => {
    setAsked(false);
    await once({ path, email }, (requestId) =>
      answered(api.POST(path, { params: { query: { requestId } }, body: { email } })),
    );
    onAsked?.(email);
    setAsked(true);
  });
  const form = useForm({
    initialValues: { email: "" },
    validate: { email: (email) => (ADDRESS.test(email.trim()) ? null : t("signIn.emailMissing")) },
  });
  return (
    <form noValidate onSubmit={form.onSubmit(({ email }) => void run(email.trim()))}>
      <Stack gap="md">
        <Text c="dimmed">{intro}</Text>
        <Failure text={failure} />
        {isAsked && (
          <Alert variant="outline" role="status" icon={<IconMail aria-hidden />}>
            {t("entry.asked")}
          </Alert>
        )}
        <TextInput label={t("signIn.email")} type="email" autoComplete="username" {...form.getInputProps("email")} />
        <Button type="submit" size="md" loading={isBusy}>
          {button}
        </Button>
      </Stack>
    </form>
  );
}
