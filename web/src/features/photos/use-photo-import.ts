import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Api, answered } from "@/api/client";
import { useApi } from "@/app/api-context";
import { tell } from "@/components/toasts";
import { fewAtOnce } from "./few-at-once";
import { photoFiles } from "./photo-files";
import { type Row, rowsOf } from "./photo-rows";
import { smallPicture } from "./picture";

/** As many as one call asks for. */
const MATCHED_AT_ONCE = 300;
const SAVED_AT_ONCE = 2;
/** Below what one account may save in a minute. */
const PACE_MS = 600;

/** Many photos: read, matched to people, and saved one by one, so that one that fails keeps none of the others. */
export function usePhotoImport(school: string) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [rows, setRows] = useState<Row[]>([]);
  const [failure, setFailure] = useState("");
  const [isReading, setReading] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const change = (row: Row, changes: Partial<Row>) =>
    setRows((all) => all.map((one) => (one.key === row.key ? { ...one, ...changes } : one)));

  const choose = async (files: File[]) => {
    if (!files.length) return;
    setReading(true);
    setFailure("");
    setRows([]);
    try {
      const found = await photoFiles(files);
      if (!found.length) setFailure(t("photos.noPictures"));
      setRows(rowsOf(found, await matched(api, school, found.map(({ id }) => id))));
    } catch {
      setFailure(t("photos.notRead"));
    } finally {
      setReading(false);
    }
  };

  const save = async () => {
    setSaving(true);
    const inTurn = fewAtOnce(SAVED_AT_ONCE);
    const ready = rows.filter(({ state }) => state === "READY");
    const done = await Promise.all(ready.map((row) => inTurn(() => saved(api, school, row, change))));
    await queries.invalidateQueries({ queryKey: ["people", school] });
    setSaving(false);
    tell(t("photos.saved", { count: done.filter(Boolean).length }));
  };
  return { rows, failure, isReading, isSaving, choose, save };
}

async function matched(api: Api, school: string, ids: readonly string[]) {
  const found = [];
  for (let start = 0; start < ids.length; start += MATCHED_AT_ONCE) {
    // A name that is no ID fits nobody; the call would refuse all of them for it.
    const asked = ids.slice(start, start + MATCHED_AT_ONCE).map((id) => id.slice(0, 100) || "-");
    const call = { params: { path: { school } }, body: { ids: asked } };
    const { matches } = await answered(api.POST("/v1/schools/{school}/members:matchPhotos", call));
    found.push(...matches);
  }
  return found;
}

async function saved(api: Api, school: string, row: Row, change: (row: Row, changes: Partial<Row>) => void): Promise<boolean> {
  const begun = Date.now();
  const image = await row.file.read().then(smallPicture).catch(() => null);
  try {
    if (image === null || !row.member) throw new Error("unreadable");
    const call = { params: { path: { school, member: row.member.person } }, body: { image, etag: row.member.etag } };
    await answered(api.POST("/v1/schools/{school}/members/{member}:setPhoto", call));
    change(row, { state: "SAVED" });
    return true;
  } catch (error) {
    change(row, { state: "FAILED", ...(image === null ? {} : { error }) });
    return false;
  } finally {
    const rest = PACE_MS * SAVED_AT_ONCE - (Date.now() - begun);
    if (rest > 0) await new Promise((later) => setTimeout(later, rest));
  }
}
