import { Suspense, lazy } from "react";
import type { TodayProps } from "./Today";

const Loaded = lazy(() => import("./Today").then((code) => ({ default: code.Today })));

/** The same as `Today`, whose code comes after the first page. */
export function LazyToday(props: TodayProps) {
  return (
    <Suspense>
      <Loaded {...props} />
    </Suspense>
  );
}
