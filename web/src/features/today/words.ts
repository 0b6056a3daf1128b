/** How a day is spoken of; pure. */
import type { TFunction } from "i18next";
import type { Schemas } from "@/api/client";
import type { Block } from "./day-time";

type Section = Schemas["MeetingClassView"];
type Teachers = Schemas["TeacherNameView"][];

/** A room as people say it: a bare number is a room's. */
export const roomName = (room: string, t: TFunction) => (/^\d/u.test(room) ? t("today.room", { room }) : room);

/** Room and teachers of a class, as far as they are known; of a teacher's own class the room alone. */
export function about({ room, teacherIds }: Section, teachers: Teachers, t: TFunction, without = ""): string {
  const names = teachers.filter(({ person }) => person !== without && teacherIds.includes(person)).map(({ displayName }) => displayName);
  return [roomName(room, t), ...names].filter(Boolean).join(" · ");
}

/** What one does in a block: the class, or why there is none. */
export function doingIn({ section, reason, displayName }: Block, t: TFunction): string {
  if (section) return section.displayName;
  return reason === "NOTHING_MEETS" ? t("today.places.NOTHING_MEETS") : displayName;
}

/** Why a day has no blocks, in a sentence. */
export function whyNone(reason: string, name: string, isToday: boolean, t: TFunction): string {
  const where = isToday ? "reasons" : "onDay";
  if (reason === "CLOSED") return name ? t(`today.${where}.CLOSED_named`, { name }) : t(`today.${where}.CLOSED`);
  return t(reason === "NOT_PUBLISHED" ? "today.reasons.NOT_PUBLISHED" : "today.reasons.NO_SCHEDULE");
}
