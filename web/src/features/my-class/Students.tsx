import { useTranslation } from "react-i18next";
import { PageLink } from "@/components/links";
import { gradeName } from "@/features/people/words";
import { Portrait } from "@/features/photos/Portrait";
import classes from "./Students.module.css";
import type { View } from "./kept";
import { type Student, shownName } from "./students";

interface Props {
  school: string;
  students: readonly Student[];
  view: View;
  isBlurred: boolean;
}

/** Who is in a class, as cards or below one another; each leads to the student's page. */
export function Students({ school, students, view, isBlurred }: Props) {
  const { t } = useTranslation();
  return (
    <ul className={classes[view === "cards" ? "cards" : "rows"]} aria-label={t("myClass.students")}>
      {students.map((student) => (
        <li key={student.person} className={classes[view === "cards" ? "card" : "row"]}>
          <Portrait school={school} member={student} isHidden={isBlurred} />
          <PageLink
            to="/schools/$school/people/$member"
            params={{ school, member: student.person }}
            className={classes["name"]}
            underline="hover"
            c="inherit"
          >
            {shownName(student, isBlurred)}
          </PageLink>
          <span className={classes["grade"]}>{gradeName(student.grade, t)}</span>
        </li>
      ))}
    </ul>
  );
}
