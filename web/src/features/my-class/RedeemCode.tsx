import { Button, Group, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { Failure } from "@/components/Failure";
import { useAct } from "@/components/use-act";
import type { Cover } from "./Covers";

interface Props {
  school: string;
  onRedeemed: (cover: Cover) => void;
}

/** Where a substitute types the code for the day. */
export function RedeemCode({ school, onRedeemed }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const [isOpen, { open, close }] = useDisclosure(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isOpen) field.current?.focus();
  }, [isOpen]);
  const [code, setCode] = useState("");
  const { run, isBusy, failure, forget } = useAct(async () => {
    const call = { params: { path: { school } }, body: { code } };
    onRedeemed(await answered(api.POST("/v1/schools/{school}/substituteCodes:redeem", call)));
    setCode("");
    close();
  });
  if (!isOpen) {
    return (
      <div>
        <Button variant="default" onClick={open}>
          {t("myClass.redeem")}
        </Button>
      </div>
    );
  }
  return (
    <form
      aria-label={t("myClass.redeem")}
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <Group align="flex-end" mb="xs">
        <TextInput
          label={t("myClass.code")}
          description={t("myClass.codeHint")}
          required
          maxLength={40}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          ref={field}
          value={code}
          onChange={({ currentTarget }) => {
            forget();
            setCode(currentTarget.value);
          }}
        />
        <Button type="submit" loading={isBusy}>
          {t("myClass.redeemSubmit")}
        </Button>
        <Button variant="subtle" onClick={close}>
          {t("app.cancel")}
        </Button>
      </Group>
      <Failure text={failure} />
    </form>
  );
}
