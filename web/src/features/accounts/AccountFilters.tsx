import { NativeSelect, SimpleGrid, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type AccountsSearch, STATES, accountsSearch } from "./accounts-search";

const SETTLE_MS = 300;

interface Props {
  search: AccountsSearch;
  sought: string;
  onFilter: (search: AccountsSearch) => void;
  onSeek: (text: string) => void;
}

/** The beginning of an e-mail, and the state. */
export function AccountFilters({ search, sought, onFilter, onSeek }: Props) {
  const { t } = useTranslation();
  return (
    <SimpleGrid component="search" cols={{ base: 1, sm: 2 }} spacing="sm" maw={800}>
      <Seek sought={sought} onSeek={onSeek} />
      <NativeSelect
        label={t("accounts.fields.state")}
        description={t("accounts.stateHint")}
        data={[
          { value: "", label: t("app.all") },
          ...STATES.map((value) => ({ value, label: t(`accounts.states.${value}`) })),
        ]}
        value={search.state ?? ""}
        onChange={({ currentTarget }) => onFilter(accountsSearch({ state: currentTarget.value }))}
      />
    </SimpleGrid>
  );
}

function Seek({ sought, onSeek }: Pick<Props, "sought" | "onSeek">) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(sought);
  const [known, setKnown] = useState(sought);
  if (sought !== known) {
    // The back button, or cleared filters; not what was typed here a moment ago.
    setKnown(sought);
    if (sought !== typed.trim()) setTyped(sought);
  }
  const settle = useDebouncedCallback((text: string) => onSeek(text), SETTLE_MS);
  return (
    <TextInput
      type="search"
      label={t("accounts.find")}
      description={t("accounts.findHint")}
      leftSection={<IconSearch size={18} aria-hidden />}
      maxLength={254}
      autoComplete="off"
      value={typed}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        settle(currentTarget.value.trim());
      }}
    />
  );
}
