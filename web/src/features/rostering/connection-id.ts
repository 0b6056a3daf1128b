/** The id of a connection, made of its name. Pure. */
const MOST = 40;

/** Lower-case letters, digits and hyphens; with a number where another has it already. */
export function connectionId(displayName: string, taken: readonly string[]): string {
  const plain = displayName.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const id = plain.replace(/[^a-z0-9]+/g, "-").slice(0, MOST).replace(/^-|-$/g, "") || "roster";
  if (!taken.includes(id)) return id;
  let number = 2;
  while (taken.includes(`${id}-${number}`)) number += 1;
  return `${id}-${number}`;
}
