/** What the state of a connection means to people. Pure. */
import type { Meaning } from "@/components/StateBadge";
import type { Connection } from "./queries";
import { hasSource } from "./source-form";

const LATE_MS = 36 * 3_600_000;

/** The state of a connection, as the end of a text's key, and what it means. */
export function connectionState(connection: Connection, now: number): { word: string; meaning: Meaning } {
  const { feed, enabled, verifiedTime, method } = connection;
  if (feed.stopped) return { word: "STOPPED", meaning: "refused" };
  if (!enabled) return { word: "OFF", meaning: "quiet" };
  if (feed.lastGoodTime && now - Date.parse(feed.lastGoodTime) > LATE_MS) {
    return { word: "LATE", meaning: "refused" };
  }
  if (!feed.lastGoodTime) return { word: hasSource(method) ? "NEW_SYSTEM" : "NEW", meaning: "waiting" };
  return verifiedTime ? { word: "OK", meaning: "done" } : { word: "FIRST", meaning: "waiting" };
}
