import { useEffect, useState } from "react";
import { MINUTE_MS } from "./day-time";

const LOOK_MS = 1_000;
const minuteOf = (skew: number) => Math.floor((Date.now() + skew) / MINUTE_MS) * MINUTE_MS;

/**
 * The present minute by the server's clock, in milliseconds; a clock that is wrong here changes
 * nothing. A page that slept is right as soon as it wakes.
 *
 * @param readTime the present as the server had it
 * @param readAt the same moment by the clock here, in milliseconds
 */
export function usePresent(readTime: string, readAt: number): number {
  const skew = Date.parse(readTime) - readAt;
  const [, setMinute] = useState(() => minuteOf(skew));
  useEffect(() => {
    // The same minute again draws nothing again.
    const look = () => setMinute(minuteOf(skew));
    const timer = setInterval(look, LOOK_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [skew]);
  return minuteOf(skew);
}
