import {
  IconCircleCheck,
  IconCircleDashed,
  IconClockPause,
  IconProgress,
  IconXboxX,
} from "@tabler/icons-react";
import classes from "./StateBadge.module.css";

const SHAPES = {
  waiting: IconClockPause,
  running: IconProgress,
  refused: IconXboxX,
  done: IconCircleCheck,
  quiet: IconCircleDashed,
};

/** What a state means to people; each has its color, its shape and its word. */
export type Meaning = keyof typeof SHAPES;

/** The state of something: a word with the shape and the color of its meaning. */
export function StateBadge({ meaning, label }: { meaning: Meaning; label: string }) {
  const Shape = SHAPES[meaning];
  return (
    <span className={classes["badge"]} data-meaning={meaning}>
      <Shape size={16} aria-hidden />
      {label}
    </span>
  );
}
