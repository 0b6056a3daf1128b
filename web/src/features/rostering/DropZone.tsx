import "@mantine/dropzone/styles.css";
import { Button, Progress, Select, Stack, Text } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { Failure } from "@/components/Failure";
import { said } from "@/components/said";
import { tell } from "@/components/toasts";
import { type Connection } from "./queries";
import { UploadFailed, upload } from "./upload";

/** Where a roster file is dropped or chosen; it then runs like one that came by SFTP. */
export function DropZone({ school, connections }: { school: string; connections: readonly Connection[] }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const connection = chosen ?? idOf(connections[0]?.name ?? "");
  const { share, failure, start } = useUploads(school, connection);
  const open = useRef<() => void>(null);
  const isBusy = share !== null;
  return (
    <Stack gap="sm">
      {connections.length > 1 && (
        <Select
          label={t("rostering.upload.connection")}
          data={connections.map(({ name, displayName }) => ({ value: idOf(name), label: displayName }))}
          value={connection}
          onChange={setChosen}
          allowDeselect={false}
          maw={400}
        />
      )}
      <Dropzone
        openRef={open}
        onDrop={start}
        disabled={isBusy}
        activateOnClick={false}
        activateOnKeyboard={false}
        // Without it the button inside is out of a mouse's reach.
        enablePointerEvents
        tabIndex={-1}
        radius="md"
        p="md"
        inputProps={{ "aria-label": t("rostering.upload.title") }}
      >
        <Stack gap="xs" align="flex-start">
          <Text>{t("rostering.upload.drop")}</Text>
          <Button variant="default" loading={isBusy} onClick={() => open.current?.()}>
            {t("rostering.upload.choose")}
          </Button>
          <Text size="sm" c="dimmed">
            {t("rostering.upload.hint")}
          </Text>
          {isBusy && <Progress value={share * 100} w="100%" aria-label={t("rostering.upload.progress")} />}
        </Stack>
      </Dropzone>
      <Failure text={failure} />
    </Stack>
  );
}

/** Sends files one after the other. */
function useUploads(school: string, connection: string) {
  const { t } = useTranslation();
  const api = useApi();
  const [share, setShare] = useState<number | null>(null);
  const [failure, setFailure] = useState("");
  const one = async (file: File) => {
    setShare(0);
    try {
      await upload(api, { school, connection, file, told: setShare });
      tell(t("rostering.upload.sent", { file: file.name }));
    } catch (error) {
      const isOwn = error instanceof UploadFailed;
      setFailure(isOwn ? t(`rostering.upload.${error.why}`, { file: file.name }) : said(error, t));
      throw error;
    }
  };
  const all = async (files: File[]) => {
    setFailure("");
    try {
      for (const file of files) await one(file);
    } catch {
      // It is said already; the files after it are not sent.
    } finally {
      setShare(null);
    }
  };
  return { share, failure, start: (files: File[]) => void all(files) };
}
