import { NumberInput, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Form } from "@/components/Form";
import { SaveBar } from "@/components/SaveBar";
import { type PartProps, useSave } from "./use-save";

const PERCENT = 100;

const isShare = (name: string) => name.endsWith("Share");

/** When a file or a night waits for a person instead of being applied. */
export function LimitsPart({ school, connection, mayEdit }: PartProps) {
  const { t } = useTranslation();
  const [limits, setLimits] = useState<Record<string, number>>(connection.limits ?? {});
  const { run, isBusy, failure } = useSave(school, connection, () => ({ limits }));
  return (
    <Form label={t("rostering.parts.limits")} onSubmit={run} isReadOnly={!mayEdit} width={560}>
        <Text>{t("rostering.limits.intro")}</Text>
        {Object.entries(connection.defaultLimits).map(([name, usual]) => (
          <LimitField
            key={name}
            name={name}
            usual={usual}
            value={limits[name] ?? usual}
            onChange={(value) => setLimits((old) => ({ ...old, [name]: value }))}
          />
        ))}
        {mayEdit && <SaveBar isBusy={isBusy} failure={failure} />}
    </Form>
  );
}

interface FieldProps {
  name: string;
  usual: number;
  value: number;
  onChange: (value: number) => void;
}

function LimitField({ name, usual, value, onChange }: FieldProps) {
  const { t, i18n } = useTranslation();
  const scale = isShare(name) ? PERCENT : 1;
  const shown = (usual * scale).toLocaleString(i18n.language);
  return (
    <NumberInput
      label={t(`rostering.limits.${name}`)}
      description={t("rostering.limits.usual", { value: isShare(name) ? `${shown} %` : shown })}
      min={0}
      max={isShare(name) ? PERCENT : 1_000_000}
      decimalScale={isShare(name) ? 1 : 0}
      value={Math.round(value * scale * 10) / 10}
      suffix={isShare(name) ? " %" : ""}
      onChange={(given) => onChange((Number(given) || 0) / scale)}
    />
  );
}
