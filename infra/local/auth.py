"""The Firebase Auth emulator as a part of the local stack. Its accounts live in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from infra.local.loopback import PLAINLY
from infra.local.ports import LOOPBACK
from infra.local.process import Spec, answers

_QUICK = Path(__file__).with_name("quick_auth.cjs")
_OWNER = {"Authorization": "Bearer owner"}
"""The emulator takes this for an administrator."""


def auth_spec(
    tools: Mapping[str, Path], ports: tuple[int, int, int], project: str, folder: Path
) -> Spec:
    """How to start it.

    Args:
        tools: paths of ``node`` and ``firebase-tools``.
        ports: of the emulator, of its hub and of its log stream.
        project: whose accounts it keeps; must begin with ``demo-``, so that it never calls out.
        folder: its own working directory, for its configuration and debug log; made anew.
    """
    port, hub, logging = ports
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "firebase.json"
    emulators: dict[str, object] = {
        "auth": {"host": LOOPBACK, "port": port},
        "hub": {"host": LOOPBACK, "port": hub},
        "logging": {"host": LOOPBACK, "port": logging},
        "ui": {"enabled": False},
    }
    config.write_text(json.dumps({"emulators": emulators}), "utf-8")
    argv = [str(tools["node"]), f"--require={_QUICK}", str(tools["firebase-tools"])]
    argv += ["emulators:start", "--only=auth", f"--project={project}", f"--config={config}"]
    ready = partial(answers, f"http://{LOOPBACK}:{port}/")
    # Neither usage reports nor another user's sign-in have a place in a stack of this machine.
    env: dict[str, str | None] = {
        "CI": "true",
        "XDG_CONFIG_HOME": str(folder),
        "FIREBASE_TOKEN": None,
        "GOOGLE_APPLICATION_CREDENTIALS": None,
    }
    # It takes ten times as long where the cores are busy.
    return Spec("auth", argv, ready, ports=list(ports), env=env, patience=240.0, folder=folder)


def ask_before(address: str, project: str, create: str, sign_in: str) -> None:
    """Have the emulator ask these functions before somebody is created or let in.

    Args:
        address: the emulator's ``host:port``.
        project: whose accounts it keeps.
        create: address of the function that is asked first.
        sign_in: address of the one that is asked each time.

    Raises:
        httpx.HTTPError: it did not answer, or refused.
    """
    triggers = {"beforeCreate": {"functionUri": create}, "beforeSignIn": {"functionUri": sign_in}}
    forwarded = {"idToken": True, "accessToken": False, "refreshToken": False}
    wanted = {"triggers": triggers, "forwardInboundCredentials": forwarded}
    _configure(address, project, "blockingFunctions", wanted)


def hide_addresses(address: str, project: str) -> None:
    """Have the emulator tell nobody whether an address has an account, as live projects do.

    Raises:
        httpx.HTTPError: it did not answer, or refused.
    """
    _configure(address, project, "emailPrivacyConfig", {"enableImprovedEmailPrivacy": True})


def _configure(address: str, project: str, part: str, wanted: Mapping[str, object]) -> None:
    answer = httpx.patch(
        f"http://{address}/identitytoolkit.googleapis.com/v2/projects/{project}/config",
        params={"updateMask": part},
        json={part: dict(wanted)},
        headers=_OWNER,
        timeout=60.0,
        **PLAINLY,
    )
    answer.raise_for_status()


class Accounts:
    """The accounts of the emulator, as an administrator of the project writes them."""

    def __init__(self, address: str, project: str) -> None:
        """Nothing is called yet.

        Args:
            address: the emulator's ``host:port``.
            project: whose accounts they are.
        """
        self._url = f"http://{address}/identitytoolkit.googleapis.com/v1/projects/{project}"

    def put(self, uid: str, email: str, password: str) -> None:
        """Write one account with a verified address, over whatever is there under its id.

        Raises:
            httpx.HTTPError: the emulator did not answer, or refused.
        """
        body: dict[str, Any] = {
            "localId": uid,
            "email": email,
            "password": password,
            "emailVerified": True,
        }
        known = self._post("accounts:lookup", {"localId": [uid]}).get("users")
        # The emulator takes the verified mark by an update only.
        if not known:
            first = {name: body[name] for name in ("localId", "email", "password")}
            self._post("accounts", first)
        self._post("accounts:update", body)

    def _post(self, verb: str, body: Mapping[str, object]) -> dict[str, Any]:
        url = f"{self._url}/{verb}"
        answer = httpx.post(url, json=dict(body), headers=_OWNER, timeout=60.0, **PLAINLY)
        found: dict[str, Any] = answer.raise_for_status().json()
        return found
