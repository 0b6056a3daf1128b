from __future__ import annotations

import io
import random
import stat
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import paramiko
import pytest

from infra.local.loopback import PLAINLY
from shared.rostering.login_store import LoginStore
from tests.e2e.gateway.conftest import NewAccount, StartGateway
from tests.e2e.gateway.running import (
    Account,
    Bucket,
    RunningGateway,
    eventually,
    paramiko_client,
)
from tests.support.emulators import EmulatorEnv

ROSTER = b"email,first name,last name\nada@school.example,Ada,Ok\n"
MEBIBYTE = 1024 * 1024


def pieces(seed: int, size: int) -> bytes:
    return random.Random(seed).randbytes(size)  # noqa: S311  # bytes, not secrets


def test_put_is_seen_by_stat_and_listing(
    gateway: RunningGateway, account: Account, bucket: Bucket
) -> None:
    with paramiko_client(gateway.port, account) as sftp:
        with sftp.open("/in/students.csv", "wb") as file:
            file.write(ROSTER)
        shown = sftp.stat("/in/students.csv")
        assert shown.st_size == len(ROSTER)
        assert abs(time.time() - (shown.st_mtime or 0)) < 60
        assert sftp.listdir("/") == ["students.csv"]
        assert stat.S_ISDIR(sftp.stat("/in").st_mode or 0)
        with pytest.raises(FileNotFoundError):
            sftp.stat("other.csv")
        sftp.putfo(io.BytesIO(ROSTER), "again.csv", confirm=True)
        assert sftp.listdir("/") == ["again.csv", "students.csv"]
    assert len(bucket.objects(account.prefix)) == 2


def test_a_login_sees_only_its_own_files_also_after_a_restart(
    start_gateway: StartGateway, new_account: NewAccount
) -> None:
    mine = new_account()
    theirs = new_account(school=mine.school)
    first = start_gateway()
    for account, name in ((mine, "mine.csv"), (theirs, "theirs.csv")):
        with paramiko_client(first.port, account) as sftp, sftp.open(name, "wb") as file:
            file.write(ROSTER)
    assert first.stop() == 0
    with paramiko_client(start_gateway().port, mine) as sftp:
        assert sftp.listdir("/") == ["mine.csv"]
        assert sftp.stat("mine.csv").st_size == len(ROSTER)


def test_nothing_can_be_read(gateway: RunningGateway, account: Account) -> None:
    with paramiko_client(gateway.port, account) as sftp:
        with sftp.open("students.csv", "wb") as file:
            file.write(ROSTER)
        with pytest.raises(PermissionError, match="not read"):
            sftp.open("students.csv", "rb")
        # Go's client opens for both; the flag is let pass and the reading refused.
        with sftp.open("both.csv", "w+b") as file:
            file.write(ROSTER)
            file.seek(0)
            with pytest.raises(PermissionError, match="not read"):
                file.read(1)
        assert sftp.stat("both.csv").st_size == len(ROSTER)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nul\x00.csv", "control characters"),
        ("line\nbreak.csv", "control characters"),
        ("bell\x07.csv", "control characters"),
        ("back\\slash.csv", "backslash"),
        ("n" * 296 + ".csv", "at most 255 bytes"),
        ("ü" * 126 + ".csv", "at most 255 bytes"),
        (b"latin-\xe9.csv", "UTF-8"),
        ("a/" * 3000 + "students.csv", "at most 4096 bytes"),
        ("../students.csv", "nothing above"),
        ("in/../../students.csv", "nothing above"),
        ("/..", "nothing above"),
        ("students.exe", "only .csv"),
        ("students", "only .csv"),
        (".csv", "only .csv"),
        ("students.csv.gpg", "only .csv"),
        ("/", "folder, not a file"),
    ],
)
def test_a_name_that_may_not_be_is_refused_in_words(
    gateway: RunningGateway, account: Account, bucket: Bucket, name: str | bytes, says: str
) -> None:
    with paramiko_client(gateway.port, account) as sftp:
        with pytest.raises(OSError, match=says):
            sftp.open(name, "wb")
        with sftp.open("naïve  名前.CSV", "wb") as file:
            file.write(ROSTER)
    (stored,) = bucket.objects(account.prefix)
    assert stored["metadata"]["fileName"] == "naïve  名前.CSV"
    gateway.wait_for("upload.refused", login=account.user_name)


