import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { systemsQuery } from "./queries";

/** The school's student information system by its name; typing finds a vendor's other names too. */
export function SystemSelect({ value, onChange }: { value: string; onChange: (system: string) => void }) {
  const { t } = useTranslation();
  const systems = useQuery(systemsQuery(useApi())).data?.sisSystems ?? [];
  const others = new Map(
    systems.map(({ name, displayName, vendor, aliases }) => [
      name.replace("sisSystems/", ""),
      [displayName, vendor, ...aliases].join(" ").toLowerCase(),
    ]),
  );
  return (
    <Select
      label={t("rostering.system.label")}
      description={t("rostering.system.hint")}
      placeholder={t("rostering.system.placeholder")}
      data={systems.map(({ name, displayName }) => ({ value: name.replace("sisSystems/", ""), label: displayName }))}
      value={value || null}
      onChange={(chosen) => onChange(chosen ?? "")}
      searchable
      clearable
      clearButtonProps={{ "aria-label": t("rostering.system.clear") }}
      nothingFoundMessage={t("rostering.system.nothing")}
      filter={({ options, search }) => {
        const words = search.toLowerCase().split(/\s+/);
        return options.filter(
          (option) => "value" in option && words.every((word) => others.get(option.value)?.includes(word)),
        );
      }}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      maxDropdownHeight={320}
    />
  );
}
