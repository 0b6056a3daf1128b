import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/permissions";
import { Dialog } from "@/components/Dialog";
import { DeclareHere } from "./DeclareHere";
import "./year-texts";

/** Has today be otherwise at once, such as a half day: a button, what it is to be, and yes. Nothing for who may not. */
export function DeclareDay({ school }: { school: string }) {
  const { t } = useTranslation();
  const [isOpen, { open, close }] = useDisclosure(false);
  if (!useMay(school)("calendars:publish")) return null;
  return (
    <>
      <Button onClick={open}>{t("declare.today")}</Button>
      <Dialog title={t("declare.today")} isOpen={isOpen} onClose={close} size="lg">
        <DeclareHere school={school} onDone={close} />
      </Dialog>
    </>
  );
}
