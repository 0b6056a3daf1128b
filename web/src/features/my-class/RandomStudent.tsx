import { Button, Group } from "@mantine/core";
import { IconDice5 } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Portrait } from "@/features/photos/Portrait";
import classes from "./Students.module.css";
import { type Student, draw, shownName } from "./students";

interface Props {
  school: string;
  students: readonly Student[];
  isBlurred: boolean;
  /** Stands beside the button. */
  children: ReactNode;
}

/** Draws somebody of the class; nobody comes a second time before everybody came. */
export function RandomStudent({ school, students, isBlurred, children }: Props) {
  const { t } = useTranslation();
  const [drawn, setDrawn] = useState<string[]>([]);
  const [shown, setShown] = useState("");
  const student = students.find(({ person }) => person === shown);
  const next = () => {
    const found = draw(students, drawn, Math.random());
    if (!found) return;
    setDrawn(found.drawn);
    setShown(found.student.person);
  };
  return (
    <>
      <Group gap="xs">
        <div style={{ marginInlineEnd: "auto" }}>{children}</div>
        <Button variant="default" leftSection={<IconDice5 size={18} aria-hidden />} disabled={!students.length} onClick={next}>
          {t("myClass.random")}
        </Button>
        {student && (
          <Button variant="subtle" onClick={() => setShown("")}>
            {t("myClass.randomClose")}
          </Button>
        )}
      </Group>
      <div aria-live="polite" hidden={!student}>
        {student && (
          <div className={classes["drawn"]} data-drawn>
            <Portrait school={school} member={student} isHidden={isBlurred} />
            <span className={classes["name"]}>{shownName(student, isBlurred)}</span>
          </div>
        )}
      </div>
    </>
  );
}
