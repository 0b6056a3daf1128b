import { useTranslation } from "react-i18next";
import classes from "./BeforeAfter.module.css";
import type { Operation } from "./queries";

/** Each field that a change touches, as it was and as it becomes. */
export function BeforeAfter({ operation }: { operation: Operation }) {
  const { t } = useTranslation();
  const { type, linked, unlinked } = operation;
  const isClass = type === "section";
  const fields = operation.fields.filter((one) => isTold(operation, one));
  if (fields.length + linked.length + unlinked.length === 0) return null;
  return (
    <div className={classes["change"]}>
      {fields.length > 0 && (
        <dl>
          {fields.map((one) => (
            <Field key={one.field} change={one} />
          ))}
        </dl>
      )}
      {linked.length > 0 && <div>{t(isClass ? "rostering.plan.came" : "rostering.plan.linked", { count: linked.length })}</div>}
      {unlinked.length > 0 && <div>{t(isClass ? "rostering.plan.left" : "rostering.plan.unlinked", { count: unlinked.length })}</div>}
    </div>
  );
}

function Field({ change }: { change: Operation["fields"][number] }) {
  const { t } = useTranslation();
  const { field } = change;
  const [before, after] = [shown(change.before), shown(change.after)];
  return (
    <div>
      <dt>{t(`rostering.fields.${field}`, { defaultValue: field })}</dt>
      <dd>
        {before && (
          <>
            <del>{before}</del>
            <span aria-hidden> → </span>
          </>
        )}
        {after ? <ins>{after}</ins> : t("rostering.plan.nothing")}
      </dd>
    </div>
  );
}

/** Links are told as such, and of periods what was sent says it. */
const NOT_TOLD = new Set(["guardianIds", "termIds", "periods"]);

/** What says something: links are told as such, and a new person is of course active. */
function isTold({ verb }: Operation, { field, before, after }: Operation["fields"][number]): boolean {
  if (NOT_TOLD.has(field) || (verb === "ADD" && (field === "kind" || field === "state"))) return false;
  return shown(before) !== shown(after);
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
