import { useEffect, useState } from "react";
import { answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import type { Identity } from "@/app/claims";
import { useSession } from "@/app/session";
import { Activity } from "./activity";
import { deviceSecret, isChromeOs, isShared, sharedChoice } from "./device";
import { type Idle, idleAt, isToBeTold } from "./idle";
import { StillThere } from "./StillThere";

const TICK_MS = 1_000;
/** Of a student's shared device, until the API has said what the district wants. */
const FIRST_LIMIT_MS = 15 * 60_000;

/** Ends the session that nobody uses, or whose time is up, and tells the API that it is used. */
export function SessionKeeper({ identity }: { identity: Identity }) {
  const { signOut } = useSession();
  const limit = useDevice(identity);
  const [idle, setIdle] = useState<Idle>({ state: "in" });
  const [activity] = useState(() => new Activity());
  const touch = useTouch();
  useEffect(() => activity.listen(), [activity]);
  useEffect(() => {
    let isOver = false;
    const look = () => {
      const now = Date.now();
      const next = idleAt(activity.last, limit, now);
      const isUp = identity.emergencyEnd !== undefined && now >= identity.emergencyEnd;
      activity.isAsked = next.state === "asked";
      setIdle((before) => (before.state === "in" && next.state === "in" ? before : next));
      if (isOver || (next.state !== "out" && !isUp)) return touch(activity.last, now);
      isOver = true;
      void signOut(isUp ? "timeUp" : "idle");
    };
    const timer = setInterval(look, TICK_MS);
    // A device that slept has no ticks behind it; what it shows must not be seen on waking.
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [activity, limit, identity.emergencyEnd, signOut, touch]);
  if (idle.state !== "asked") return null;
  const stay = () => {
    activity.stay();
    setIdle({ state: "in" });
  };
  return <StillThere seconds={idle.seconds} onStay={stay} onLeave={() => void signOut()} />;
}

/** Tell the API on which device this is; gives for how long nobody may leave it unused. */
function useDevice(identity: Identity): number {
  const api = useApi();
  const [limit, setLimit] = useState(FIRST_LIMIT_MS);
  useEffect(() => {
    const shared = isShared(sharedChoice(), isChromeOs(), identity);
    const body = { device: deviceSecret(), shared };
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const tell = async () => {
      try {
        const { idleLimit } = await answered(api.POST("/v1/me:useDevice", { body }));
        if (!isGone) setLimit(idleLimit ? idleLimit * 1000 : Infinity);
      } catch {
        // Until it is known, the shortest limit stays in force.
        if (!isGone) timer = setTimeout(() => void tell(), 30_000);
      }
    };
    void tell();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [api, identity]);
  return limit;
}

function useTouch(): (used: number, now: number) => void {
  const api = useApi();
  const [told] = useState(() => ({ at: Date.now() }));
  const [touch] = useState(() => (used: number, now: number) => {
    if (!isToBeTold(used, told.at, now)) return;
    told.at = now;
    void api.POST("/v1/me:touch").catch(() => undefined);
  });
  return touch;
}
