import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { tell } from "@/components/toasts";
import { useAct } from "@/components/use-act";
import { type Calendar, type CalendarView, calendarQuery } from "./queries";

interface Edited {
  calendar: Calendar;
  /** Of the draft that it began with. */
  etag: string;
}

interface Done {
  saved?: CalendarView;
}

const BEFORE_FIELDS = "calendar.";

/** A calendar that is being written: what is not saved yet, and how saving goes. */
export function useDraft(school: string, read: CalendarView) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [edited, setEdited] = useState<Edited | null>(null);
  const [answer, setAnswer] = useState<CalendarView | null>(null);
  // What was saved here is known a moment before the page reads it.
  const view = answer && writtenAt(answer) > writtenAt(read) ? answer : read;
  const params = { path: { school } };
  const kept = (saved: CalendarView) => {
    setAnswer(saved);
    queries.setQueryData(calendarQuery(api, school).queryKey, saved);
  };
  const newest = () => queries.fetchQuery({ ...calendarQuery(api, school), staleTime: 0 });
  const stored = view.calendar ?? null;
  const calendar = edited?.calendar ?? stored;
  const isChanged = edited !== null && JSON.stringify(edited.calendar) !== JSON.stringify(stored);

  const write = async (etag: string) => {
    if (!edited) return view;
    const query = { updateMask: "calendar" };
    const body = { calendar: edited.calendar, etag, visibleToStaff: false };
    const saved = await answered(api.PATCH("/v1/schools/{school}/settings/calendar", { params: { ...params, query }, body }));
    kept(saved);
    setEdited(null);
    tell(t("app.saved"));
    return saved;
  };
  const saving = useAct(async (done: Done) => {
    done.saved = await write(edited?.etag ?? view.etag);
  });
  const insisting = useAct(async () => {
    await write((await newest()).etag);
    saving.forget();
  });
  const showing = useAct(async (visibleToStaff: boolean) => {
    const query = { updateMask: "visibleToStaff" };
    const body = { calendar: null, visibleToStaff, etag: view.etag };
    const saved = await answered(api.PATCH("/v1/schools/{school}/settings/calendar", { params: { ...params, query }, body }));
    kept(saved);
    setEdited((was) => (was?.etag === view.etag ? { ...was, etag: saved.etag } : was));
  });

  const error = saving.error ?? insisting.error;
  const fields = error instanceof ApiError ? error.fields : [];
  return {
    /** The newest that is known of what is saved. */
    view,
    calendar,
    isChanged,
    isBusy: saving.isBusy || insisting.isBusy,
    failure: insisting.failure || saving.failure,
    /** Somebody else has saved meanwhile. */
    isStale: error instanceof ApiError && error.reason === "ETAG_MISMATCH",
    /** Places in the calendar that the API refuses, such as `schedules[0].blocks[1].endTime`. */
    faults: fields.map((field) => (field.startsWith(BEFORE_FIELDS) ? field.slice(BEFORE_FIELDS.length) : field)),
    edit: (change: (was: Calendar) => Calendar) => {
      saving.forget();
      insisting.forget();
      setEdited((was) => {
        const before = was?.calendar ?? stored;
        return before ? { calendar: change(before), etag: was?.etag ?? view.etag } : was;
      });
    },
    /** Begin with a calendar, where there is none. */
    begin: (first: Calendar) => setEdited({ calendar: first, etag: view.etag }),
    /** Gives what is saved then; nothing where it failed, which is said. */
    save: async () => {
      const done: Done = {};
      await saving.run(done);
      return done.saved;
    },
    /** Save over what somebody else has saved. */
    saveOver: () => insisting.run(),
    /** Leave what is not saved, and show what is. */
    discard: async () => {
      saving.forget();
      insisting.forget();
      await newest();
      setEdited(null);
    },
    show: showing,
  };
}

const writtenAt = ({ updateTime }: CalendarView) => (updateTime ? Date.parse(updateTime) : 0);

export type Draft = ReturnType<typeof useDraft>;
