import { Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { inWords, onClock } from "./times";

const TICK_MS = 20_000;

/** A moment on the school's clock, with how long ago it was; what stands for none. */
export function When({ time, zone, none }: { time: string | null | undefined; zone?: string | undefined; none?: string }) {
  const { i18n } = useTranslation();
  const now = useNow();
  if (!time) return <>{none ?? "–"}</>;
  const moment = new Date(time);
  return (
    <time dateTime={time}>
      {onClock(moment, i18n.language, zone)}
      <Text component="span" size="sm" c="dimmed">
        {" · "}
        {inWords((moment.getTime() - now) / 1000, i18n.language)}
      </Text>
    </time>
  );
}

function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
