/** How long ago, in the words of a language; pure. Clocks differ by a few seconds: that is now. */
const NOW_SECONDS = 30;
const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** Such as "3 min ago"; the largest unit that fits. `seconds` is positive for the future. */
export function inWords(seconds: number, language: string): string {
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
  const whole = Math.abs(seconds) < NOW_SECONDS ? 0 : Math.trunc(seconds);
  const [unit, length] = STEPS.find(([, each]) => Math.abs(whole) >= each) ?? ["second", 1];
  return words.format(Math.trunc(whole / length), unit);
}

/** Date and time on the clock of a zone. */
export function onClock(time: Date, language: string, zone: string | undefined): string {
  return new Intl.DateTimeFormat(language, {
    dateStyle: "medium",
    timeStyle: "short",
    ...(zone ? { timeZone: zone } : {}),
  }).format(time);
}
