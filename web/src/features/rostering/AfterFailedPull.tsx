import { Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { ButtonLink } from "@/components/links";
import { type Run, connectionQuery } from "./queries";
import { SyncNow } from "./SyncNow";

/** What there is to do about a pull that failed: to look at how the system is asked, and to ask it once more. */
export function AfterFailedPull({ school, run }: { school: string; run: Run }) {
  const { t } = useTranslation();
  const isAllowed = useMay(school)("rosterConnections:get");
  const found = useQuery({ ...connectionQuery(useApi(), school, run.connection), enabled: isAllowed });
  if (!found.data) return null;
  return (
    <Group>
      <SyncNow school={school} connection={found.data} />
      <ButtonLink
        variant="default"
        to="/schools/$school/rostering/connections/$connection"
        params={{ school, connection: run.connection }}
        search={{ part: "source" }}
      >
        {t("pull.settings")}
      </ButtonLink>
    </Group>
  );
}
