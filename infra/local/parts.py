"""The parts of the local stack: their addresses, how each is started, and what each needs first."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from infra.local.auth import ask_before, auth_spec, hide_addresses
from infra.local.bridge import bridge_spec
from infra.local.catalogue import Catalogue
from infra.local.firestore import firestore_spec
from infra.local.functions_server import functions_spec
from infra.local.google_accounts.accounts import FILE as ACCOUNTS
from infra.local.hosting import Behind, hosting_spec, local_configuration
from infra.local.mail_sink import mail_spec
from infra.local.ports import LOOPBACK, free_port, preferred_port
from infra.local.process import Spec, python
from infra.local.pubsub import TOPIC, create_subscription, pubsub_spec
from infra.local.scheduler import scheduler_spec
from infra.local.secrets_server import secrets_spec
from infra.local.sis.authority import CA_FILE
from infra.local.storage import create_bucket, storage_spec
from infra.local.tasks_queue import tasks_spec

PROJECT = "demo-carillon"
DROP_BUCKET = f"{PROJECT}-drop"
WORK_BUCKET = f"{PROJECT}-work"
RULES = Path(__file__).resolve().parents[1] / "firebase" / "firestore.rules"
SIS_FOLDER = "sis"
"""Of the state folder: where the simulated system's authority is."""
JOBS = "jobs.json"
"""In the stack's folder: the jobs that were changed."""
SFTP_PORT = 2022
CONSOLE_PORT = 8080

NEEDS: Mapping[str, tuple[str, ...]] = {
    "pubsub": (),
    "firestore": (),
    "functions": (),
    "storage": ("pubsub",),
    "tasks": (),
    "secrets": (),
    "mail": (),
    "bridge": ("pubsub", "functions"),
    "gateway": ("storage", "firestore"),
    "scheduler": ("functions", "firestore", "storage", "tasks"),
    "auth": (),
    "hosting": ("functions",),
}
"""Every part with those that must answer before it starts."""


@dataclass(frozen=True, slots=True)
class Ports:
    """The loopback port of every part; `web` is the mailbox's page, `jobs` the scheduler's API."""

    pubsub: int
    storage: int
    firestore: int
    tasks: int
    secrets: int
    sis: int
    smtp: int
    web: int
    functions: int
    bridge: int
    gateway: int
    scheduler: int
    jobs: int
    auth: int
    auth_hub: int
    auth_logging: int
    hosting: int


def choose_ports(sftp: int) -> Ports:
    """Free ports for all parts but the gateway, whose port is as told, free or not.

    The console's address is the same from one start to the next, as long as its port is free.
    """
    return Ports(
        pubsub=free_port(),
        storage=free_port(),
        firestore=free_port(),
        tasks=free_port(),
        secrets=free_port(),
        sis=free_port(),
        smtp=free_port(),
        web=free_port(),
        functions=free_port(),
        bridge=free_port(),
        gateway=sftp,
        scheduler=free_port(),
        jobs=free_port(),
        auth=free_port(),
        auth_hub=free_port(),
        auth_logging=free_port(),
        hosting=preferred_port(CONSOLE_PORT),
    )


def function_env(ports: Ports, clock_offset_seconds: int, state: Path) -> dict[str, str]:
    """The environment of the functions, the gateway and the command line.

    A simulated system may be started at its port with its authority in ``state / SIS_FOLDER``.
    """
    functions = f"http://{LOOPBACK}:{ports.functions}"
    return {
        "GOOGLE_CLOUD_PROJECT": PROJECT,
        "FIRESTORE_EMULATOR_HOST": f"{LOOPBACK}:{ports.firestore}",
        "STORAGE_EMULATOR_HOST": f"http://{LOOPBACK}:{ports.storage}",
        "CLOUD_TASKS_EMULATOR_HOST": f"{LOOPBACK}:{ports.tasks}",
        "PUBSUB_EMULATOR_HOST": f"{LOOPBACK}:{ports.pubsub}",
        "FIREBASE_AUTH_EMULATOR_HOST": f"{LOOPBACK}:{ports.auth}",
        "CARILLON_SECRETS_EMULATOR": f"{LOOPBACK}:{ports.secrets}",
        "CARILLON_LOCAL_SOURCES": f"localhost:{ports.sis}",
        "CARILLON_LOCAL_AUTHORITY": str(state / SIS_FOLDER / CA_FILE),
        "CARILLON_SCHEDULER_EMULATOR": f"{LOOPBACK}:{ports.jobs}",
        "CARILLON_DROP_BUCKET": DROP_BUCKET,
        "CARILLON_WORK_BUCKET": WORK_BUCKET,
        "CARILLON_FUNCTION_URL": f"{functions}/{{entry_point}}",
        # Nothing here adds to X-Forwarded-For.
        "CARILLON_PROXIES": "0",
        "CARILLON_CONSOLE_URL": f"http://{LOOPBACK}:{ports.hosting}",
        "CARILLON_SMTP_HOST": LOOPBACK,
        "CARILLON_SMTP_PORT": str(ports.smtp),
        "CARILLON_SMTP_STARTTLS": "false",
        "CARILLON_MAIL_FROM": "Carillon <carillon@demo.example>",
        "CARILLON_CLOCK_OFFSET_SECONDS": str(clock_offset_seconds),
    }


