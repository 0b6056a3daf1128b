/** Reads the texts that an address may carry after its "?"; anything else is left out. */
export function searchOf<Name extends string>(...names: Name[]) {
  return (given: Record<string, unknown>): Partial<Record<Name, string>> => {
    const texts = names.flatMap((name) => {
      const value = given[name];
      const text = typeof value === "number" ? String(value) : value;
      return typeof text === "string" && text ? [[name, text] as const] : [];
    });
    return Object.fromEntries(texts) as Partial<Record<Name, string>>;
  };
}
