import { Button, Group, Input, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/app/api-context";
import { PersonSelect } from "@/features/people/PersonSelect";
import { memberQuery } from "@/features/people/queries";
import { nameOf } from "@/features/people/words";

type Field = "person" | "by";

interface Props {
  school: string;
  field: Field;
  /** Who is chosen; undefined for nobody. */
  person: string | undefined;
  onChange: (field: Field, person: string) => void;
}

/** Finds somebody to narrow the log by; once chosen, their name and the way back to everybody. */
export function PersonFilter({ school, field, person, onChange }: Props) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const label = t(`audit.filters.${field}`);
  const choose = (chosen: string) => {
    onChange(field, chosen);
    // What was used to choose is gone with it.
    place.current?.focus();
  };
  return (
    <div ref={place} role="group" aria-label={label} tabIndex={-1}>
      {person ? (
        <Chosen school={school} label={label} person={person} onClear={() => choose("")} />
      ) : (
        <PersonSelect
          school={school}
          label={label}
          among={{ state: "ANY" }}
          isFitting={() => true}
          onChoose={(member) => choose(member.person)}
        />
      )}
    </div>
  );
}

function Chosen({ school, label, person, onClear }: { school: string; label: string; person: string; onClear: () => void }) {
  const { t } = useTranslation();
  const { data } = useQuery(memberQuery(useApi(), school, person, false));
  const name = data ? nameOf(data) : t("audit.somebody");
  return (
    <>
      <Input.Label component="div">{label}</Input.Label>
      <Group gap="sm">
        <Text>{name}</Text>
        <Button variant="default" size="compact-sm" aria-label={t("audit.clearPerson", { name })} onClick={onClear}>
          {t("people.lists.remove")}
        </Button>
      </Group>
    </>
  );
}
