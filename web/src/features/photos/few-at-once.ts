type Work<T> = () => Promise<T>;

/** Lets so many pieces of work go on at once; the others wait for their turn, in their order. */
export function fewAtOnce(most: number): <T>(work: Work<T>) => Promise<T> {
  let going = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (going < most) going += 1;
    // Whoever ends gives their place to the first who waits.
    else await new Promise<void>((turn) => waiting.push(turn));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else going -= 1;
    }
  };
}
