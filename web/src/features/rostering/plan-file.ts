import { type Api, answered } from "@/api/client";
import { saveAs } from "@/components/save-as";

/** Save the whole plan of a run as a file. */
export async function savePlan(api: Api, school: string, run: string, format: "CSV" | "JSON"): Promise<void> {
  const text = await answered(
    api.GET("/v1/schools/{school}/rosterRuns/{run}:exportPlan", {
      params: { path: { school, run }, query: { format } },
      parseAs: "text",
    }),
  );
  saveAs(`${run}.${format.toLowerCase()}`, text, format === "CSV" ? "text/csv" : "application/json");
}
