import { Button, FileButton, Group } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Schemas, answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { ConfirmAct } from "@/components/ConfirmAct";
import { Failure } from "@/components/Failure";
import { PageLink } from "@/components/links";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { nameOf } from "@/features/people/words";
import { Portrait } from "./Portrait";
import { smallPicture } from "./picture";
import "./texts";

interface Props {
  school: string;
  member: Schemas["MemberView"];
  mayEdit: boolean;
}

class Unreadable extends Error {}

/** A member's photo; set and removed by who may edit the member. */
export function MemberPhoto({ school, member, mayEdit }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const call = { path: { school, member: member.person } };
  const again = () => queries.invalidateQueries({ queryKey: ["people", school] });
  const { run, isBusy, error, failure } = useAct(async (file: File) => {
    const image = await smallPicture(file).catch(() => Promise.reject(new Unreadable()));
    const body = { image, etag: member.etag };
    await answered(api.POST("/v1/schools/{school}/members/{member}:setPhoto", { params: call, body })).finally(again);
    tell(t("photos.kept", { name: nameOf(member) }));
  });
  const remove = async () => {
    const body = { etag: member.etag };
    await answered(api.POST("/v1/schools/{school}/members/{member}:removePhoto", { params: call, body })).finally(again);
    tell(t("photos.removed", { name: nameOf(member) }));
  };
  if (!member.photo && !mayEdit) return null;
  return (
    <div>
      <Group>
        <span style={{ ["--portrait" as string]: "96px" }}>
          <Portrait school={school} member={member} />
        </span>
        {mayEdit && (
          <FileButton accept="image/*" onChange={(file) => file && void run(file)}>
            {(props) => (
              <Button variant="default" loading={isBusy} {...props}>
                {t(member.photo ? "photos.change" : "photos.add")}
              </Button>
            )}
          </FileButton>
        )}
        {mayEdit && member.photo && (
          <ConfirmAct label={t("photos.remove")} title={t("photos.removeTitle", { name: nameOf(member) })} act={remove} isDestructive>
            {t("photos.removeHint")}
          </ConfirmAct>
        )}
        {mayEdit && (
          <PageLink to="/schools/$school/people/photos" params={{ school }}>
            {t("photos.toMany")}
          </PageLink>
        )}
      </Group>
      <Failure text={error instanceof Unreadable ? t("photos.unreadable") : failure} />
    </div>
  );
}
