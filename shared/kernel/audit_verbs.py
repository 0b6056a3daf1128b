"""What an audit entry can say that was done: the words that people filter by. Pure."""

from __future__ import annotations

from enum import StrEnum


class AuditVerb(StrEnum):
    """What was done, as ``subject:verb``, in the words of `Action` where there is one.

    Entries keep their verb for three years: none is renamed or taken away before that. The console
    has words for each, in every language.
    """

    MEMBERS_VIEW = "members:view"
    """One person's details, guardians or history were read."""
    MEMBERS_LIST = "members:list"
    MEMBERS_CREATE = "members:create"
    MEMBERS_UPDATE = "members:update"
    MEMBERS_ARCHIVE = "members:archive"
    MEMBERS_RESTORE = "members:restore"
    MEMBERS_EXPORT = "members:export"
    MEMBERS_APPLY = "members:apply"
    """A roster changed them."""
    GUARDIANS_VIEW = "guardians:view"
    GUARDIANS_LIST = "guardians:list"
    LISTS_CREATE = "lists:create"
    LISTS_UPDATE = "lists:update"
    LISTS_DELETE = "lists:delete"
    PEOPLE_SETTINGS_UPDATE = "peopleSettings:update"
    NOTICE_SETTINGS_UPDATE = "noticeSettings:update"
    CONNECTIONS_CREATE = "rosterConnections:create"
    CONNECTIONS_UPDATE = "rosterConnections:update"
    LOGINS_CREATE = "sftpLogins:create"
    LOGINS_REPLACE_PASSWORD = "sftpLogins:replacePassword"  # noqa: S105  # a verb
    LOGINS_ADD_KEY = "sftpLogins:addKey"
    LOGINS_REMOVE_KEY = "sftpLogins:removeKey"
    LOGINS_REVOKE = "sftpLogins:revoke"
    UPLOADS_CREATE = "rosterUploads:create"
    RUNS_APPROVE = "rosterRuns:approve"
    RUNS_APPROVE_FIRST = "rosterRuns:approveFirst"
    RUNS_DISCARD = "rosterRuns:discard"
    RUNS_DECLINE_REMAP = "rosterRuns:declineRemap"
    RUNS_UNDO = "rosterRuns:undo"
    RUNS_AGAIN = "rosterRuns:again"
    RUNS_ARCHIVE_NOW = "rosterRuns:archiveNow"
    RUNS_EXPORT_PLAN = "rosterRuns:exportPlan"
    FEEDS_RESUME = "rosterFeeds:resume"
    FEEDS_LIFT = "rosterFeeds:lift"
    SFTP_ACCEPTED = "login.accepted"
    SFTP_REFUSED = "login.refused"
    FILE_PUBLISHED = "upload.published"
    FILE_BROKEN = "upload.broken"
    FILE_REFUSED = "upload.refused"
    AUDIT_EXPORT = "auditEntries:export"
    ACCOUNTS_SIGN_IN = "accounts:signIn"
    ACCOUNTS_LINK = "accounts:link"
    """An account was opened, or another way to come was added to it."""
    ACCOUNTS_FOLLOW = "accounts:follow"
    """An account became what the roster says."""
    ACCOUNTS_INVITE = "accounts:invite"
    """Somebody was sent a mail by which they get in."""
    ACCOUNTS_SEND_LINK = "accounts:sendLink"
    """A link was made for a mail, by which its reader sets a password or gets in."""
    SESSIONS_END = "sessions:end"
    SIGN_IN_SETTINGS_UPDATE = "signInSettings:update"
    SIGN_IN_ADDRESSES_UPDATE = "signInAddresses:update"
