import { type CSSVariablesResolver, type MantineColorsTuple, createTheme } from "@mantine/core";

const teal: MantineColorsTuple = [
  "#e8f6f5", "#d0ebe9", "#a2d7d3", "#70c2bc", "#47b0a9", "#2a9890", "#127a74", "#0b5f5c", "#084b49", "#053735",
];

/** One accent, one radius, steps of four pixels. */
export const theme = createTheme({
  primaryColor: "teal",
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  colors: { teal },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontSizes: { xs: "0.8125rem", sm: "0.875rem", md: "1rem", lg: "1.125rem", xl: "1.375rem" },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  radius: { xs: "6px", sm: "6px", md: "6px", lg: "6px", xl: "6px" },
  defaultRadius: "md",
  focusRing: "auto",
  respectReducedMotion: true,
  cursorType: "pointer",
  // The kit's green and yellow are below 4.5:1 as letters; the line and the sign keep the color.
  components: { Alert: { styles: { label: { color: "var(--mantine-color-text)" } } } },
});

/**
 * Greys that can be read, for the kit's own are below 4.5:1 on their backgrounds; and the four
 * meanings, each as text and as the ground under it. Nothing else may use these colors.
 */
export const colors: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#5a6169",
    "--mantine-color-placeholder": "#5f666d",
    "--mantine-color-text": "#15191c",
    "--mantine-color-error": "#b3261e",
    "--line": "#dfe3e6",
    "--waiting": "#7a4a00",
    "--waiting-ground": "#fdf1d8",
    "--running": "#0b4f9e",
    "--running-ground": "#e5effb",
    "--refused": "#a3211a",
    "--refused-ground": "#fce9e7",
    "--done": "#1d6331",
    "--done-ground": "#e4f3e7",
  },
  dark: {
    "--mantine-color-dimmed": "#b0b4b8",
    "--mantine-color-placeholder": "#a3a8ad",
    "--mantine-color-text": "#e3e6e8",
    "--mantine-color-error": "#ff9a92",
    "--line": "#3d4348",
    "--waiting": "#f6c667",
    "--waiting-ground": "#3d2f10",
    "--running": "#92c3ff",
    "--running-ground": "#142f4f",
    "--refused": "#ffa49c",
    "--refused-ground": "#4a1d1a",
    "--done": "#8fd6a2",
    "--done-ground": "#17381f",
  },
});
