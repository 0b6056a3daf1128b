import { Button, Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/links";
import { STEPS, type StepName, around } from "./wizard-steps";

/** The heading of a step takes the focus when the step is reached. */
export const STEP_HEADING = "step-heading";

interface Props {
  step: StepName;
  title: string;
  /** What is to be done in it, in plain words. */
  text: string;
  children: ReactNode;
}

/** One step: where in the way it stands, what it is for, and its content. */
export function Step({ step, title, text, children }: Props) {
  const { t } = useTranslation();
  return (
    <Stack gap="lg" component="section" aria-labelledby={STEP_HEADING}>
      <div>
        <Text size="sm" c="dimmed">
          {t("connect.place", { number: STEPS.indexOf(step) + 1, of: STEPS.length })}
        </Text>
        <Title order={2} size="h3" id={STEP_HEADING} tabIndex={-1}>
          {title}
        </Title>
      </div>
      <Text maw={640}>{text}</Text>
      {children}
    </Stack>
  );
}

interface EndProps {
  school: string;
  connection: string;
  step: StepName;
  /** Why one can't go on yet; empty where one can. */
  blocked?: string;
  /** In the place of the link to the next step, such as a form's button. */
  children?: ReactNode;
}

/** The end of a step: back, and on. */
export function StepEnd({ school, connection, step, blocked = "", children }: EndProps) {
  const { t } = useTranslation();
  const { before, after } = around(step);
  const to = "/schools/$school/rostering/connect" as const;
  return (
    <Stack gap="xs">
      {blocked && (
        <Text size="sm" id="step-blocked">
          {blocked}
        </Text>
      )}
      <Group>
        {before && (
          <ButtonLink variant="default" to={to} params={{ school }} search={{ connection, step: before }}>
            {t("connect.back")}
          </ButtonLink>
        )}
        {children}
        {!children && after && !blocked && (
          <ButtonLink to={to} params={{ school }} search={{ connection, step: after }}>
            {t("connect.next")}
          </ButtonLink>
        )}
        {!children && after && blocked && (
          <Button disabled aria-describedby="step-blocked">
            {t("connect.next")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
