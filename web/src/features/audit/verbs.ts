/** What can stand in the audit log, in the groups that a person chooses from; pure. */
import type { TFunction } from "i18next";
import type { Schemas } from "@/api/client";

export type Verb = Schemas["AuditVerb"];

export const GROUPS = ["looking", "signIn", "people", "lists", "rostering", "files", "access", "settings"] as const;
type Group = (typeof GROUPS)[number];

const GROUP_OF: Record<Verb, Group> = {
  "members:view": "looking",
  "members:list": "looking",
  "guardians:view": "looking",
  "guardians:list": "looking",
  "members:export": "looking",
  "rosterRuns:exportPlan": "looking",
  "auditEntries:export": "looking",
  "members:create": "people",
  "members:update": "people",
  "members:archive": "people",
  "members:restore": "people",
  "members:apply": "people",
  "lists:create": "lists",
  "lists:update": "lists",
  "lists:delete": "lists",
  "substituteCodes:create": "lists",
  "substituteCodes:redeem": "lists",
  "substituteCodes:revoke": "lists",
  "rosterRuns:approve": "rostering",
  "rosterRuns:approveFirst": "rostering",
  "rosterRuns:discard": "rostering",
  "rosterRuns:declineRemap": "rostering",
  "rosterRuns:undo": "rostering",
  "rosterRuns:again": "rostering",
  "rosterRuns:syncNow": "rostering",
  "rosterRuns:archiveNow": "rostering",
  "rosterFeeds:resume": "rostering",
  "rosterFeeds:lift": "rostering",
  "rosterUploads:create": "files",
  "upload.published": "files",
  "upload.broken": "files",
  "upload.refused": "files",
  "login.accepted": "access",
  "login.refused": "access",
  "sftpLogins:create": "access",
  "sftpLogins:replacePassword": "access",
  "sftpLogins:addKey": "access",
  "sftpLogins:removeKey": "access",
  "sftpLogins:revoke": "access",
  "rosterConnections:create": "settings",
  "rosterConnections:update": "settings",
  "rosterConnections:setSecret": "settings",
  "rosterConnections:clearSecret": "settings",
  "connectionRequests:create": "settings",
  "connectionRequests:sendLink": "settings",
  "connectionRequests:answer": "settings",
  "connectionRequests:revoke": "settings",
  "peopleSettings:update": "settings",
  "noticeSettings:update": "settings",
  "terms:create": "settings",
  "terms:update": "settings",
  "terms:delete": "settings",
  "calendars:update": "settings",
  "calendars:publish": "settings",
  "calendars:declareDay": "settings",
  "accounts:signIn": "signIn",
  "accounts:link": "signIn",
  "accounts:follow": "signIn",
  "accounts:breakGlass": "signIn",
  "accounts:resetFactor": "signIn",
  "accounts:signOut": "signIn",
  "accounts:disable": "signIn",
  "accounts:enable": "signIn",
  "accounts:unlink": "signIn",
  "accounts:invite": "signIn",
  "accounts:sendLink": "signIn",
  "sessions:end": "signIn",
  "sessions:replace": "signIn",
  "rosterSettings:update": "settings",
  "signInSettings:update": "settings",
  "signInAddresses:update": "signIn",
  "signInAddresses:delete": "signIn",
  "signInAddresses:export": "looking",
  "signInRequests:resolve": "signIn",
  "signInRequests:refuse": "signIn",
};

/** What stands in the log of the district, some of it in those of schools as well. */
const OF_DISTRICT: Partial<Record<Verb, "only" | "too">> = {
  "auditEntries:export": "too",
  "accounts:signIn": "too",
  "accounts:link": "only",
  "accounts:follow": "only",
  "accounts:breakGlass": "only",
  "accounts:resetFactor": "only",
  "accounts:sendLink": "too",
  "sessions:end": "only",
  "sessions:replace": "only",
  "signInAddresses:update": "too",
  "signInRequests:refuse": "only",
  "rosterSettings:update": "only",
  "signInSettings:update": "only",
};

export const VERBS = Object.keys(GROUP_OF) as Verb[];

export type Log = "school" | "district";

/** What of a group a log can have. */
export const verbsOf = (group: Group, log: Log) =>
  VERBS.filter((verb) => {
    const place = OF_DISTRICT[verb];
    return GROUP_OF[verb] === group && (log === "district" ? place !== undefined : place !== "only");
  });

/** In words. A colon in a key would mean something else to the texts. */
export const verbName = (verb: Verb, t: TFunction) => t(`audit.verbs.${verb.replace(":", ".")}`);
