"""The Auth emulator with our blocking functions behind it, in this process, and people who come."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from werkzeug.serving import make_server

from infra.local.auth import Accounts, ask_before, auth_spec, hide_addresses
from infra.local.catalogue import CATALOGUE
from infra.local.functions_server import SOURCE, application
from infra.local.loopback import PLAINLY
from infra.local.ports import free_port
from infra.local.process import Child
from infra.local.toolchain import require
from shared import settings as settings_module
from shared.cloud.firestore import Documents
from shared.people.store import add_member, put_guardian
from tests.support.api import forget, part, token
from tests.support.emulators import EmulatorEnv

DOMAIN = "district.example"
PASSWORD = "correct horse battery"  # of people who are made up
DOORS = ("account_before_create", "account_before_sign_in")


@dataclass(frozen=True)
class Came:
    """What somebody who signed in got; ``refusal`` is empty for who got in.

    Attributes:
        token: the ID token.
        renewal: the refresh token.
    """

    uid: str
    token: str
    renewal: str
    refusal: str

    @property
    def claims(self) -> dict[str, Any]:
        body = self.token.split(".")[1]
        found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        return found


@dataclass(frozen=True)
class SignInSite:
    """A project's accounts, its database, and the functions that are asked.

    Attributes:
        auth: the Auth emulator's ``host:port``.
        functions: address of the doors.
    """

    project: str
    auth: str
    functions: str
    documents: Documents

    def google(self, email: str, **changes: Any) -> Came:
        """Somebody comes with the ID token that Google gives to an account; None leaves one out."""
        subject = str(int(hashlib.sha256(email.encode()).hexdigest(), 16))[:21]
        claims = {
            "iss": "https://accounts.google.com",
            "aud": "client.apps.googleusercontent.com",
            "azp": "client.apps.googleusercontent.com",
            "sub": subject,
            "email": email,
            "email_verified": True,
            "hd": DOMAIN,
            "iat": int(time.time()),
            "exp": int(time.time()) + 3_600,
            **changes,
        }
        told = {name: value for name, value in claims.items() if value is not None}
        head, body = (part(each) for each in ({"alg": "none", "typ": "JWT"}, told))
        return self._come(
            "signInWithIdp",
            postBody=f"providerId=google.com&id_token={head}.{body}.",
            requestUri="http://localhost",
            returnIdpCredential=True,
        )

    def password(self, email: str, password: str) -> Came:
        """Somebody comes with an address and a password."""
        return self._come("signInWithPassword", email=email, password=password)

    def sign_up(self, email: str, password: str) -> Came:
        """Somebody opens an account by themselves, as any browser can ask Firebase to."""
        return self._come("signUp", email=email, password=password)

    def by_link(self, email: str, code: str) -> Came:
        """Somebody comes by the link of a mail, as the page behind it brings them."""
        return self._come("signInWithEmailLink", email=email, oobCode=code)

    def set_password(self, code: str, password: str) -> str:
        """Set a password by the code of a mail, as the page behind it does; gives why not."""
        answer = httpx.post(
            f"http://{self.auth}/identitytoolkit.googleapis.com/v1/accounts:resetPassword",
            params={"key": "demo"},
            json={"oobCode": code, "newPassword": password},
            **PLAINLY,
        )
        return _refusal(answer.json())

    def renewed(self, came: Came) -> Came:
        """The same session with a new token, as a browser gets one each hour."""
        answer = httpx.post(
            f"http://{self.auth}/securetoken.googleapis.com/v1/token",
            params={"key": "demo"},
            data={"grant_type": "refresh_token", "refresh_token": came.renewal},
            **PLAINLY,
        )
        found = answer.json()
        token = found.get("id_token", "")
        return Came(came.uid, token, found.get("refresh_token", ""), _refusal(found))

    def call(
        self,
        came: Came,
        path: str,
        door: str = "people_api",
        method: str = "GET",
        body: Any = None,
    ) -> Any:
        """What the API answers to somebody: its body."""
        if method == "POST" and body is None:
            body = {}
        return self.answer(method, path, body, door, Authorization=f"Bearer {came.token}").json()

    def answer(
        self, method: str, path: str, body: Any, door: str = "identity_api", **headers: str
    ) -> httpx.Response:
        """The API's whole answer; to nobody, where the headers name none."""
        url = f"{self.functions}/{door}{path}"
        return httpx.request(method, url, headers=headers, json=body, timeout=60, **PLAINLY)

    def reason(
        self,
        came: Came,
        path: str,
        door: str = "people_api",
        method: str = "GET",
        body: Any = None,
    ) -> str:
        """Why the API refuses somebody; empty where it doesn't."""
        error = self.call(came, path, door, method, body).get("error")
        return str(error["details"][0]["reason"]) if error else ""

    def asked_before_sign_in(self, uid: str, email: str, **claims: Any) -> Came:
        """Somebody with an account comes as a real event of Identity Platform says it.

        For what the emulator can't do itself, such as authenticator apps.
        """
        entry = f"{self.functions}/account_before_sign_in"
        user = {"uid": uid, "email": email, "provider_data": []}
        told = {
            "event_id": secrets.token_hex(8),
            "event_type": "beforeSignIn",
            "sign_in_method": "password",
            "user_record": user,
            "aud": entry,
            **claims,
        }
        asked = {"data": {"jwt": token(self.project, uid=uid, **told)}}
        found = httpx.post(entry, json=asked, timeout=90, **PLAINLY).json()
        session = found.get("userRecord", {}).get("sessionClaims")
        given = "" if session is None else token(self.project, uid=uid, email=email, **session)
        return Came(uid, given, "", _refusal(found))

    def invited(self, email: str, person: str = "", *, district: bool = False) -> str:
        """Somebody has an account with the password `PASSWORD`; gives its id."""
        from shared import bootstrap  # noqa: PLC0415  # reads the environment
        from shared.identity.opening import Invited  # noqa: PLC0415  # the same

        invited = Invited(email, person=person, district=district)
        account = bootstrap.account_opener().open(invited, "person:test")
        self.put_password(account.uid, email, PASSWORD)
        return account.uid

    def entries(self, verb: str, **facts: str) -> list[dict[str, Any]]:
        """Audit entries of a verb of which a subject says these facts."""
        found = [each.fields for each in self.documents.where("audit", "verb", verb)]
        return [
            entry
            for entry in found
            if any(facts.items() <= subject.items() for subject in entry["subjects"])
        ]

    def set_rules(self, **fields: Any) -> None:
        """The district says something else of sessions, from now on."""
        from shared import bootstrap  # noqa: PLC0415  # reads the environment

        commit = self.documents.commit()
        commit.update("district/signIn", fields)
        commit.run()
        bootstrap.sign_in.cache_clear()

    def asked(self, came: Came, path: str, body: Any = None) -> str:
        """Why the API of accounts doesn't do what somebody asks it to; empty where it does."""
        return self.reason(came, path, "identity_api", "POST", body)

    def waiting(self, email: str) -> str:
        """The name of the sign-in request of an address that nobody was matched to."""
        (found,) = self.documents.where("signInRequests", "email", email)
        return f"/v1/signInRequests/{found.id}"

    def put_password(self, uid: str, email: str, password: str) -> None:
        """Give an account a password, as the link of an invitation lets its owner do."""
        Accounts(self.auth, self.project).put(uid, email, password)

    def emulated(self, uid: str) -> dict[str, Any] | None:
        """An account as Firebase has it."""
        answer = httpx.post(
            f"http://{self.auth}/identitytoolkit.googleapis.com/v1/projects/{self.project}/accounts:lookup",
            headers={"Authorization": "Bearer owner"},
            json={"localId": [uid]},
            **PLAINLY,
        )
        users = answer.json().get("users") or [None]
        found: dict[str, Any] | None = users[0]
        return found

    def ask(self, create: str, sign_in: str) -> None:
        """Have other functions asked than ours."""
        ask_before(self.auth, self.project, create, sign_in)

    def ask_ours(self) -> None:
        """Have ours asked again."""
        self.ask(*(f"{self.functions}/{door}" for door in DOORS))

    def member(self, school: str, **fields: Any) -> str:
        """A member of a school; gives the person id."""
        person = fields.pop("person", "") or secrets.token_hex(6)
        whole = {
            "schemaVersion": 1,
            "personId": person,
            "kind": "teacher",
            "role": "TEACHER",
            "state": "ACTIVE",
            "firstName": "Ada",
            "lastName": "Lovelace",
            "email": f"{person}@{DOMAIN}",
            "sisId": f"sis-{person}",
            **fields,
        }
        commit = self.documents.commit()
        add_member(commit, school, person, whole, _now())
        commit.run()
        return person

    def change(self, school: str, person: str, **fields: Any) -> None:
        """A member is another one from now on, as a roster's run would write it."""
        commit = self.documents.commit()
        commit.update(f"schools/{school}/members/{person}", fields)
        commit.run()

    def guardian(self, school: str, email: str, *students: str) -> str:
        """A guardian of a school's students; gives the guardian id."""
        guardian = secrets.token_hex(6)
        commit = self.documents.commit()
        contact = {"email": email, "phone": ""}
        put_guardian(commit, school, guardian, contact, list(students), _now(), new=True)
        commit.run()
        return guardian

    def account(self, uid: str) -> dict[str, Any] | None:
        """An account as our documents have it."""
        found = self.documents.get(f"accounts/{uid}")
        return None if found is None else found.fields

    def _come(self, verb: str, **body: Any) -> Came:
        answer = httpx.post(
            f"http://{self.auth}/identitytoolkit.googleapis.com/v1/accounts:{verb}",
            params={"key": "demo"},
            json={**body, "returnSecureToken": True},
            timeout=90,
            **PLAINLY,
        )
        found = answer.json()
        token, renewal = found.get("idToken", ""), found.get("refreshToken", "")
        return Came(found.get("localId", ""), token, renewal, _refusal(found))