def test_pieces_out_of_order_arrive_in_order(
    gateway: RunningGateway, account: Account, bucket: Bucket
) -> None:
    data = pieces(7, 5 * MEBIBYTE)
    starts = list(range(0, len(data), 30_000))
    random.Random(11).shuffle(starts)  # noqa: S311  # an order, not a secret
    with paramiko_client(gateway.port, account) as sftp:
        with sftp.open("shuffled.csv", "wb") as file:
            for start in starts:
                file.seek(start)
                file.write(data[start : start + 30_000])
        assert sftp.stat("shuffled.csv").st_size == len(data)
    (stored,) = bucket.objects(account.prefix)
    assert bucket.content(stored["name"]) == data


@pytest.mark.parametrize(
    ("writes", "says", "reason"),
    [
        ([(0, 100), (50, 100)], "cannot be written again", "REWRITTEN"),
        ([(0, 100), (0, 100)], "cannot be written again", "REWRITTEN"),
        ([(200, 100), (150, 100)], "cannot be written again", "REWRITTEN"),
        ([(9 * MEBIBYTE, 100)], "too far out of order", "OUT_OF_ORDER"),
    ],
)
def test_a_file_that_is_not_one_stream_is_refused_whole(
    gateway: RunningGateway,
    account: Account,
    bucket: Bucket,
    writes: list[tuple[int, int]],
    says: str,
    reason: str,
) -> None:
    with paramiko_client(gateway.port, account) as sftp:
        file = sftp.open("students.csv", "wb")
        *good, (start, length) = writes
        for earlier, size in good:
            file.seek(earlier)
            file.write(b"x" * size)
        file.seek(start)
        with pytest.raises(OSError, match=says):
            file.write(b"x" * length)
        file.close()
        with pytest.raises(OSError, match=says):
            sftp.stat("students.csv")
        with pytest.raises(FileNotFoundError):
            sftp.stat("students.csv")
    assert gateway.wait_for("upload.broken", login=account.user_name)["reason"] == reason
    assert bucket.objects(account.prefix) == []


def test_a_file_with_a_hole_is_not_published(
    gateway: RunningGateway, account: Account, bucket: Bucket
) -> None:
    with paramiko_client(gateway.port, account) as sftp:
        for name in ("students.csv", "students.part"):
            # paramiko doesn't look at the answer to a close, so the hole shows in the stat after.
            with sftp.open(name, "wb") as file:
                file.write(bytes(100))
                file.seek(200)
                file.write(bytes(100))
            with pytest.raises(OSError, match="a part of the file is missing"):
                sftp.stat(name)
    lines = gateway.wait_for_all(2, "upload.broken", login=account.user_name)
    assert [line["reason"] for line in lines] == ["HOLE", "HOLE"]
    assert bucket.objects(account.prefix) == []


def test_a_file_that_is_too_large_is_refused(
    start_gateway: StartGateway, account: Account, bucket: Bucket
) -> None:
    gateway = start_gateway(GATEWAY_MAX_FILE_BYTES=str(2 * MEBIBYTE))
    with paramiko_client(gateway.port, account) as sftp:
        with sftp.open("just.csv", "wb") as file:
            file.write(bytes(2 * MEBIBYTE))
        with pytest.raises(OSError, match="the file is larger than 2 MiB"):
            sftp.putfo(io.BytesIO(bytes(2 * MEBIBYTE + 1)), "over.csv")
    assert gateway.wait_for("upload.refused", login=account.user_name)["reason"] == "TOO_LARGE"
    (stored,) = bucket.objects(account.prefix)
    assert stored["metadata"]["fileName"] == "just.csv"


