/** What the address of the year says after its "?". Pure. */
export interface YearSearch {
  day?: string;
  show?: string;
  act?: string;
}

/** The same with another value of one name, or without it. */
export function withSearch(old: YearSearch, name: keyof YearSearch, value: string | undefined): YearSearch {
  const others = Object.entries(old).filter(([known]) => known !== name);
  return Object.fromEntries(value ? [...others, [name, value]] : others);
}
