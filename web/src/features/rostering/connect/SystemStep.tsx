import { Button, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { idOf } from "@/api/names";
import { useApi } from "@/app/api-context";
import { Failure } from "@/components/Failure";
import { Form } from "@/components/Form";
import { type Connection, connectionsQuery, systemsQuery } from "../queries";
import { SystemSelect } from "../SystemSelect";
import { BeforeChoice, NONE } from "./BeforeChoice";
import { Step, StepEnd } from "./Step";
import { useConnect } from "./use-connect";
import { type Way, isGeneric, isSourced, replaceable, waysOf } from "./ways";

interface Props {
  school: string;
  /** undefined before there is one. */
  connection: Connection | undefined;
  mayEdit: boolean;
}

/** Which system it is, how its people come, and whether it takes another's place. */
export function SystemStep({ school, connection, mayEdit }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const systems = useQuery(systemsQuery(api)).data?.sisSystems ?? [];
  const all = useQuery(connectionsQuery(api, school)).data?.rosterConnections ?? [];
  const [sis, setSis] = useState(connection?.sis ?? "");
  const [name, setName] = useState<string | null>(connection?.displayName ?? null);
  const [way, setWay] = useState<string | null>(connection?.method ?? null);
  const [before, setBefore] = useState<string | null>(connection ? (connection.migratesFrom ?? NONE) : null);
  const [isAsked, setAsked] = useState(false);
  const system = systems.find((each) => each.name === `sisSystems/${sis}`);
  const ways = waysOf(system);
  const method = ways.find((each) => each === way) ?? ways[0] ?? "SFTP";
  const displayName = (name ?? system?.displayName ?? "").trim();
  const others = replaceable(all, connection?.name);
  const isOpen = others.length > 0 && before === null;
  const isVerified = Boolean(connection?.verifiedTime);
  const old = others.find((each) => idOf(each.name) === before);
  const { run, isBusy, failure } = useConnect({ school, connection, others: all, displayName, sis, method, before: old });
  const submit = () => {
    setAsked(true);
    return isOpen ? undefined : run();
  };
  return (
    <Step step="system" title={t("connect.system.title")} text={t("connect.system.text")}>
      <Form label={t("connect.system.title")} onSubmit={submit} isReadOnly={!mayEdit} width={640}>
        <SystemSelect
          value={sis}
          onChange={(chosen) => {
            setSis(chosen);
            if (!isVerified) setWay(null);
          }}
        />
        {system?.method === "CLEVER" && <Text size="sm">{t("connect.system.clever")}</Text>}
        {system && !isSourced(system) && !isGeneric(system) && (
          <Text size="sm">{t("connect.system.unknown", { name: system.displayName })}</Text>
        )}
        {system && !isVerified && <WayChoice ways={ways} method={method} onChange={setWay} />}
        {isVerified && <Text size="sm">{t("connect.system.fixed")}</Text>}
        <TextInput
          label={t("rostering.connection.name")}
          description={t("connect.system.nameHint")}
          required
          maxLength={100}
          value={name ?? system?.displayName ?? ""}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {others.length > 0 && !isVerified && (
          <BeforeChoice others={others} value={before} onChange={setBefore} isMissing={isAsked && isOpen} />
        )}
        <Failure text={failure} />
        <StepEnd school={school} connection={connection ? idOf(connection.name) : ""} step="system">
          <Button type="submit" loading={isBusy} disabled={!displayName}>
            {t(connection ? "connect.save" : "connect.next")}
          </Button>
        </StepEnd>
      </Form>
    </Step>
  );
}

interface WayProps {
  ways: readonly Way[];
  method: Way;
  onChange: (way: string) => void;
}

/** How the people come; the usual way stands first. */
function WayChoice({ ways, method, onChange }: WayProps) {
  const { t } = useTranslation();
  return (
    <Radio.Group label={t("connect.ways.label")} value={method} onChange={onChange}>
      <Stack gap="sm" mt="xs">
        {ways.map((way) => (
          <Radio
            key={way}
            value={way}
            label={t(`connect.ways.${way}.label`)}
            description={t(`connect.ways.${way}.hint`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
