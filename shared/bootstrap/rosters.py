"""Rostering wired: its edges in, its services out. Decides nothing; see `shared.bootstrap`."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from shared import bootstrap
from shared.cloud.claims import Claims
from shared.cloud.firestore import MAX_WRITES, Documents
from shared.cloud.limits import Limits
from shared.cloud.scheduler import Jobs
from shared.cloud.secrets import Secrets
from shared.cloud.storage import Bucket
from shared.cloud.stuck_work import StuckWork
from shared.identity.tasks import AccountTasks
from shared.kernel.clock import Clock
from shared.people.school_store import SchoolStore
from shared.people.section_store import SectionStore
from shared.people.store import PeopleStore
from shared.rostering.alias_store import AliasStore
from shared.rostering.api_source import ApiSource
from shared.rostering.api_source_checks import Allowed
from shared.rostering.apply_store import ApplyStore
from shared.rostering.applying import PlanApplier
from shared.rostering.approving import RunApprover
from shared.rostering.closing import Kick, RunCloser
from shared.rostering.closing_store import ClosingStore
from shared.rostering.connection_desk import ConnectionDesk
from shared.rostering.connection_request_answers import ConnectionRequestAnswers
from shared.rostering.connection_request_desk import ConnectionRequestDesk
from shared.rostering.connection_store import ConnectionStore
from shared.rostering.credential_desk import CredentialDesk
from shared.rostering.credential_store import CredentialStore
from shared.rostering.decision_desk import DecisionDesk
from shared.rostering.declining import RemapDecliner
from shared.rostering.feed_keeper import FeedKeeper
from shared.rostering.feed_store import FeedStore
from shared.rostering.files import RosterFiles
from shared.rostering.health_desk import HealthDesk
from shared.rostering.importing import RunImporter
from shared.rostering.landing import RunStarter
from shared.rostering.leavers import Departed, RunLeavers
from shared.rostering.night_desk import RosterSettingDesk
from shared.rostering.night_pull_desk import NightPullDesk
from shared.rostering.night_store import NightStore
from shared.rostering.night_tasks import NightJob
from shared.rostering.nightly import NightKeeper
from shared.rostering.plan_documents import PlanExporter
from shared.rostering.plan_pages import PlanPages
from shared.rostering.pulling import OpenOutside, SourcePuller
from shared.rostering.reconciling import RunReconciler
from shared.rostering.request_store import ConnectionRequestStore
from shared.rostering.run_desk import RunDesk
from shared.rostering.run_store import RunStore
from shared.rostering.sis_systems import vendor_domains
from shared.rostering.source_keys import SourceKeys
from shared.rostering.source_secrets import SourceSecrets
from shared.rostering.source_trial import SourceTrial
from shared.rostering.sources.rest_calls import Caller
from shared.rostering.tasks import RosterTasks
from shared.rostering.undoing import Undoer
from shared.rostering.upload_desk import UploadDesk
from shared.rostering.watching import SyncWatch
from shared.settings import settings


@dataclass(frozen=True, slots=True)
class Rostering:
    """The services of rostering."""

    store: RunStore
    files: RosterFiles
    starter: RunStarter
    puller: SourcePuller
    importer: RunImporter
    applier: PlanApplier
    approver: RunApprover
    decliner: RemapDecliner
    closer: RunCloser
    undoer: Undoer
    exporter: PlanExporter
    reconciler: RunReconciler
    keeper: FeedKeeper
    runs: RunDesk
    decisions: DecisionDesk
    connections: ConnectionDesk
    credentials: CredentialDesk
    uploads: UploadDesk
    health: HealthDesk
    watch: SyncWatch
    leavers: RunLeavers
    keys: SourceSecrets
    trial: SourceTrial
    nights: NightKeeper
    settings: RosterSettingDesk
    requests: ConnectionRequestDesk
    answers: ConnectionRequestAnswers
    night_pulls: NightPullDesk


@dataclass(frozen=True, slots=True)
class Edges:
    """What rostering reaches outside the database.

    Attributes:
        files: what came, and what is planned.
        keys: the secrets of connections.
        tasks: the queues.
        outside: the door to servers of systems.
        kick: told of each event in the outbox.
        set_night: has the night's job fire from an hour on, on the clocks of a zone.
        console: its address, for links.
        departed: told of each closed run that may have made somebody less.
    """

    files: RosterFiles
    keys: SourceSecrets
    tasks: RosterTasks
    outside: OpenOutside
    kick: Kick
    set_night: Callable[[int, str], None]
    console: str
    departed: Departed = lambda _school, _run: None


def wire_rostering(
    database: Documents, edges: Edges, clock: Clock, most_writes: int = MAX_WRITES
) -> Rostering:
    """Rostering on the given edges.

    Args:
        database: of the district.
        edges: everything else that is outside.
        clock: the present instant.
        most_writes: of one commit.
    """
    files, keys, tasks, kick = edges.files, edges.keys, edges.tasks, edges.kick
    store = RunStore(database)
    people = PeopleStore(database)
    closing = ClosingStore(database, store)
    closer = RunCloser(store, closing, files, tasks, clock, kick, edges.departed)
    applier = PlanApplier(store, ApplyStore(database, people), files, tasks, closer)
    once = Claims(database, clock, bootstrap.token)
    feeds = FeedStore(database)
    starter = RunStarter(store, feeds, tasks, once, clock)
    nights = NightStore(database)
    puller = SourcePuller(store, files, tasks, keys.read, edges.outside, clock, time.monotonic)
    keeper = FeedKeeper(store, feeds, starter, puller, tasks, clock)
    approver = RunApprover(store, feeds, files, tasks, clock)
    decliner = RemapDecliner(store, AliasStore(database), files, approver, clock)
    undoer = Undoer(store, tasks, clock)
    exporter = PlanExporter(store, files, people)
    connections = ConnectionStore(database)
    put_aside = StuckWork(database, clock).put_aside
    keyring = SourceKeys(keys)
    allowed = Allowed(lambda place: settings().is_local_source(place), vendor_domains)
    requests, limits = ConnectionRequestStore(database), Limits(database, _real_time)
    trial = SourceTrial(
        store, SchoolStore(database), keys.read, edges.outside, clock, time.monotonic
    )
    return Rostering(
        store=store,
        files=files,
        starter=starter,
        puller=puller,
        importer=RunImporter(
            store, people, SectionStore(database), files, applier, closer, clock, most_writes
        ),
        applier=applier,
        approver=approver,
        decliner=decliner,
        closer=closer,
        undoer=undoer,
        exporter=exporter,
        reconciler=RunReconciler(store, people, files, tasks, starter, applier, closer, put_aside),
        keeper=keeper,
        runs=RunDesk(store, people, PlanPages(store, files), exporter, clock, bootstrap.token),
        connections=ConnectionDesk(connections, store, keyring, allowed, clock),
        credentials=CredentialDesk(CredentialStore(database), store, secrets.token_bytes, clock),
        uploads=UploadDesk(connections, files, secrets.token_bytes, clock),
        health=HealthDesk(SchoolStore(database), store, clock),
        decisions=DecisionDesk(store, approver, decliner, undoer, keeper),
        watch=SyncWatch(store, feeds, keyring, kick),
        leavers=RunLeavers(store, files),
        keys=keys,
        trial=trial,
        nights=NightKeeper(store, nights, puller, kick, edges.set_night),
        settings=RosterSettingDesk(nights, edges.set_night, clock),
        requests=ConnectionRequestDesk(
            requests, connections, limits, secrets.token_bytes, kick, edges.console, clock
        ),
        answers=ConnectionRequestAnswers(
            requests, connections, keyring, allowed, trial, limits, kick, clock
        ),
        night_pulls=NightPullDesk(SchoolStore(database), store, clock),
    )


def _real_time() -> datetime:
    """Of limits: a clock that is moved would let in anybody."""
    return datetime.now(UTC)


def drop_bucket() -> Bucket:
    """Where roster files land."""
    return Bucket(settings().drop_bucket, settings().project)


@lru_cache(maxsize=1)
def rostering() -> Rostering:
    """Rostering, wired for this process."""
    here = settings()
    files = RosterFiles(bootstrap.drop_bucket(), Bucket(here.work_bucket, here.project))
    keys = SourceSecrets(Secrets(here.project, here.region, here.secrets_emulator))
    tasks = RosterTasks(
        bootstrap.queue("roster-import"),
        here.url_of("roster_import"),
        bootstrap.queue("roster-apply"),
        here.url_of("roster_apply"),
        bootstrap.queue("roster-pull"),
        here.url_of("roster_pull"),
    )
    jobs = Jobs(here.project, here.region, here.scheduler_emulator, here.scheduler_service_account)
    edges = Edges(
        files,
        keys,
        tasks,
        _outside,
        bootstrap.notifications().kick,
        NightJob(jobs, here.url_of("roster_nightly")).set,
        here.console_url,
        AccountTasks(bootstrap.queue("accounts"), here.url_of("account_follow")).follow,
    )
    return wire_rostering(bootstrap.documents(), edges, bootstrap.clock)


@contextmanager
def _outside(source: ApiSource) -> Iterator[Caller]:
    """The door to servers of systems; imported when one is called."""
    from shared.cloud.outside import Outside  # noqa: PLC0415

    here = settings()
    # Of our own functions' names all that comes after what tells them apart.
    own = here.function_url.rpartition("}")[2].partition("/")[0].partition(":")[0]
    door = Outside(
        here.local_source_places,
        here.local_authority,
        [own] if own else [],
        keeps_cookies=source.keep_cookies,
    )
    try:
        yield door
    finally:
        door.close()
