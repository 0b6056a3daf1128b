"""`carillon`, the command line: takes words and options, prints, and sets the exit code.

Only the edges are here; what a command finds out comes from the package that knows it. Nothing of
Google is imported before a command needs it, so that it starts at once.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from shared.kernel.errors import Conflict, Invalid, Transient

UNREADABLE = 2
"""Exit code for a file that can't be read and for wrong usage, which is also typer's."""

app = typer.Typer(
    name="carillon",
    help="The school-day platform of a district, from the command line.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
roster = typer.Typer(help="Roster files.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(roster, name="roster")
people = typer.Typer(help="The people of a school.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(people, name="people")
owner = typer.Typer(help="Who owns a school.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(owner, name="owner")
sis = typer.Typer(
    help="A simulated student information system.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(sis, name="sis")


class TextEncoding(StrEnum):
    """What an administrator can set for a connection; see `shared.rostering.sources.encodings`."""

    UTF_8 = "utf-8"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
    CP1252 = "cp1252"
    MAC_ROMAN = "mac_roman"


class OneRosterVersion(StrEnum):
    """What a simulated system speaks."""

    V1_1 = "1.1"
    V1_2 = "1.2"
    BOTH = "both"


AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object for programs.")]


@roster.command("check")
def roster_check(  # noqa: PLR0913, PLR0917  # each is an option of the command
    file: Annotated[Path, typer.Argument(help="A roster file, as the school's system wrote it.")],
    as_json: AsJson = False,  # noqa: FBT002  # typer makes a flag of it
    rows: Annotated[  # noqa: FBT002  # typer makes a flag of it
        bool, typer.Option("--rows", help="After the object, one JSON line per accepted row.")
    ] = False,
    school_year_end: Annotated[
        int | None,
        typer.Option(
            help="Year in which the school year ends, to tell grades from graduation years; "
            "the present one without it."
        ),
    ] = None,
    encoding: Annotated[
        TextEncoding | None,
        typer.Option(help="Of a text file, where looking at it gives the wrong one."),
    ] = None,
    grade: Annotated[
        list[str] | None,
        typer.Option(help="What a grade means in this file, such as PS=13; may be repeated."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help="What a column means, such as 'Pupil Mail=email'; may be repeated."),
    ] = None,
    id_width: Annotated[
        int | None,
        typer.Option(min=1, help="Digits that ids of digits alone are filled up to with zeros."),
    ] = None,
    school: Annotated[
        str, typer.Option(help="sourcedId of a school, for a OneRoster package of several.")
    ] = "",
) -> None:
    """Say offline whether a file would be accepted, and what is wrong with it.

    Never shows a value from the file unless --rows asks for the rows. Exit code 0: accepted,
    1: rejected, 2: the file can't be read.
    """
    from infra.cli import decisions  # noqa: PLC0415  # other commands start faster
    from infra.cli import roster_check as check  # noqa: PLC0415  # other commands start faster
    from shared.rostering.reading import ReadOptions  # noqa: PLC0415  # the same

    year = school_year_end or check.present_school_year_end()
    settings = ReadOptions(
        "offline",
        grade_map=decisions.grade_map(grade or ()),
        header_map=decisions.header_map(column or ()),
        id_width=id_width,
        school_sourced_id=school,
        encoding=encoding.value if encoding else None,
    )
    try:
        with file.open("rb") as stream:
            report = check.check_roster(stream, file.name, year, keep_rows=rows, settings=settings)
    except (OSError, Transient) as error:
        print(f"carillon: cannot read {file}: {_reason(error)}", file=sys.stderr)
        raise typer.Exit(UNREADABLE) from error
    try:
        if rows or as_json:
            check.print_for_programs(report, with_rows=rows)
        else:
            # Where nobody reads on, rich ends the program with an exit code of its own.
            with contextlib.suppress(SystemExit):
                check.print_for_people(report, file.name)
        sys.stdout.flush()
    except OSError as error:
        _drop_output()
        if not isinstance(error, BrokenPipeError):
            print(f"carillon: cannot write: {_reason(error)}", file=sys.stderr)
            raise typer.Exit(UNREADABLE) from error
    raise typer.Exit(0 if report.accepted else 1)


def _reason(error: OSError | Transient) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _drop_output() -> None:
    """Nobody reads on: what Python still holds must not fail again when the program ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@people.command("index")
def people_index(
    school: Annotated[str, typer.Option(help="Id of the school.")],
    project: Annotated[
        str, typer.Option(envvar="GOOGLE_CLOUD_PROJECT", help="Id of the district's project.")
    ],
    as_json: AsJson = False,  # noqa: FBT002  # typer makes a flag of it
) -> None:
    """Let people be listed and found who were written before there were searches.

    Changes nobody who is found already, so that it can be run at any time. Exit code 0: all are
    found, 1: some were changed meanwhile, run it again; 2: the database did not answer.
    """
    from infra.cli import people_index as index  # noqa: PLC0415  # other commands start faster

    try:
        code = index.run(project, school, as_json=as_json)
    except Transient as error:
        print(f"carillon: {error.message}", file=sys.stderr)
        raise typer.Exit(UNREADABLE) from error
    raise typer.Exit(code)


