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
});

/** Greys that can be read: the kit's own are below 4.5:1 on their backgrounds. */
export const readableGreys: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#5a6169",
    "--mantine-color-placeholder": "#5f666d",
    "--mantine-color-text": "#15191c",
  },
  dark: {
    "--mantine-color-dimmed": "#b0b4b8",
    "--mantine-color-placeholder": "#a3a8ad",
    "--mantine-color-text": "#e3e6e8",
  },
});
