import classes from "./Portrait.module.css";
import { type Student, initialsOf } from "./students";

/** Initials in the place of a photo; the name stands beside it. */
export function Portrait({ student }: { student: Student }) {
  return (
    <span className={classes["portrait"]} aria-hidden>
      {initialsOf(student)}
    </span>
  );
}
