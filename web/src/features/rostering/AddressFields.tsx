import { Checkbox, TextInput } from "@mantine/core";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { sourceOf } from "./source-form";

/** A key is no word: nothing completes or corrects it. */
export const AS_TYPED = { autoComplete: "off", autoCapitalize: "none", spellCheck: false } as const;

/** What a field is for, and what the system's own address looks like where it differs from school to school. */
function hint(t: TFunction, text: string, template = "") {
  return template.includes("{") ? `${text} ${t("rostering.source.like", { template })}` : text;
}

interface Addresses {
  baseUrl: string;
  tokenUrl: string;
  tokenUrlApproved?: boolean;
}

interface Props {
  values: Addresses;
  set: (by: Partial<Addresses>) => void;
  said: (name: "baseUrl" | "tokenUrl") => string | undefined;
  /** The token address is at another place, and nobody has said that this is right. */
  isElsewhere: boolean;
  profile: Parameters<typeof sourceOf>[1];
}

/** Where a system's own interface is, and where it lets somebody in. */
export function AddressFields({ values, set, said, isElsewhere, profile }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t("rostering.source.baseUrl")}
        description={hint(t, t("rostering.source.baseUrlHint"), profile?.baseUrl)}
        error={said("baseUrl")}
        required
        {...AS_TYPED}
        inputMode="url"
        value={values.baseUrl}
        onChange={(event) => set({ baseUrl: event.currentTarget.value })}
      />
      <TextInput
        label={t("rostering.source.tokenUrl")}
        description={hint(t, t("rostering.source.tokenUrlHint"), profile?.tokenUrl)}
        error={said("tokenUrl")}
        {...AS_TYPED}
        inputMode="url"
        value={values.tokenUrl}
        onChange={(event) => set({ tokenUrl: event.currentTarget.value })}
      />
      {(isElsewhere || values.tokenUrlApproved) && (
        <Checkbox
          label={t("rostering.source.approved")}
          description={t("rostering.source.approvedHint")}
          checked={values.tokenUrlApproved ?? false}
          onChange={(event) => set({ tokenUrlApproved: event.currentTarget.checked })}
        />
      )}
    </>
  );
}
