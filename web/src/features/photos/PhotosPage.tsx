import { Button, FileButton, Group, Progress, Skeleton, Stack, Text } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/permissions";
import { RoleMayNot } from "@/components/ErrorState";
import { Failure } from "@/components/Failure";
import { Page } from "@/components/Page";
import { PageLink } from "@/components/links";
import { useMe } from "@/features/account/queries";
import { PhotoReview } from "./PhotoReview";
import "./texts";
import { usePhotoImport } from "./use-photo-import";

/** Photos of many people at once: files are chosen, whose they are is looked over, and they are saved. */
export function PhotosPage() {
  const { t } = useTranslation();
  const { school } = useParams({ from: "/shell/schools/$school/people/photos" });
  const isKnown = useMe().data !== undefined;
  const mayEdit = useMay(school)("members:update");
  return (
    <Page title={t("photos.title")}>
      {isKnown && !mayEdit && <RoleMayNot />}
      {mayEdit && <Import school={school} />}
      <Text>
        <PageLink to="/schools/$school/people" params={{ school }}>
          {t("people.toAll")}
        </PageLink>
      </Text>
    </Page>
  );
}

function Import({ school }: { school: string }) {
  const { t } = useTranslation();
  const { rows, failure, isReading, isSaving, choose, save } = usePhotoImport(school);
  const ready = rows.filter(({ state }) => state === "READY").length;
  const ended = rows.filter(({ state }) => state === "SAVED" || state === "FAILED").length;
  return (
    <Stack gap="lg">
      <Text maw={720}>{t("photos.intro")}</Text>
      <Group>
        <FileButton multiple accept="image/*,.zip" onChange={(files) => void choose(files)} disabled={isSaving}>
          {(props) => (
            <Button variant={rows.length ? "default" : "filled"} loading={isReading} {...props}>
              {t("photos.choose")}
            </Button>
          )}
        </FileButton>
        {ready > 0 && (
          <Button loading={isSaving} onClick={() => void save()}>
            {t("photos.save", { count: ready })}
          </Button>
        )}
      </Group>
      <Failure text={failure} />
      {isReading && <Skeleton height={96} role="status" aria-label={t("app.loading")} />}
      {isSaving && <Progress value={(100 * ended) / Math.max(1, ended + ready)} aria-label={t("photos.progress")} />}
      {!isReading && rows.length > 0 && <PhotoReview rows={rows} />}
    </Stack>
  );
}