def addresses(ports: Ports) -> dict[str, str]:
    """Where each part is reached: ``host:port``, or a URL where it speaks HTTP to people."""
    return {
        "pubsub": f"{LOOPBACK}:{ports.pubsub}",
        "storage": f"http://{LOOPBACK}:{ports.storage}",
        "firestore": f"{LOOPBACK}:{ports.firestore}",
        "tasks": f"{LOOPBACK}:{ports.tasks}",
        "secrets": f"{LOOPBACK}:{ports.secrets}",
        "sis": f"localhost:{ports.sis}",
        "smtp": f"{LOOPBACK}:{ports.smtp}",
        "mailbox": f"http://{LOOPBACK}:{ports.web}/",
        "functions": f"http://{LOOPBACK}:{ports.functions}",
        "bridge": f"http://{LOOPBACK}:{ports.bridge}/",
        "gateway": f"{LOOPBACK}:{ports.gateway}",
        "scheduler": f"http://{LOOPBACK}:{ports.scheduler}/",
        "auth": f"{LOOPBACK}:{ports.auth}",
        "console": f"http://{LOOPBACK}:{ports.hosting}/",
    }


@dataclass(frozen=True, slots=True)
class Builder:
    """Makes the `Spec` of each part of one stack.

    Attributes:
        state: the stack's folder.
        duplicate_every: the task queue sends every Nth task twice; 0 for never.
    """

    state: Path
    ports: Ports
    tools: Mapping[str, Path]
    catalogue: Catalogue
    duplicate_every: int = 0

    def spec(self, part: str, clock_offset_seconds: int) -> Spec:
        """How to start a part now."""
        env = function_env(self.ports, clock_offset_seconds, self.state)
        ports, tools, state = self.ports, self.tools, self.state
        functions, pubsub = env["CARILLON_FUNCTION_URL"], env["PUBSUB_EMULATOR_HOST"]
        events = (pubsub, PROJECT, TOPIC, DROP_BUCKET)
        target = functions.format(entry_point=self._event_function())
        auth_ports = (ports.auth, ports.auth_hub, ports.auth_logging)
        places = addresses(ports)
        runtime = local_configuration(
            PROJECT, places["firestore"], places["storage"], places["gateway"]
        )
        behind = Behind(
            functions=places["functions"],
            auth=places["auth"],
            host_keys=state / "keys",
            accounts=state / ACCOUNTS,
        )
        journal, queues = state / "tasks.jsonl", self.catalogue.queues
        makers: dict[str, Callable[[], Spec]] = {
            "pubsub": partial(pubsub_spec, tools, ports.pubsub),
            "firestore": partial(firestore_spec, tools, ports.firestore, RULES),
            "storage": partial(storage_spec, tools, ports.storage, state / "storage", events),
            "tasks": partial(tasks_spec, ports.tasks, journal, queues, self.duplicate_every),
            "secrets": partial(secrets_spec, ports.secrets, state / "secrets" / "book.json"),
            "mail": partial(mail_spec, ports.smtp, ports.web, state / "mail"),
            "functions": partial(functions_spec, ports.functions, env),
            "bridge": partial(bridge_spec, ports.bridge, pubsub, PROJECT, target),
            "gateway": partial(self._gateway, env),
            "scheduler": partial(
                scheduler_spec,
                ports.scheduler,
                ports.jobs,
                state / JOBS,
                functions,
                clock_offset_seconds,
            ),
            "auth": partial(auth_spec, tools, auth_ports, PROJECT, state / "auth"),
            "hosting": partial(hosting_spec, ports.hosting, behind, runtime),
        }
        return makers[part]()

    def prepare(self, part: str) -> None:
        """What has to be made in a part each time it was started.

        Raises:
            httpx.HTTPError: it did not answer, or refused.
        """
        places = addresses(self.ports)
        if part == "pubsub":
            create_subscription(places["pubsub"], PROJECT)
        if part == "storage":
            for bucket in (DROP_BUCKET, WORK_BUCKET):
                create_bucket(places["storage"], PROJECT, bucket)
        if part == "auth":
            functions = f"{places['functions']}/{{}}"
            asked = map(functions.format, ("account_before_create", "account_before_sign_in"))
            ask_before(places["auth"], PROJECT, *asked)
            hide_addresses(places["auth"], PROJECT)

    def _event_function(self) -> str:
        return self.catalogue.with_trigger("event")[0].entry_point

    def _gateway(self, env: Mapping[str, str]) -> Spec:
        keys = [self.state / "keys" / f"ssh_host_{kind}_key" for kind in ("ed25519", "rsa")]
        own: dict[str, str | None] = {
            **env,
            "GATEWAY_HOST": LOOPBACK,
            "GATEWAY_PORT": str(self.ports.gateway),
            "GATEWAY_HOST_KEYS": ",".join(map(str, keys)),
            "GATEWAY_STOP_SECONDS": "3",
        }
        port, log = self.ports.gateway, self.state / "logs" / "gateway.log"
        before = log.stat().st_size if log.exists() else 0
        ready = partial(_greets, port, log, before)
        return Spec("gateway", python("infra.gateway"), ready, ports=[port], env=own)


def _greets(port: int, log: Path, before: int) -> bool:
    """True when our gateway says so in its log after ``before`` bytes, and an SSH server answers.

    Its port is well known, so another one's gateway may be what answers there.
    """
    with log.open("rb") as said:
        said.seek(before)
        if b'"gateway.ready"' not in said.read():
            return False
    try:
        with socket.create_connection((LOOPBACK, port), timeout=2) as asked:
            return asked.recv(8).startswith(b"SSH-2.0")
    except OSError:
        return False