def test_suffixes_can_be_set(start_gateway: StartGateway, account: Account) -> None:
    gateway = start_gateway(GATEWAY_SUFFIXES=".csv, .XML")
    with paramiko_client(gateway.port, account) as sftp:
        sftp.open("a.xml", "wb").close()
        with pytest.raises(PermissionError, match=r"only \.csv \.xml files"):
            sftp.open("a.xlsx", "wb")


def test_a_parked_file_is_published_whole_under_its_last_name(
    gateway: RunningGateway, account: Account, bucket: Bucket
) -> None:
    data = pieces(3, 6 * MEBIBYTE + 17)
    with paramiko_client(gateway.port, account) as sftp:
        with sftp.open("upload-1.tmp", "wb") as file:
            file.set_pipelined(True)
            file.write(data)
        assert bucket.objects(account.prefix) == []
        assert sftp.stat("upload-1.tmp").st_size == len(data)
        sftp.rename("upload-1.tmp", "upload-2.part")
        with pytest.raises(PermissionError, match="only"):
            sftp.rename("upload-2.part", "students.exe")
        sftp.posix_rename("upload-2.part", "/in/students.csv")
        assert sftp.listdir("/") == ["students.csv"]
        with pytest.raises(PermissionError, match="already taken over"):
            sftp.rename("students.csv", "other.csv")
        with pytest.raises(FileNotFoundError):
            sftp.rename("never.part", "other.csv")
        # The next day's file comes under the same names.
        sftp.open("upload-1.tmp", "wb").close()
        sftp.rename("upload-1.tmp", "students.csv")
    named = {stored["metadata"]["fileName"] for stored in bucket.objects(account.prefix)}
    assert named == {"students.csv"}
    largest = max(bucket.objects(account.prefix), key=lambda stored: int(stored["size"]))
    assert bucket.content(largest["name"]) == data


def test_links_and_resumed_uploads_are_refused(gateway: RunningGateway, account: Account) -> None:
    with paramiko_client(gateway.port, account) as sftp:
        with pytest.raises(OSError, match="links cannot be made"):
            sftp.symlink("/etc/passwd", "students.csv")
        with pytest.raises(OSError, match="links cannot be made"):
            sftp.readlink("students.csv")
        with pytest.raises(OSError, match="send the whole file again"):
            sftp.open("students.csv", "ab")
        sftp.open("students.csv", "wx").close()
        with pytest.raises(OSError, match="already here"):
            sftp.open("students.csv", "wx")


def test_at_most_sixteen_files_are_open_at_once(gateway: RunningGateway, account: Account) -> None:
    with paramiko_client(gateway.port, account) as sftp:
        files = [sftp.open(f"{number}.csv", "wb") for number in range(16)]
        with pytest.raises(OSError, match="at most 16 files"):
            sftp.open("17.csv", "wb")
        for file in files:
            file.close()
        sftp.open("17.csv", "wb").close()


def test_ten_uploads_at_once(
    gateway: RunningGateway, new_account: NewAccount, bucket: Bucket
) -> None:
    accounts = [new_account() for _ in range(5)] * 2

    def send(number: int) -> None:
        with (
            paramiko_client(gateway.port, accounts[number]) as sftp,
            sftp.open(f"{number}.csv", "wb") as file,
        ):
            file.set_pipelined(True)
            file.write(pieces(number, MEBIBYTE + number))

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(send, range(10)))
    for number, account in enumerate(accounts):
        (stored,) = [
            each
            for each in bucket.objects(account.prefix)
            if each["metadata"]["fileName"] == f"{number}.csv"
        ]
        assert bucket.content(stored["name"]) == pieces(number, MEBIBYTE + number)


