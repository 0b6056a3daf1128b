import { useInViewport } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "@/api/client";
import { useApi } from "@/app/api-context";
import classes from "./Portrait.module.css";
import { initialsOf } from "./initials";
import { photoQuery } from "./queries";

interface Props {
  school: string;
  member: Pick<Schemas["MemberView"], "person" | "firstName" | "lastName" | "photo">;
  /** Nothing of a photo is shown, nor read. */
  isHidden?: boolean;
}

/** Somebody's photo, or their initials; the name stands beside it. A photo is read once it can be seen. */
export function Portrait({ school, member, isHidden = false }: Props) {
  const { ref, inViewport } = useInViewport();
  const { person, photo } = member;
  const wanted = photoQuery(useApi(), school, person, photo ?? "");
  const found = useQuery({ ...wanted, enabled: Boolean(photo) && inViewport && !isHidden });
  return (
    <span ref={ref} className={classes["portrait"]} aria-hidden>
      {photo && found.data && !isHidden ? <img className={classes["photo"]} src={found.data} alt="" data-photo /> : initialsOf(member)}
    </span>
  );
}
