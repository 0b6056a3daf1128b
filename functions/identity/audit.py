"""Routes about who did what."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from functions.runtime.rates import EXPORTS_A_MINUTE
from shared import bootstrap
from shared.identity.audit_views import AuditEntriesPage, AuditEntriesQuery, AuditExportQuery
from shared.kernel.permissions import Action
from shared.kernel.views import Download, SchoolPath

api = Api("auditEntries", "Who looked, changed, exported and signed in, and when.")

OF_SCHOOL = "/v1/schools/<school>/auditEntries"
OF_DISTRICT = "/v1/auditEntries"
_FILE = ("text/csv",)


@api.get(OF_SCHOOL, Action.AUDIT_LIST, AuditEntriesPage)
def list_audit_entries(call: Call, path: SchoolPath, query: AuditEntriesQuery) -> AuditEntriesPage:
    """List who did what at a school, the newest first; 50 on a page."""
    return _page(call, path.school, query)


@api.get(f"{OF_SCHOOL}:export", Action.AUDIT_EXPORT, _FILE, limit=EXPORTS_A_MINUTE)
def export_audit_entries(call: Call, path: SchoolPath, query: AuditExportQuery) -> Download:
    """Download who did what at a school as a CSV file."""
    return bootstrap.audit_exporter().export(call.actor, path.school, query)


@api.get(OF_DISTRICT, Action.AUDIT_LIST, AuditEntriesPage)
def list_district_audit_entries(call: Call, query: AuditEntriesQuery) -> AuditEntriesPage:
    """List who did what that belongs to no school, the newest first; 50 on a page."""
    return _page(call, None, query)


@api.get(f"{OF_DISTRICT}:export", Action.AUDIT_EXPORT, _FILE, limit=EXPORTS_A_MINUTE)
def export_district_audit_entries(call: Call, query: AuditExportQuery) -> Download:
    """Download who did what that belongs to no school as a CSV file."""
    return bootstrap.audit_exporter().export(call.actor, None, query)


def _page(call: Call, school: str | None, query: AuditEntriesQuery) -> AuditEntriesPage:
    page = bootstrap.audit_desk().page(call.actor, school, query)
    return AuditEntriesPage(audit_entries=list(page.items), next_page_token=page.next_token)
