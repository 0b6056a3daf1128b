import { useTranslation } from "react-i18next";
import { AskForMail } from "./AskForMail";
import { EntryFrame } from "./EntryFrame";

/** Where somebody has a link mailed by which they set a password. */
export function ForgotPasswordPage() {
  const { t } = useTranslation();
  return (
    <EntryFrame title={t("entry.forgotTitle")}>
      <AskForMail path="/v1/passwordResets" intro={t("entry.forgotIntro")} button={t("entry.forgotSubmit")} />
    </EntryFrame>
  );
}