def _refusal(found: Mapping[str, Any]) -> str:
    return str(found.get("error", {}).get("message", ""))


def next_second() -> None:
    """Return in another second of the clock than this one: Firebase tells no two in one apart."""
    time.sleep(1.001 - time.time() % 1)


def _now() -> Any:
    from shared import bootstrap  # noqa: PLC0415  # reads the environment

    return bootstrap.clock()


@contextmanager
def later(**by: float) -> Iterator[None]:
    """The clock of the functions stands so much later, or earlier."""
    seconds = int(timedelta(**by).total_seconds())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CARILLON_CLOCK_OFFSET_SECONDS", str(seconds))
        settings_module.settings.cache_clear()
        yield
    settings_module.settings.cache_clear()


@contextmanager
def served(app: Callable[..., Any]) -> Iterator[str]:
    """A WSGI app at an address of its own."""
    server = make_server("127.0.0.1", free_port(), app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def auth_emulator(project: str, folder: Path) -> Iterator[str]:
    """An Auth emulator for a project, which this process is told of; gives its ``host:port``."""
    port = free_port()
    child = Child(auth_spec(require(), (port, free_port(), free_port()), project, folder), folder)
    with pytest.MonkeyPatch.context() as patch:
        try:
            patch.setenv("FIREBASE_AUTH_EMULATOR_HOST", f"127.0.0.1:{port}")
            forget()
            child.wait_ready()
            yield f"127.0.0.1:{port}"
        finally:
            child.kill()
    forget()


@contextmanager
def sign_in_site(env: EmulatorEnv, folder: Path) -> Iterator[SignInSite]:
    """The site in the project of this worker's tests, every way to sign in switched on."""
    with (
        auth_emulator(env.project, folder) as auth,
        pytest.MonkeyPatch.context() as patch,
        served(application(str(CATALOGUE), str(SOURCE))) as functions,
    ):
        patch.setenv("CARILLON_FUNCTION_URL", f"{functions}/{{entry_point}}")
        forget()
        site = SignInSite(env.project, auth, functions, Documents(env.project))
        site.ask_ours()
        hide_addresses(site.auth, site.project)
        _switch_on(site.documents)
        yield site
    forget()


def _switch_on(documents: Documents) -> None:
    on = {"enabled": True, "realms": []}
    providers = {name: dict(on) for name in ("password", "emailLink", "google.com")}
    providers["google.com"]["realms"] = [DOMAIN, "alias.example"]
    commit = documents.commit()
    # Tests of the second factor say themselves who has to have one.
    settings = {"schemaVersion": 1, "providers": providers, "secondFactorRoles": []}
    commit.put("district/signIn", settings)
    commit.run()
