import { NativeSelect, SimpleGrid } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { SearchField } from "@/components/SearchField";
import { type AccountsSearch, STATES, accountsSearch } from "./accounts-search";

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
      <SearchField
        label={t("accounts.find")}
        description={t("accounts.findHint")}
        maxLength={254}
        sought={sought}
        soughtIn={(typed) => typed.trim()}
        onSeek={onSeek}
      />
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
