import { Alert, Button, Group, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { useChangeList } from "./use-change-list";

/** Gives a list another name. */
export function ListName({ school, list, name }: { school: string; list: string; name: string }) {
  const { t } = useTranslation();
  const [displayName, setDisplayName] = useState(name);
  const change = useChangeList(school, list);
  const { run, isBusy, failure } = useAct(
    () => change(() => ({ displayName: displayName.trim() })),
    () => tell(t("app.saved")),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run();
  };
  return (
    <form noValidate onSubmit={submit}>
      <Group align="flex-end" gap="sm">
        <TextInput
          label={t("people.lists.name")}
          value={displayName}
          maxLength={100}
          onChange={({ currentTarget }) => setDisplayName(currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={isBusy} disabled={[name, ""].includes(displayName.trim())}>
          {t("people.lists.rename")}
        </Button>
      </Group>
      {failure && (
        <Alert color="red" variant="outline" role="alert" mt="sm">
          {failure}
        </Alert>
      )}
    </form>
  );
}
