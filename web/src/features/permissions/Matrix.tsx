import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Role } from "@/app/claims";
import { Reach } from "./Signs";
import classes from "./Matrix.module.css";
import { COLUMNS, type Group, type Permission, limitOf, modulesOf, reachOf, wordsOf } from "./table";

/** Every action by every role; the person's own role is marked by a word. */
export function Matrix({ groups, own }: { groups: readonly Group[]; own: Role }) {
  const { t } = useTranslation();
  return (
    <Table verticalSpacing="xs" horizontalSpacing="xs" aria-label={t("permissions.title")} className={classes["matrix"]}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t("permissions.action")}</Table.Th>
          {COLUMNS.map((role) => (
            <Table.Th key={role} scope="col">
              {t(`roles.${role}`)}
              {role === own && (
                <Text component="div" size="xs" fw={400}>
                  {t("permissions.yours")}
                </Text>
              )}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      {groups.map(({ area, permissions }) => (
        <Table.Tbody key={area}>
          <Table.Tr>
            <Table.Th scope="colgroup" colSpan={COLUMNS.length + 1}>
              {t(`permissions.areas.${area}`)}
            </Table.Th>
          </Table.Tr>
          {permissions.map((permission) => (
            <Table.Tr key={permission.action}>
              <Table.Th scope="row" fw={400}>
                {t(wordsOf(permission.action))}
                <Notes permission={permission} />
              </Table.Th>
              {COLUMNS.map((role) => (
                <Table.Td key={role} data-own={role === own}>
                  <Cell permission={permission} role={role} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      ))}
    </Table>
  );
}

function Cell({ permission, role }: { permission: Permission; role: Role }) {
  const { t } = useTranslation();
  const reach = reachOf(permission, role);
  if (!reach) {
    return (
      <Text component="span" size="sm" c="dimmed">
        <span aria-hidden>–</span>
        <span className={classes["said"]}>{t("permissions.no")}</span>
      </Text>
    );
  }
  return <Reach scope={reach.scope} isShort />;
}

/** What narrows or widens it, said once for the row. */
function Notes({ permission }: { permission: Permission }) {
  const { t } = useTranslation();
  const limits = new Set(COLUMNS.map((role) => limitOf(permission, role)));
  const modules = [...new Set(COLUMNS.flatMap((role) => modulesOf(permission, role)))];
  const notes = [
    ...(permission.forAnybody ? [t("permissions.forAnybody")] : []),
    ...(limits.has("OWN_GRADES") ? [t("permissions.limited.OWN_GRADES")] : []),
    ...(limits.has("NONE") ? [t("permissions.limited.NONE")] : []),
    ...(modules.length ? [t("permissions.modulesToo", { modules: modules.map((one) => t(`permissions.modules.${one}`)).join(", ") })] : []),
  ];
  return (
    <>
      {notes.map((note) => (
        <Text key={note} component="div" size="xs" c="dimmed">
          {note}
        </Text>
      ))}
    </>
  );
}
