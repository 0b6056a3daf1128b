import { useState } from "react";
import { useTranslation } from "react-i18next";
import { said } from "./said";

/** Does something once at a time, and keeps what it failed with: the error, and in words. */
export function useAct<A extends unknown[]>(act: (...about: A) => Promise<void>, after: () => void = () => undefined) {
  const { t } = useTranslation();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async (...about: A) => {
    setBusy(true);
    setError(null);
    try {
      await act(...about);
      after();
    } catch (failed) {
      setError(failed);
    } finally {
      setBusy(false);
    }
  };
  return { run, isBusy, error, failure: error === null ? "" : said(error, t), forget: () => setError(null) };
}
