/** Days as a publication names them. Pure. */

/** Days in their order as months such as `2026-09`, each with the numbers of its days. */
export function byMonth(days: readonly string[]): [month: string, days: number[]][] {
  const found = new Map<string, number[]>();
  for (const day of days) {
    const month = day.slice(0, 7);
    found.set(month, [...(found.get(month) ?? []), Number(day.slice(8))]);
  }
  return [...found];
}

/** Numbers in their order, those that follow one another as a stretch: 1–5, 8. */
export function runsOf(numbers: readonly number[]): string[] {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, until]) => (from === until ? `${from}` : `${from}–${until}`));
}