def test_keyboard_interactive_works_like_a_password(
    gateway: RunningGateway, account: Account
) -> None:
    with paramiko.Transport(("127.0.0.1", gateway.port)) as transport:
        transport.connect()
        transport.auth_interactive(account.user_name, lambda *_: [account.password])
        assert transport.is_authenticated()
    assert gateway.wait_for("login.accepted", login=account.user_name)["method"] == "password"


def test_a_client_may_try_its_keys_before_its_password(
    gateway: RunningGateway, account: Account
) -> None:
    with paramiko.Transport(("127.0.0.1", gateway.port)) as transport:
        transport.connect()
        for _ in range(2):
            with pytest.raises(paramiko.AuthenticationException):
                transport.auth_publickey(account.user_name, paramiko.RSAKey.generate(2048))
        transport.auth_password(account.user_name, account.password)
        assert transport.is_authenticated()
    gateway.wait_for("login.accepted", login=account.user_name)
    assert gateway.lines("login.refused", login=account.user_name) == []


def test_a_login_that_was_changed_may_begin_no_more_files(
    gateway: RunningGateway, account: Account, emulator_env: EmulatorEnv, bucket: Bucket
) -> None:
    store = LoginStore(emulator_env.project)
    login = store.find(account.user_name)
    assert login is not None
    with paramiko_client(gateway.port, account) as sftp:
        sftp.open("before.csv", "wb").close()
        document = f"projects/{emulator_env.project}/databases/(default)/documents"
        answer = httpx.patch(
            f"http://{emulator_env.firestore_host}/v1/{document}/sftpLogins/{account.user_name}",
            params={"updateMask.fieldPaths": "enabled"},
            json={"fields": {"enabled": {"booleanValue": False}}},
            headers={"Authorization": "Bearer owner"},
            **PLAINLY,
        )
        answer.raise_for_status()
        with pytest.raises(OSError, match="this login was changed"):
            sftp.open("after.csv", "wb")
    assert len(bucket.objects(account.prefix)) == 1


def test_what_a_school_may_look_up_is_in_firestore(
    gateway: RunningGateway, account: Account, emulator_env: EmulatorEnv
) -> None:
    with paramiko_client(gateway.port, account) as sftp, sftp.open("a.csv", "wb") as file:
        file.write(ROSTER)

    def published() -> list[dict[str, object]]:
        answer = httpx.post(
            f"http://{emulator_env.firestore_host}/v1/projects/{emulator_env.project}"
            "/databases/(default)/documents:runQuery",
            json={
                "structuredQuery": {
                    "from": [{"collectionId": "audit"}],
                    "where": {
                        "fieldFilter": {
                            "field": {"fieldPath": "school"},
                            "op": "EQUAL",
                            "value": {"stringValue": account.school},
                        }
                    },
                }
            },
            headers={"Authorization": "Bearer owner"},
            **PLAINLY,
        )
        answer.raise_for_status()
        rows = [row["document"]["fields"] for row in answer.json() if "document" in row]
        verbs = {row["verb"]["stringValue"] for row in rows}
        return rows if verbs == {"login.accepted", "upload.published"} else []

    rows = eventually(published)
    line = gateway.wait_for("upload.published", login=account.user_name)
    (row,) = [row for row in rows if row["verb"] == {"stringValue": "upload.published"}]
    assert row["actor"] == {"stringValue": f"sftp-login:{account.user_name}"}
    assert row["schemaVersion"] == {"integerValue": "1"}
    subject = row["subjects"]["arrayValue"]["values"][0]["mapValue"]["fields"]  # type: ignore[index]
    path = f"schools/{account.school}/rosterConnections/sis"
    assert subject["path"] == {"stringValue": path}
    assert subject["uploadId"] == {"stringValue": line["upload_id"]}
    assert subject["bytes"] == {"integerValue": str(len(ROSTER))}
