import { encode } from "uqr";

const QUIET = 4;

/** A QR code drawn here, so that what it says reaches nobody; black on white in every theme. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: QUIET });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} width={220} height={220} style={{ maxWidth: "100%", background: "#fff" }}>
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
