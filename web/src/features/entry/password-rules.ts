/** Shorter ones are guessed by machines; how many sorts of signs there are is nobody's business. */
export const SHORTEST = 12;
const STRONG = 16;
const FEW_SIGNS = 6;

export type Verdict = "short" | "email" | "weak" | "good" | "strong";

/** What a new password is worth; "short" and "email" are refused. Pure. */
export function judged(password: string, email: string): Verdict {
  if ([...password].length < SHORTEST) return "short";
  if (isEmail(password, email)) return "email";
  const signs = new Set(password.toLowerCase()).size;
  if (signs < FEW_SIGNS) return "weak";
  return [...password].length >= STRONG ? "strong" : "good";
}

/** The address itself, also without its domain or written again and again. */
function isEmail(password: string, email: string): boolean {
  const typed = password.trim().toLowerCase();
  const whole = email.trim().toLowerCase();
  const local = whole.split("@")[0] ?? "";
  return [whole, local].some((part) => part !== "" && typed.replaceAll(part, "").trim() === "");
}
