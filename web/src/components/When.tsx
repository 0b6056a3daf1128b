import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { inWords, onClock } from "./times";
import { useNow } from "./use-now";

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
