import { useForm } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/client";
import { said } from "@/components/said";
import type { MemberValues } from "./member-form";

/** A form about a member: sends it once at a time, and puts what the API refuses beside its field. */
export function useMemberForm(initialValues: MemberValues, send: (values: MemberValues) => Promise<void>) {
  const { t } = useTranslation();
  const form = useForm<MemberValues>({ initialValues });
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const submit = form.onSubmit(async (values) => {
    setBusy(true);
    setFailed(null);
    try {
      await send(values);
    } catch (error) {
      setFailed(error);
      const wrong = wrongFields(error, values);
      form.setErrors(Object.fromEntries(wrong.map((field) => [field, wordsFor(field, error)])));
      if (wrong[0]) form.getInputNode(wrong[0])?.focus();
    } finally {
      setBusy(false);
    }
  });
  const wordsFor = (field: string, error: unknown) =>
    error instanceof ApiError && error.reason === "EMAIL_TAKEN" ? said(error, t) : t(`people.wrong.${field}`);
  return { form, submit, isBusy, failed, setFailed };
}

function wrongFields(error: unknown, values: MemberValues): (keyof MemberValues)[] {
  const named = error instanceof ApiError ? error.fields : [];
  return (Object.keys(values) as (keyof MemberValues)[]).filter((field) => named.includes(field));
}
