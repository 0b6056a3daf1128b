import { Button, Group, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schemas, answered } from "@/api/client";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { useMay } from "@/app/permissions";
import { ConfirmAct } from "@/components/ConfirmAct";
import { ErrorState } from "@/components/ErrorState";
import { Failure } from "@/components/Failure";
import { Form } from "@/components/Form";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { addressesQuery } from "./queries";

type Address = Schemas["AddressView"];

interface Props {
  school: string;
  member: string;
}

/** The addresses by which a member may come beside the one that the roster has. */
export function Addresses({ school, member }: Props) {
  const { t } = useTranslation();
  const mayEdit = useMay(school)("signInAddresses:edit");
  const found = useQuery(addressesQuery(useApi(), school, member));
  const addresses = found.data?.signInAddresses;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!addresses) return <Skeleton height={48} role="status" aria-label={t("app.loading")} />;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed" maw={640}>
        {t("accounts.addresses.hint")}
      </Text>
      {addresses.length === 0 && <Text>{t("accounts.addresses.none")}</Text>}
      {addresses.map((address) => (
        <Group key={address.name} gap="sm">
          <Text style={{ overflowWrap: "anywhere" }}>{address.email}</Text>
          {mayEdit && <Take school={school} address={address} />}
        </Group>
      ))}
      {mayEdit && <Add school={school} member={member} />}
    </Stack>
  );
}

function useRead(school: string) {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ["accounts", school] });
}

function Take({ school, address }: { school: string; address: Address }) {
  const { t } = useTranslation();
  const api = useApi();
  const read = useRead(school);
  const act = async () => {
    const path = { school, address: idOf(address.name) };
    try {
      await answered(api.DELETE("/v1/schools/{school}/signInAddresses/{address}", { params: { path } }));
    } finally {
      await read();
    }
    tell(t("accounts.addresses.taken"));
  };
  return (
    <ConfirmAct
      label={t("accounts.addresses.take")}
      ariaLabel={t("accounts.addresses.takeThat", { email: address.email })}
      title={t("accounts.addresses.takeTitle", { email: address.email })}
      act={act}
      isDestructive
    >
      {t("accounts.addresses.takeHint")}
    </ConfirmAct>
  );
}

function Add({ school, member }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const read = useRead(school);
  const [email, setEmail] = useState("");
  const { run, isBusy, failure, forget } = useAct(
    async () => {
      const body = { member, email: email.trim() };
      await answered(api.POST("/v1/schools/{school}/signInAddresses", { params: { path: { school } }, body }));
      await read();
    },
    () => {
      setEmail("");
      tell(t("accounts.addresses.added"));
    },
  );
  return (
    <Form label={t("accounts.addresses.add")} onSubmit={() => run()}>
      <Stack gap="xs">
        <Group align="end" gap="sm">
          <TextInput
            type="email"
            required
            label={t("accounts.addresses.new")}
            maxLength={254}
            autoComplete="off"
            value={email}
            onChange={({ currentTarget }) => {
              setEmail(currentTarget.value);
              forget();
            }}
          />
          <Button type="submit" variant="default" loading={isBusy}>
            {t("accounts.addresses.add")}
          </Button>
        </Group>
        <Failure text={failure} />
      </Stack>
    </Form>
  );
}
