"""Routes about the accounts of a school, the addresses they come by, and unmatched sign-ins."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from functions.runtime.rates import EXPORTS_A_MINUTE
from shared import bootstrap
from shared.identity.account_views import (
    AccountPath,
    AccountsPage,
    AccountsQuery,
    AccountsSearch,
    AccountView,
    Unlinking,
)
from shared.identity.address_views import (
    AddressesPage,
    AddressesQuery,
    AddressFile,
    AddressImportView,
    AddressPath,
    AddressView,
    NewAddress,
)
from shared.identity.request_views import (
    Resolving,
    SignInRequestPath,
    SignInRequestsPage,
    SignInRequestsQuery,
    SignInRequestView,
)
from shared.kernel.permissions import Action
from shared.kernel.views import Download, Empty, ReadQuery, SchoolPath, WriteQuery

api = Api("accounts", "By which accounts people sign in, and who comes whom nobody knows.")

ACCOUNTS = "/v1/schools/<school>/accounts"
ACCOUNT = f"{ACCOUNTS}/<account>"
ADDRESSES = "/v1/schools/<school>/signInAddresses"
REQUESTS = "/v1/signInRequests"
REQUEST = f"{REQUESTS}/<request>"


@api.get(ACCOUNTS, Action.ACCOUNTS_LIST, AccountsPage)
def list_accounts(call: Call, path: SchoolPath, query: AccountsQuery) -> AccountsPage:
    """List the accounts of a school in the order of their addresses; 50 on a page."""
    return _page(call, path, query)


@api.post(f"{ACCOUNTS}:search", Action.ACCOUNTS_LIST, AccountsPage)
def search_accounts(call: Call, path: SchoolPath, body: AccountsSearch) -> AccountsPage:
    """Find accounts of a school by the beginning of their addresses."""
    return _page(call, path, body, body.search)


def _page(call: Call, path: SchoolPath, asked: AccountsQuery, search: str = "") -> AccountsPage:
    page = bootstrap.account_services().desk.page(call.actor, path.school, asked, search)
    return AccountsPage(accounts=list(page.items), next_page_token=page.next_token)


@api.get(ACCOUNT, Action.ACCOUNTS_LIST, AccountView)
def get_account(call: Call, path: AccountPath, query: ReadQuery) -> AccountView:
    """Get an account of a school."""
    del query
    return bootstrap.account_services().desk.get(call.actor, path.school, path.account)


@api.post(f"{ACCOUNT}:signOut", Action.ACCOUNTS_SIGN_OUT, AccountView)
def sign_out_account(call: Call, path: AccountPath, query: WriteQuery) -> AccountView:
    """End all sessions of an account."""
    return bootstrap.account_services().acts.sign_out(
        call.actor, path.school, path.account, validate_only=query.validate_only
    )


@api.post(f"{ACCOUNT}:disable", Action.ACCOUNTS_EDIT, AccountView)
def disable_account(call: Call, path: AccountPath, query: WriteQuery) -> AccountView:
    """Close an account until somebody opens it again; its sessions are over."""
    return bootstrap.account_services().acts.disable(
        call.actor, path.school, path.account, validate_only=query.validate_only
    )


@api.post(f"{ACCOUNT}:enable", Action.ACCOUNTS_EDIT, AccountView)
def enable_account(call: Call, path: AccountPath, query: WriteQuery) -> AccountView:
    """Open a closed account again."""
    return bootstrap.account_services().acts.enable(
        call.actor, path.school, path.account, validate_only=query.validate_only
    )


@api.post(f"{ACCOUNT}:unlink", Action.ACCOUNTS_EDIT, AccountView)
def unlink_account(
    call: Call, path: AccountPath, query: WriteQuery, body: Unlinking
) -> AccountView:
    """Take a way to come from an account; the person may come by another account of the kind."""
    return bootstrap.account_services().acts.unlink(
        call.actor, path.school, path.account, body.provider, validate_only=query.validate_only
    )


@api.get(ADDRESSES, Action.SIGN_IN_ADDRESSES_GET, AddressesPage)
def list_sign_in_addresses(call: Call, path: SchoolPath, query: AddressesQuery) -> AddressesPage:
    """List the addresses by which a member may come beside the one that the roster has."""
    return bootstrap.account_services().addresses.of(call.actor, path.school, query.member)


@api.post(ADDRESSES, Action.SIGN_IN_ADDRESSES_EDIT, AddressView)
def create_sign_in_address(
    call: Call, path: SchoolPath, query: WriteQuery, body: NewAddress
) -> AddressView:
    """Let a member come by an address that the roster doesn't have."""
    return bootstrap.account_services().addresses.put(
        call.actor, path.school, body, validate_only=query.validate_only
    )


@api.delete(f"{ADDRESSES}/<address>", Action.SIGN_IN_ADDRESSES_EDIT, Empty)
def delete_sign_in_address(call: Call, path: AddressPath, query: WriteQuery) -> Empty:
    """Let nobody new come by an address; who came by it before stays linked."""
    bootstrap.account_services().addresses.delete(
        call.actor, path.school, path.address, validate_only=query.validate_only
    )
    return Empty()


@api.post(
    f"{ADDRESSES}:import",
    Action.SIGN_IN_ADDRESSES_EDIT,
    AddressImportView,
    limit=EXPORTS_A_MINUTE,
)
def import_sign_in_addresses(
    call: Call, path: SchoolPath, query: WriteQuery, body: AddressFile
) -> AddressImportView:
    """Add the addresses of a CSV, all or none; validateOnly says what each row would come to."""
    return bootstrap.account_services().importer.take(
        call.actor, path.school, body.csv, validate_only=query.validate_only
    )


@api.get(f"{ADDRESSES}:export", Action.SIGN_IN_ADDRESSES_GET, ("text/csv",), limit=EXPORTS_A_MINUTE)
def export_sign_in_addresses(call: Call, path: SchoolPath, query: ReadQuery) -> Download:
    """Download the addresses of a school's members as the CSV that can be sent back."""
    del query
    return bootstrap.account_services().exporter.export(call.actor, path.school)


@api.get(REQUESTS, Action.SIGN_IN_REQUESTS_LIST, SignInRequestsPage)
def list_sign_in_requests(call: Call, query: SignInRequestsQuery) -> SignInRequestsPage:
    """List the sign-ins that nobody was matched to, the newest first; 50 on a page."""
    page = bootstrap.account_services().requests.page(call.actor, query)
    return SignInRequestsPage(sign_in_requests=list(page.items), next_page_token=page.next_token)


@api.post(f"{REQUEST}:resolve", Action.SIGN_IN_REQUESTS_DECIDE, SignInRequestView)
def resolve_sign_in_request(
    call: Call, path: SignInRequestPath, query: WriteQuery, body: Resolving
) -> SignInRequestView:
    """Say whose a sign-in is; the next time they come they get in."""
    return bootstrap.account_services().requests.resolve(
        call.actor, path.request, body, validate_only=query.validate_only
    )


@api.post(f"{REQUEST}:refuse", Action.SIGN_IN_REQUESTS_DECIDE, SignInRequestView)
def refuse_sign_in_request(
    call: Call, path: SignInRequestPath, query: WriteQuery
) -> SignInRequestView:
    """Keep whoever signs in so out, until somebody resolves it after all."""
    return bootstrap.account_services().requests.refuse(
        call.actor, path.request, validate_only=query.validate_only
    )
