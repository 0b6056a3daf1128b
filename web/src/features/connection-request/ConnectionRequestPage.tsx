import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { ErrorState } from "@/components/ErrorState";
import { Page } from "@/components/Page";
import { PublicPage } from "@/components/PublicPage";
import { StateMessage } from "@/components/StateMessage";
import { useMailedCode } from "@/features/entry/mailed-code";
import { AnswerForm } from "./AnswerForm";
import { Asked } from "./Asked";
import { GONE } from "./answer";
import "./texts";

/** Where the link of a connection request leads: who runs a school's system enters its address and key. */
export function ConnectionRequestPage() {
  const { t } = useTranslation();
  const code = useMailedCode();
  return (
    <PublicPage>
      <Page title={t("connectionRequest.page.title")}>
        {code ? (
          <Opened code={code} />
        ) : (
          <StateMessage title={t("connectionRequest.page.missingTitle")} text={t("connectionRequest.page.missing")} />
        )}
      </Page>
    </PublicPage>
  );
}

function Opened({ code }: { code: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const [isSent, setSent] = useState(false);
  const [isGone, setGone] = useState(false);
  const found = useQuery({
    queryKey: ["connectionRequest", code],
    queryFn: () => answered(api.POST("/v1/connectionRequests:open", { body: { code } })),
    // What has been typed stays, whatever becomes of the link meanwhile.
    staleTime: Infinity,
    gcTime: 0,
  });
  if (isGone || (found.error instanceof ApiError && found.error.reason === GONE)) {
    return <StateMessage title={t("connectionRequest.page.goneTitle")} text={t("connectionRequest.page.gone")} isAlert />;
  }
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Skeleton height={240} role="status" aria-label={t("connectionRequest.page.checking")} />;
  const asked = found.data;
  if (isSent) {
    const text = t("connectionRequest.page.sent", { school: asked.schoolDisplayName });
    return (
      <div role="status">
        <StateMessage title={t("connectionRequest.page.sentTitle")} text={text} />
      </div>
    );
  }
  return (
    <>
      <Asked asked={asked} />
      <AnswerForm code={code} profile={asked.api} onSent={() => setSent(true)} onGone={() => setGone(true)} />
    </>
  );
}
