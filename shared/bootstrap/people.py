"""People, schools and lists."""

from __future__ import annotations

from functools import lru_cache

from shared import bootstrap
from shared.cloud.firestore import Documents
from shared.cloud.storage import Bucket
from shared.people.adding import MemberAdder
from shared.people.edit_store import EditStore
from shared.people.editing import MemberEditor
from shared.people.guardians import GuardianDirectory
from shared.people.history import MemberHistory
from shared.people.history_store import HistoryStore
from shared.people.indexing import MemberIndexer
from shared.people.list_desk import ListDesk
from shared.people.list_store import ListStore
from shared.people.looks import Looks
from shared.people.member_export import MemberExporter
from shared.people.members import MemberDirectory
from shared.people.own_lists import OwnLists
from shared.people.photo_files import PhotoFiles
from shared.people.photo_matching import PhotoMatcher
from shared.people.photos import MemberPhotos
from shared.people.reaches import Reaches
from shared.people.school_store import SchoolStore
from shared.people.schools import SchoolDirectory
from shared.people.section_store import SectionStore
from shared.people.setting_desk import PeopleSettingDesk
from shared.people.setting_store import SettingStore
from shared.people.store import PeopleStore
from shared.people.term_store import TermStore
from shared.people.terms import TermDesk
from shared.settings import settings


@lru_cache(maxsize=1)
def looks() -> Looks:
    """Who puts on record whom callers look at."""
    return Looks(PeopleStore(bootstrap.documents()), bootstrap.clock)


def schools() -> SchoolDirectory:
    """What callers see of the schools."""
    return SchoolDirectory(SchoolStore(bootstrap.documents()), bootstrap.clock)


def members() -> MemberDirectory:
    """What callers see of a school's members."""
    lists = ListStore(bootstrap.documents())
    return MemberDirectory(
        PeopleStore(bootstrap.documents()),
        lists,
        Reaches(lists),
        bootstrap.looks(),
        bootstrap.clock,
    )


def guardians() -> GuardianDirectory:
    """What callers see of the guardians of a school's students."""
    database = bootstrap.documents()
    reaches = Reaches(ListStore(database))
    return GuardianDirectory(PeopleStore(database), reaches, bootstrap.looks(), bootstrap.clock)


def lists() -> ListDesk:
    """What callers see and change of lists of members."""
    database = bootstrap.documents()
    store = ListStore(database)
    return ListDesk(
        store,
        PeopleStore(database),
        SectionStore(database),
        Reaches(store),
        bootstrap.clock,
        bootstrap.token,
        _outdate_timetables,
    )


def terms() -> TermDesk:
    """What callers see and change of the terms of a school."""
    database = bootstrap.documents()
    return TermDesk(
        TermStore(database),
        SectionStore(database),
        bootstrap.clock,
        bootstrap.token,
        _outdate_timetables,
    )


def _outdate_timetables(school: str) -> None:
    # Few calls need it, and none of them before its end: the calendar is imported then.
    bootstrap.outdate_timetables(school)


def own_lists() -> OwnLists:
    """The lists that callers are on or teach."""
    database = bootstrap.documents()
    return OwnLists(ListStore(database), PeopleStore(database))


def people_settings() -> PeopleSettingDesk:
    """What a school calls the free fields of its people."""
    return PeopleSettingDesk(SettingStore(bootstrap.documents()), bootstrap.clock)


def member_history() -> MemberHistory:
    """What was changed of a school's members."""
    database = bootstrap.documents()
    reaches = Reaches(ListStore(database))
    return MemberHistory(
        PeopleStore(database), HistoryStore(database), reaches, bootstrap.looks(), bootstrap.clock
    )


def member_indexer(project: str) -> MemberIndexer:
    """Who lets members of a project's schools be found that were written before searches."""
    return MemberIndexer(PeopleStore(Documents(project)))


def member_editor() -> MemberEditor:
    """What callers change of a school's members."""
    database = bootstrap.documents()
    reaches = Reaches(ListStore(database))
    changed = bootstrap.account_keeper().person_changed
    return MemberEditor(
        PeopleStore(database), EditStore(database), reaches, bootstrap.clock, changed
    )


def member_photos() -> MemberPhotos:
    """Photos of members."""
    database, here = bootstrap.documents(), settings()
    files = PhotoFiles(Bucket(here.work_bucket, here.project))
    reaches = Reaches(ListStore(database))
    return MemberPhotos(PeopleStore(database), EditStore(database), files, reaches, bootstrap.clock)


def photo_matcher() -> PhotoMatcher:
    """Who says whose photo a file is."""
    database = bootstrap.documents()
    return PhotoMatcher(PeopleStore(database), Reaches(ListStore(database)))


def member_adder() -> MemberAdder:
    """Who adds members by hand."""
    database = bootstrap.documents()
    return MemberAdder(PeopleStore(database), EditStore(database), bootstrap.clock)


def member_exporter() -> MemberExporter:
    """Who gives members as a file."""
    database = bootstrap.documents()
    return MemberExporter(
        bootstrap.members(),
        Reaches(ListStore(database)),
        PeopleStore(database),
        SchoolStore(database),
        SettingStore(database),
        bootstrap.clock,
        bootstrap.token,
    )
