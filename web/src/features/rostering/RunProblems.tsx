import { Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@mantine/core";
import { useCodes } from "./codes";
import "./pull-texts";
import type { Run } from "./queries";
import { isFailedPull } from "./run-state";

const PLACES_SHOWN = 10;

/** What is wrong in the file, by code, with the lines. No cell of the file is ever shown. */
export function RunProblems({ run }: { run: Run }) {
  const { t } = useTranslation();
  const codes = Object.entries(run.problemCounts);
  if (codes.length === 0) return null;
  return (
    <Stack component="section" gap="md" aria-labelledby="problems">
      <Title order={2} size="h4" id="problems">
        {t(isFailedPull(run) ? "pull.failed" : "rostering.problems.title")}
      </Title>
      {codes.map(([code, count]) => (
        <ProblemsOfCode key={code} code={code} count={count} run={run} />
      ))}
    </Stack>
  );
}

function ProblemsOfCode({ code, count, run }: { code: string; count: number; run: Run }) {
  const { t } = useTranslation();
  const told = useCodes()(code);
  const [isAll, setAll] = useState(false);
  const places = (run.problems ?? []).filter((problem) => problem.code === code);
  const shown = isAll ? places : places.slice(0, PLACES_SHOWN);
  return (
    <div>
      <Text fw={600}>
        {told?.meaning ?? code}{" "}
        <Text component="span" size="sm" c="dimmed" fw={400}>
          {isFailedPull(run) ? code : `${code} · ${t("rostering.problems.often", { count })}`}
        </Text>
      </Text>
      <Text size="sm" c="dimmed" maw={720}>
        {told?.fix}
      </Text>
      <Text size="sm">{shown.map((problem) => placeOf(problem, t)).filter(Boolean).join("; ")}</Text>
      {places.length > shown.length && (
        <Button variant="subtle" px={0} onClick={() => setAll(true)}>
          {t("rostering.problems.more", { count: places.length - shown.length })}
        </Button>
      )}
    </div>
  );
}

type Told = ReturnType<typeof useTranslation>["t"];

function placeOf({ line, column }: { line?: number | null; column?: string | null }, t: Told): string {
  if (line && column) return t("rostering.problems.lineAndColumn", { line, column });
  if (line) return t("rostering.problems.line", { line });
  return column ? t("rostering.problems.column", { column }) : "";
}
