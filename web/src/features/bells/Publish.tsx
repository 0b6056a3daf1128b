import { Button, Group, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { Dialog } from "@/components/Dialog";
import { Failure } from "@/components/Failure";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { type Published, published, showCalendar } from "@/features/calendar/queries";
import type { Draft } from "@/features/calendar/use-draft";
import { ChangedDays } from "./ChangedDays";

interface Props {
  school: string;
  draft: Draft;
  isHeld: () => boolean;
}

/** Makes the draft count, after it has been said which days that changes. What is not saved is saved first. */
export function Publish({ school, draft, isHeld }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const { view } = draft;
  const [told, setTold] = useState<Published | null>(null);
  const close = () => setTold(null);
  const looking = useAct(async () => {
    const saved = draft.isChanged ? await draft.save() : view;
    if (saved) setTold(await published(api, school, saved.etag, true));
  });
  const publishing = useAct(async () => {
    if (!told) return;
    const done = await published(api, school, told.calendar.etag, false);
    await showCalendar(queries, school, done.calendar);
    tell(t("bells.published"));
  }, close);
  const isDone = !draft.isChanged && !view.changed && view.published != null;
  return (
    <>
      <Button
        variant={draft.isChanged ? "default" : "filled"}
        loading={looking.isBusy}
        disabled={isDone}
        onClick={() => void (isHeld() || looking.run())}
      >
        {t("bells.publish")}
      </Button>
      <Failure text={looking.failure} />
      <Dialog title={t("bells.publishTitle")} isOpen={told !== null} onClose={close} size="lg">
        {told && <ChangedDays days={told.changedDays} />}
        <Text size="sm">{t("bells.publishHint")}</Text>
        <Failure text={publishing.failure} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {t("app.cancel")}
          </Button>
          <Button loading={publishing.isBusy} onClick={() => void publishing.run()}>
            {t("bells.publishNow")}
          </Button>
        </Group>
      </Dialog>
    </>
  );
}
