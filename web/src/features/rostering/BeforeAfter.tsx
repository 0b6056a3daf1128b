import { useTranslation } from "react-i18next";
import classes from "./BeforeAfter.module.css";
import type { Operation } from "./queries";

/** Each field that a change touches, as it was and as it becomes. */
export function BeforeAfter({ operation }: { operation: Operation }) {
  const { t } = useTranslation();
  const { linked, unlinked } = operation;
  const fields = operation.fields.filter((one) => isTold(operation, one));
  if (fields.length + linked.length + unlinked.length === 0) return null;
  return (
    <dl className={classes["fields"]}>
      {fields.map(({ field, before, after }) => (
        <div key={field}>
          <dt>{t(`rostering.fields.${field}`, { defaultValue: field })}</dt>
          <dd>
            {shown(before) && (
              <>
                <del>{shown(before)}</del>
                <span aria-hidden> → </span>
              </>
            )}
            {shown(after) ? <ins>{shown(after)}</ins> : t("rostering.plan.nothing")}
          </dd>
        </div>
      ))}
      {linked.length > 0 && <div>{t("rostering.plan.linked", { count: linked.length })}</div>}
      {unlinked.length > 0 && <div>{t("rostering.plan.unlinked", { count: unlinked.length })}</div>}
    </dl>
  );
}

/** What says something: links are told as such, and a new person is of course active. */
function isTold({ verb }: Operation, { field, before, after }: Operation["fields"][number]): boolean {
  if (field === "guardianIds" || (verb === "ADD" && (field === "kind" || field === "state"))) return false;
  return shown(before) !== shown(after);
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
