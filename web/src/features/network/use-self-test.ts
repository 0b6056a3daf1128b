import { useRef, useState } from "react";
import { useConfiguration } from "@/app/configuration-context";
import { attempted } from "./attempts";
import type { Host } from "./hosts";
import { type Attempt, keyOf } from "./verdict";

/** Tries every host at once; gives what has come in so far. */
export function useSelfTest(hosts: readonly Host[]) {
  const configuration = useConfiguration();
  const [attempts, setAttempts] = useState<ReadonlyMap<string, Attempt>>(new Map());
  const [time, setTime] = useState<Date | null>(null);
  const [isRunning, setRunning] = useState(false);
  const round = useRef(0);
  const uses = hosts.flatMap((host) => host.uses).filter(({ way }) => way !== "hand");
  const run = async () => {
    round.current += 1;
    const mine = round.current;
    setRunning(true);
    setTime(new Date());
    setAttempts(new Map());
    await Promise.all(
      uses.map(async (use) => {
        const attempt = await attempted(use, configuration);
        if (mine === round.current) setAttempts((old) => new Map([...old, [keyOf(use), attempt]]));
      }),
    );
    if (mine === round.current) setRunning(false);
  };
  return { run, isRunning, attempts, time, done: attempts.size, of: uses.length };
}
