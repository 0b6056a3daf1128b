"""Sign-ins that nobody was matched to: an administrator says whose they are, or nobody's."""

from __future__ import annotations

from shared.identity.account_guard import AccountGuard
from shared.identity.account_store import AccountStore
from shared.identity.model import RequestState
from shared.identity.request_store import RequestStore, Resolved, Waiting
from shared.identity.request_views import Resolving, SignInRequestsQuery, SignInRequestView
from shared.identity.rules import Doubt
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, FieldViolation, Invalid, Missing
from shared.kernel.filters import parse_filter
from shared.kernel.paging import Page, cut, page_request, place_in_time, time_of
from shared.kernel.permissions import Action, authorize, schools_of
from shared.people.model import MemberState
from shared.people.reach import unknown
from shared.people.store import PeopleStore

MOST_ON_A_PAGE = 100


class RequestDesk:
    """Every method may raise `Denied` as `schools_of` says: whoever owns a school may look."""

    def __init__(
        self,
        requests: RequestStore,
        accounts: AccountStore,
        people: PeopleStore,
        guard: AccountGuard,
        clock: Clock,
    ) -> None:
        self._requests = requests
        self._accounts = accounts
        self._people = people
        self._guard = guard
        self._clock = clock

    def page(self, actor: Actor, query: SignInRequestsQuery) -> Page[SignInRequestView]:
        """Those that are open, or refused, the newest first.

        Raises:
            Invalid: ``FILTER_INVALID`` of a state, or as `parse_filter` and `page_request` say.
        """
        schools_of(actor, Action.SIGN_IN_REQUESTS_LIST)
        state = parse_filter(query.filter, ["state"]).get("state", RequestState.OPEN.value)
        if state not in set(RequestState):
            violation = FieldViolation("filter", "state must be OPEN or REFUSED")
            raise Invalid("FILTER_INVALID", "there is no such state", violations=[violation])
        question = {"list": "signInRequests", "state": state, "uid": actor.uid}
        now, size, token = self._clock(), query.page_size, query.page_token
        asked = page_request(size, token, question, now, MOST_ON_A_PAGE)
        found = self._requests.page(state, asked.size + 1, time_of(asked.cursor))
        page = cut(
            found, asked, lambda each: place_in_time(each.last_time, each.identity), question, now
        )
        return Page(list(map(_view, page.items)), page.next_token)

    def resolve(
        self, actor: Actor, request: str, asked: Resolving, *, validate_only: bool
    ) -> SignInRequestView:
        """Say whose an identity is; the next time they come they get in as that person.

        Raises:
            Denied: as `authorize` says of the school; ``ACCOUNT_PROTECTED``, ``ACCOUNT_ELSEWHERE``.
            Missing: ``SIGN_IN_REQUEST_UNKNOWN``, ``MEMBER_UNKNOWN``.
            Conflict: ``MEMBER_ARCHIVED``; ``PROVIDER_LINKED``: the person comes by another
                identity of the provider; ``IDENTITY_LINKED``: it is another person's already;
                ``ACCOUNT_TAKEN``: its address is another person's account;
                ``SIGN_IN_REQUEST_DECIDED``: by somebody else at the same moment.
        """
        authorize(actor, Action.SIGN_IN_REQUESTS_DECIDE, asked.school)
        waiting = self._waiting(request)
        self._is_somebody(asked.school, asked.member)
        self._guard.may_change(actor, Action.SIGN_IN_REQUESTS_DECIDE, asked.member)
        to = Resolved(asked.school, asked.member, self._is_linked(waiting, asked.member))
        if validate_only:
            return _view(waiting)
        try:
            self._requests.resolve(waiting, to, actor.id, self._clock())
        except Conflict as error:
            # Whoever was faster says which of these it is now.
            self._is_linked(waiting, asked.member)
            raise _changed() from error
        return _view(waiting)

    def refuse(self, actor: Actor, request: str, *, validate_only: bool) -> SignInRequestView:
        """Have an identity stay out, whatever the roster says of its address, until it is resolved.

        Raises:
            Missing: ``SIGN_IN_REQUEST_UNKNOWN``.
            Conflict: ``SIGN_IN_REQUEST_DECIDED``.
        """
        schools_of(actor, Action.SIGN_IN_REQUESTS_DECIDE)
        waiting = self._waiting(request)
        if waiting.state is RequestState.REFUSED or validate_only:
            return _view(waiting, RequestState.REFUSED)
        try:
            self._requests.refuse(waiting, actor.id, self._clock())
        except Conflict as error:
            raise _changed() from error
        return _view(waiting, RequestState.REFUSED)

    def _waiting(self, request: str) -> Waiting:
        found = self._requests.get(request)
        if found is None:
            raise Missing("SIGN_IN_REQUEST_UNKNOWN", "no such sign-in waits any more")
        return found

    def _is_somebody(self, school: str, person: str) -> None:
        member = self._people.members(school, [person]).get(person)
        if member is None:
            raise unknown(school, person)
        if member.fields.get("state") != MemberState.ACTIVE:
            raise Conflict("MEMBER_ARCHIVED", "the school has archived them", {"school": school})

    def _is_linked(self, waiting: Waiting, person: str) -> bool:
        """Whether the identity is the person's already; refused where either is another's."""
        what = {"provider": waiting.provider}
        holder = self._requests.holder(waiting.identity)
        if holder is not None and holder != person:
            raise Conflict("IDENTITY_LINKED", "the identity is another person's", what)
        if self._requests.comes_by(person, waiting.provider) not in (None, waiting.identity):
            raise Conflict("PROVIDER_LINKED", "the person comes by another one", what)
        for stored in self._accounts.with_addresses([waiting.email]):
            own = {stored.account.person, stored.account.guardian} - {""}
            if stored.account.links and person not in own:
                raise Conflict("ACCOUNT_TAKEN", "the address is another person's account", what)
        return holder == person


def _view(waiting: Waiting, state: RequestState | None = None) -> SignInRequestView:
    return SignInRequestView(
        name=f"signInRequests/{waiting.identity}",
        email=waiting.email,
        provider=waiting.provider,
        doubt=Doubt(waiting.doubt),
        state=state or waiting.state,
        last_time=waiting.last_time,
    )


def _changed() -> Conflict:
    return Conflict("SIGN_IN_REQUEST_DECIDED", "somebody else has decided it meanwhile")
