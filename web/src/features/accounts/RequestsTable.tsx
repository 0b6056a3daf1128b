import { Group } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { ConfirmAct } from "@/components/ConfirmAct";
import { DataTable } from "@/components/DataTable";
import { StateMessage } from "@/components/StateMessage";
import { When } from "@/components/When";
import { tell } from "@/components/toasts";
import { useZone } from "@/features/schools/zone";
import { ResolveAct } from "./ResolveAct";
import type { Request } from "./queries";
import { providerName } from "./words";

interface Props {
  school: string;
  state: "OPEN" | "REFUSED";
  requests: readonly Request[] | undefined;
  isStale: boolean;
  error: unknown;
  onRetry: () => void;
}

/** A page of sign-ins that wait, or were refused. */
export function RequestsTable({ school, state, requests, ...table }: Props) {
  const { t } = useTranslation();
  const zone = useZone(school);
  const said = (id: string) => ({ id, title: t(`accounts.requests.fields.${id}`) });
  return (
    <DataTable
      label={t("accounts.requests.title")}
      columns={[
        { ...said("email"), cell: ({ email }) => <span style={{ overflowWrap: "anywhere" }}>{email}</span> },
        { ...said("provider"), cell: ({ provider }) => providerName(provider, t), onPhone: "below" },
        { ...said("doubt"), cell: ({ doubt }) => t(`accounts.requests.doubts.${doubt}`), onPhone: "below" },
        { ...said("lastTime"), cell: ({ lastTime }) => <When time={lastTime} zone={zone} />, onPhone: "below-with-title" },
        { ...said("acts"), cell: (request) => <Acts school={school} request={request} />, onPhone: "below" },
      ]}
      rows={requests}
      keyOf={({ name }) => name}
      empty={
        <StateMessage title={t(`accounts.requests.none.${state}`)} text={t(`accounts.requests.noneHint.${state}`)} />
      }
      {...table}
    />
  );
}

function Acts({ school, request }: { school: string; request: Request }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const may = useMay(school);
  if (!may("signInRequests:decide")) return null;
  const refuse = async () => {
    const path = { request: idOf(request.name) };
    try {
      await answered(api.POST("/v1/signInRequests/{request}:refuse", { params: { path } }));
    } finally {
      await queries.invalidateQueries({ queryKey: ["signInRequests"] });
    }
    tell(t("accounts.requests.refused"));
  };
  return (
    <Group gap="xs" py={4}>
      <ResolveAct school={school} request={request} />
      {request.state === "OPEN" && (
        <ConfirmAct
          label={t("accounts.requests.refuse")}
          ariaLabel={t("accounts.requests.refuseThat", { email: request.email })}
          title={t("accounts.requests.refuseTitle", { email: request.email })}
          act={refuse}
          isDestructive
        >
          {t("accounts.requests.refuseHint")}
        </ConfirmAct>
      )}
    </Group>
  );
}
