import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/client";
import { said } from "@/components/said";
import { useAct } from "@/components/use-act";
import type { MemberValues } from "./member-form";

/** A form about a member: sends it once at a time, and puts what the API refuses beside its field. */
export function useMemberForm(initialValues: MemberValues, send: (values: MemberValues) => Promise<void>) {
  const { t } = useTranslation();
  const form = useForm<MemberValues>({ initialValues });
  const { run, isBusy, error, forget } = useAct(async (values: MemberValues) => {
    try {
      await send(values);
    } catch (refused) {
      const wrong = wrongFields(refused, values);
      form.setErrors(Object.fromEntries(wrong.map((field) => [field, wordsFor(field, refused)])));
      if (wrong[0]) form.getInputNode(wrong[0])?.focus();
      throw refused;
    }
  });
  const wordsFor = (field: string, error: unknown) =>
    error instanceof ApiError && error.reason === "EMAIL_TAKEN" ? said(error, t) : t(`people.wrong.${field}`);
  return { form, submit: form.onSubmit((values) => void run(values)), isBusy, error, forget };
}

function wrongFields(error: unknown, values: MemberValues): (keyof MemberValues)[] {
  const named = error instanceof ApiError ? error.fields : [];
  return (Object.keys(values) as (keyof MemberValues)[]).filter((field) => named.includes(field));
}
