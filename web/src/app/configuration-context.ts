import { createContext, use } from "react";
import type { Configuration } from "./configuration";

/** Gives pages what the console was told at its start. */
export const ConfigurationContext = createContext<Configuration | null>(null);

/** The configuration; throws outside of its context. */
export function useConfiguration(): Configuration {
  const configuration = use(ConfigurationContext);
  if (!configuration) throw new Error("useConfiguration is used outside of its context");
  return configuration;
}
