import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, type Schemas, answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { Failure } from "@/components/Failure";
import { PageLink } from "@/components/links";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { PersonSelect } from "@/features/people/PersonSelect";
import { nameOf } from "@/features/people/words";
import type { Request } from "./queries";

type Member = Schemas["MemberView"];

/** Says whose a sign-in is: somebody of the school is found, named, and confirmed. */
export function ResolveAct({ school, request }: { school: string; request: Request }) {
  const { t } = useTranslation();
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" onClick={open} aria-label={t("accounts.requests.resolveThat", { email: request.email })}>
        {t("accounts.requests.resolve")}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t("accounts.requests.resolveTitle", { email: request.email })}
        centered
        size="lg"
        transitionProps={{ duration: 100 }}
        closeButtonProps={{ "aria-label": t("app.close") }}
      >
        <Choice school={school} request={request} onDone={close} />
      </Modal>
    </>
  );
}

function Choice({ school, request, onDone }: { school: string; request: Request; onDone: () => void }) {
  const { t } = useTranslation();
  const [member, setMember] = useState<Member | null>(null);
  const { run, isBusy, error, failure, forget } = useResolve(school, request, onDone);
  const isLinked = error instanceof ApiError && error.reason === "PROVIDER_LINKED";
  return (
    <Stack>
      <Text>{t("accounts.requests.resolveHint")}</Text>
      <PersonSelect
        school={school}
        label={t("accounts.requests.whose")}
        isFitting={() => true}
        onChoose={(chosen) => {
          setMember(chosen);
          forget();
        }}
      />
      <Text aria-live="polite" fw={500} mih="1.5em">
        {member && t("accounts.requests.chosen", { name: nameOf(member), email: request.email })}
      </Text>
      <Failure text={failure} />
      {isLinked && member && (
        <PageLink to="/schools/$school/people/$member" params={{ school, member: member.person }}>
          {nameOf(member)}
        </PageLink>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onDone}>
          {t("app.cancel")}
        </Button>
        <Button disabled={!member} loading={isBusy} onClick={() => member && void run(member)}>
          {t("accounts.requests.resolve")}
        </Button>
      </Group>
    </Stack>
  );
}

function useResolve(school: string, request: Request, onDone: () => void) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  return useAct(
    async ({ person }: Member) => {
      const path = { request: idOf(request.name) };
      const body = { school, member: person };
      await answered(api.POST("/v1/signInRequests/{request}:resolve", { params: { path }, body }));
      await queries.invalidateQueries({ queryKey: ["signInRequests"] });
    },
    () => {
      tell(t("accounts.requests.resolved"));
      onDone();
    },
  );
}
