import { Button, Group, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Failure } from "./Failure";

/** The end of a form: what went wrong, and the button that saves. */
export function SaveBar({ isBusy, failure, isDisabled = false }: { isBusy: boolean; failure: string; isDisabled?: boolean }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Failure text={failure} />
      <Group>
        <Button type="submit" loading={isBusy} disabled={isDisabled}>
          {t("app.save")}
        </Button>
      </Group>
    </Stack>
  );
}
