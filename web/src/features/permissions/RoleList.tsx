import { List, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Role } from "@/app/claims";
import { Reach } from "./Signs";
import { type Group, type Permission, limitOf, modulesOf, reachOf, splitBy, wordsOf } from "./table";

/** What one role may do, area by area, and what it may not. */
export function RoleList({ role, groups }: { role: Role; groups: readonly Group[] }) {
  const { t } = useTranslation();
  const id = `role-${role}`;
  return (
    <Stack component="section" gap="md" aria-labelledby={id}>
      <Title order={2} size="h3" id={id}>
        {t(`roles.${role}`)}
      </Title>
      {groups.map((group) => (
        <AreaList key={group.area} role={role} group={group} />
      ))}
    </Stack>
  );
}

function AreaList({ role, group }: { role: Role; group: Group }) {
  const { t } = useTranslation();
  const { may, mayNot } = splitBy(role, group);
  return (
    <div>
      <Title order={3} size="h5" mb={4}>
        {t(`permissions.areas.${group.area}`)}
      </Title>
      {may.length > 0 && (
        <List spacing={4} listStyleType="none">
          {may.map((permission) => (
            <List.Item key={permission.action}>
              <Permitted role={role} permission={permission} />
            </List.Item>
          ))}
        </List>
      )}
      {mayNot.length > 0 && (
        <Text size="sm" c="dimmed" mt={4} maw={720}>
          {t("permissions.mayNot")} {mayNot.map(({ action }) => t(wordsOf(action))).join(" · ")}
        </Text>
      )}
    </div>
  );
}

function Permitted({ role, permission }: { role: Role; permission: Permission }) {
  const { t } = useTranslation();
  const scope = reachOf(permission, role)?.scope;
  const limit = limitOf(permission, role);
  const modules = modulesOf(permission, role);
  return (
    <>
      {t(wordsOf(permission.action))}
      {scope && (
        <>
          {" · "}
          <Reach scope={scope} />
        </>
      )}
      {limit && (
        <Text component="div" size="sm" c="dimmed">
          {t(`permissions.limited.${limit}`)}
        </Text>
      )}
      {modules.length > 0 && (
        <Text component="div" size="sm" c="dimmed">
          {t("permissions.modulesToo", { modules: modules.map((one) => t(`permissions.modules.${one}`)).join(", ") })}
        </Text>
      )}
    </>
  );
}
