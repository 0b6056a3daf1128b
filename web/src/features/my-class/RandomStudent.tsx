import { Button, Group } from "@mantine/core";
import { IconDice5 } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Portrait } from "./Portrait";
import classes from "./Students.module.css";
import { type Student, draw, shownName } from "./students";

/** Draws somebody of the class; nobody comes a second time before everybody came. */
export function RandomStudent({ students, isBlurred }: { students: readonly Student[]; isBlurred: boolean }) {
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
        <Button variant="default" leftSection={<IconDice5 size={18} aria-hidden />} disabled={!students.length} onClick={next}>
          {t("myClass.random")}
        </Button>
        {student && (
          <Button variant="subtle" onClick={() => setShown("")}>
            {t("myClass.randomClose")}
          </Button>
        )}
      </Group>
      <div aria-live="polite" style={{ flexBasis: student ? "100%" : undefined }}>
        {student && (
          <div className={classes["drawn"]} data-drawn>
            <Portrait student={student} />
            <span className={classes["name"]}>{shownName(student, isBlurred)}</span>
          </div>
        )}
      </div>
    </>
  );
}