@owner.command("invite")
def owner_invite(
    email: Annotated[str, typer.Argument(help="Address of the person.")],
    first_name: Annotated[str, typer.Option(help="As the school writes it.")],
    last_name: Annotated[str, typer.Option(help="As the school writes it.")],
    school: Annotated[str, typer.Option(help="Id of the school that they own.")] = "",
    district: Annotated[  # noqa: FBT002  # typer makes a flag of it
        bool, typer.Option("--district", help="They run all schools of the district.")
    ] = False,
    console: Annotated[
        str, typer.Option(envvar="CARILLON_CONSOLE_URL", help="Address of the console.")
    ] = "",
    as_json: AsJson = False,  # noqa: FBT002  # typer makes a flag of it
) -> None:
    """Invite an owner of a school, or a District Manager; no roster may make either.

    Prints a link by which they set a password. Run with the settings of the deployment, by somebody
    who may administer its project; it is on record. Exit code 0: invited, 1: refused, with the
    reason; 2: wrong usage, or the database or Firebase did not answer.
    """
    from infra.cli import owner_invite as inviting  # noqa: PLC0415  # other commands start faster
    from shared.identity.first_owner import Wanted  # noqa: PLC0415  # the same

    if bool(school) == district:
        print("carillon: name a school with --school, or --district", file=sys.stderr)
        raise typer.Exit(UNREADABLE)
    if not console:
        print("carillon: name the console's address with --console", file=sys.stderr)
        raise typer.Exit(UNREADABLE)
    wanted = Wanted(email, first_name, last_name, school)
    _exit_with(lambda: inviting.run(wanted, console, as_json=as_json))


@owner.command("break-glass")
def owner_break_glass(
    email: Annotated[str, typer.Argument(help="Address of the person's account.")],
    reason: Annotated[str, typer.Option(help="Why; everybody who is told reads it.")],
    console: Annotated[
        str, typer.Option(envvar="CARILLON_CONSOLE_URL", help="Address of the console.")
    ] = "",
    as_json: AsJson = False,  # noqa: FBT002  # typer makes a flag of it
) -> None:
    """Let an Owner or District Manager in for two hours while their way to sign in is down.

    Prints a link by which they set a password, once. Every Owner and District Manager gets a mail
    with the reason, and it is on record. Exit codes as of `invite`.
    """
    from infra.cli import owner_emergency as helping  # noqa: PLC0415  # other commands start faster

    if not console:
        print("carillon: name the console's address with --console", file=sys.stderr)
        raise typer.Exit(UNREADABLE)
    _exit_with(lambda: helping.break_glass(email, reason, console, as_json=as_json))


@owner.command("reset-factor")
def owner_reset_factor(
    email: Annotated[str, typer.Argument(help="Address of the person's account.")],
    reason: Annotated[str, typer.Option(help="Why; it is on record.")],
) -> None:
    """Take a lost second factor away from an account, and end all of its sessions.

    Make sure that it is really the person who asks. Exit codes as of `invite`.
    """
    from infra.cli import owner_emergency as helping  # noqa: PLC0415  # other commands start faster

    _exit_with(lambda: helping.reset_factor(email, reason))


def _exit_with(work: Callable[[], int]) -> NoReturn:
    """Do something that may be refused, and end with its exit code."""
    try:
        code = work()
    except (Conflict, Invalid) as error:
        print(f"carillon: {error.message} ({error.reason})", file=sys.stderr)
        raise typer.Exit(1) from error
    except Transient as error:
        print(f"carillon: {error.message}", file=sys.stderr)
        raise typer.Exit(UNREADABLE) from error
    raise typer.Exit(code)


@sis.command("start")
def sis_start(  # noqa: PLR0913, PLR0917  # each is an option of the command
    quirk: Annotated[
        list[str] | None,
        typer.Option(help="Id of a quirk, such as page-cap=100; may be repeated."),
    ] = None,
    port: Annotated[int, typer.Option(help="Where it listens; any free one for 0.")] = 0,
    people: Annotated[
        int | None,
        typer.Option(min=1, help="Users, guardians too; the whole demo district without it."),
    ] = None,
    version: Annotated[
        OneRosterVersion, typer.Option(help="Of OneRoster.")
    ] = OneRosterVersion.BOTH,
    prefix: Annotated[
        str, typer.Option(help="What stands before each path, such as /campus/api.")
    ] = "",
    seed: Annotated[int, typer.Option(help="What the people are drawn from.")] = 2026,
    oauth1: Annotated[  # noqa: FBT002  # typer makes a flag of it
        bool, typer.Option("--oauth1", help="Take signed requests (OAuth 1.0a) too.")
    ] = False,
    folder: Annotated[
        Path | None, typer.Option(help="Gets the authority's certificate; else a temporary one.")
    ] = None,
    as_json: AsJson = False,  # noqa: FBT002  # typer makes a flag of it
) -> None:
    """Serve the demo district as OneRoster over https on this machine until Ctrl-C.

    Prints addresses, credentials and the file of the authority to trust. Exit code 0: ended,
    2: a quirk that there isn't, or a port that is taken.
    """
    from infra.cli import sis as simulated  # noqa: PLC0415  # other commands start faster

    wanted = simulated.Wanted(
        quirk or (), port, people, version.value, prefix, seed, oauth1, folder
    )
    raise typer.Exit(simulated.start(wanted, as_json=as_json))


@sis.command("quirks")
def sis_quirks(as_json: AsJson = False) -> None:  # noqa: FBT002  # typer makes a flag of it
    """List the quirks that a simulated system can have, and what each does."""
    from infra.cli import sis as simulated  # noqa: PLC0415  # other commands start faster

    raise typer.Exit(simulated.list_quirks(as_json=as_json))


@app.command()
def doctor(as_json: AsJson = False) -> None:  # noqa: FBT002  # typer makes a flag of it
    """List what Carillon needs on this machine, what is missing, and what installs it.

    Exit code 0: everything is there, 1: something is missing.
    """
    from infra.cli import doctor as doctors  # noqa: PLC0415  # other commands start faster

    raise typer.Exit(doctors.run(as_json=as_json))


def main() -> None:
    """The `carillon` program."""
    if sys.stdout is None:
        # Started with its output closed; the exit code says all the same what was found.
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115  # to the end of the program
    app()


if __name__ == "__main__":
    main()
