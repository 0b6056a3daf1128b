import { useState } from "react";
import { useTranslation } from "react-i18next";
import { said } from "./said";

/** Does something once at a time, and keeps what it failed with in words. */
export function useAct(act: () => Promise<void>, after: () => void = () => undefined) {
  const { t } = useTranslation();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState("");
  const run = async () => {
    setBusy(true);
    setFailure("");
    try {
      await act();
      after();
    } catch (error) {
      setFailure(said(error, t));
    } finally {
      setBusy(false);
    }
  };
  return { run, isBusy, failure, setFailure };
}
