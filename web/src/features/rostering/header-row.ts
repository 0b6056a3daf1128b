/** The cells of a header row, whatever separates them. Pure; the server reads whole files itself. */
const SEPARATORS = ["\t", ";", "|", ","];

/** Split a row at the separator that it has most of; quotation marks hold a cell together. */
export function headerOf(line: string): string[] {
  const text = line.replace(/^\uFEFF/, "");
  const counts = SEPARATORS.map((separator) => cells(text, separator).length);
  const most = SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ",";
  return cells(text, most).map((cell) => cell.trim());
}

function cells(line: string, separator: string): string[] {
  const found = [""];
  let isQuoted = false;
  for (const sign of line) {
    if (sign === '"') isQuoted = !isQuoted;
    else if (sign === separator && !isQuoted) found.push("");
    else found[found.length - 1] += sign;
  }
  return found;
}
