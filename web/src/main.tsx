import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./app/global.css";
import { MantineProvider, localStorageColorSchemeManager } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import i18next from "i18next";
import { StrictMode, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { ApiError, createApi } from "./api/client";
import { ApiContext } from "./app/api-context";
import { readConfiguration } from "./app/configuration";
import { ConfigurationContext } from "./app/configuration-context";
import { startTexts } from "./app/i18n";
import { router } from "./app/router";
import { SessionProvider, startAuth } from "./app/session";
import { colors, theme } from "./app/theme";
import { StateMessage } from "./components/StateMessage";

const MOST_RETRIES = 2;
const RETRIED = new Set(["UNREACHABLE", "DATABASE_UNAVAILABLE"]);

async function page(): Promise<ReactNode> {
  try {
    const configuration = await readConfiguration();
    const auth = startAuth(configuration);
    const queries = new QueryClient({
      defaultOptions: {
        queries: {
          staleTime: 30_000,
          retry: (count, error) =>
            count < MOST_RETRIES && error instanceof ApiError && RETRIED.has(error.reason),
        },
      },
    });
    // What one person saw is nothing for the next one at the same computer.
    auth.onAuthStateChanged(() => queries.clear());
    const api = createApi(auth, () => i18next.language);
    return (
      <QueryClientProvider client={queries}>
        <ConfigurationContext value={configuration}>
          <ApiContext value={api}>
            <SessionProvider auth={auth} api={api}>
              <RouterProvider router={router} />
            </SessionProvider>
          </ApiContext>
        </ConfigurationContext>
      </QueryClientProvider>
    );
  } catch {
    return (
      <main>
        <StateMessage title={i18next.t("errors.startTitle")} text={i18next.t("errors.start")} isAlert />
      </main>
    );
  }
}

await startTexts();
const place = document.getElementById("root");
if (!place) throw new Error("the page has no place for the console");
createRoot(place).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={colors}
      defaultColorScheme="auto"
      colorSchemeManager={localStorageColorSchemeManager({ key: "carillon-theme" })}
    >
      <Notifications position="bottom-right" />
      {await page()}
    </MantineProvider>
  </StrictMode>,
);
