from __future__ import annotations

import asyncio
import random
import subprocess
from pathlib import Path

import asyncssh
import pytest

from tests.e2e.gateway.conftest import NewAccount, StartGateway
from tests.e2e.gateway.running import Account, Bucket, OpenSsh, RunningGateway

ROSTER = b"email,first name,last name\nada@school.example,Ada,Ok\n"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "students.csv"
    path.write_bytes(ROSTER)
    return path


def test_put_with_a_password_lands_whole_with_its_facts(
    gateway: RunningGateway, openssh: OpenSsh, account: Account, bucket: Bucket, roster: Path
) -> None:
    done = openssh.sftp(account, f"put {roster} LincolnHighSchool_students_nov22_2026.csv\n")
    assert done.returncode == 0, done.stderr
    (stored,) = bucket.objects(account.prefix)
    upload_id = stored["name"].removeprefix(account.prefix)
    assert stored["metadata"] == {
        "fileName": "LincolnHighSchool_students_nov22_2026.csv",
        "school": account.school,
        "connection": "sis",
        "uploadId": upload_id,
        "login": account.user_name,
    }
    assert bucket.content(stored["name"]) == ROSTER
    line = gateway.wait_for("upload.published", login=account.user_name)
    assert line["upload_id"] == upload_id
    assert line["bytes"] == len(ROSTER)
    assert line["client_address"] == "127.0.0.1"
    ended = gateway.wait_for("session.ended", login=account.user_name)
    assert (ended["published"], ended["bytes"]) == (1, len(ROSTER))
    assert account.password not in gateway.output
    assert "LincolnHighSchool" not in gateway.output


@pytest.mark.parametrize("kind", ["ed25519", "rsa"])
def test_put_with_a_key(
    openssh: OpenSsh,
    new_account: NewAccount,
    bucket: Bucket,
    roster: Path,
    tmp_path: Path,
    kind: str,
) -> None:
    key = tmp_path / "id"
    subprocess.run(
        ["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "somebody", "-f", str(key)], check=True
    )
    account = new_account(public_key=key.with_suffix(".pub").read_text())
    done = openssh.sftp(
        account, f"put {roster}\n", "-i", str(key), "-oPreferredAuthentications=publickey"
    )
    assert done.returncode == 0, done.stderr
    assert len(bucket.objects(account.prefix)) == 1


def test_another_schools_key_is_refused(
    gateway: RunningGateway,
    openssh: OpenSsh,
    new_account: NewAccount,
    bucket: Bucket,
    roster: Path,
    tmp_path: Path,
) -> None:
    publics = []
    for name in ("mine", "theirs"):
        key = tmp_path / name
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
        publics.append(key.with_suffix(".pub").read_text())
    new_account(public_key=publics[0])
    other = new_account(public_key=publics[1])
    done = openssh.sftp(
        other,
        f"put {roster}\n",
        "-i",
        str(tmp_path / "mine"),
        "-oPreferredAuthentications=publickey",
    )
    assert done.returncode != 0
    assert "Permission denied" in done.stderr
    assert bucket.objects(other.prefix) == []
    line = gateway.wait_for("login.refused", login=other.user_name)
    assert line["reason"] == "WRONG_KEY"


def test_a_wrong_password_is_refused_and_counted_once(
    gateway: RunningGateway, openssh: OpenSsh, account: Account, roster: Path
) -> None:
    wrong = Account(account.user_name, "not-the-password", account.school, account.connection)
    done = openssh.sftp(wrong, f"put {roster}\n")
    assert done.returncode != 0
    assert "Permission denied" in done.stderr
    assert "carillon" not in done.stderr.lower()
    line = gateway.wait_for("login.refused", login=account.user_name)
    assert line["reason"] == "WRONG_PASSWORD"
    # Its end is seen before the next login's, so a second line would be here by then.
    assert openssh.sftp(account, "pwd\n").returncode == 0
    gateway.wait_for("session.ended", login=account.user_name)
    assert len(gateway.lines("login.refused", login=account.user_name)) == 1


def test_nobodys_name_is_not_written_down(
    gateway: RunningGateway, openssh: OpenSsh, roster: Path
) -> None:
    before = len(gateway.lines("login.refused", reason="UNKNOWN_LOGIN"))
    nobody = Account("hunter2-typed-here", "x", "", "")
    assert openssh.sftp(nobody, f"put {roster}\n").returncode != 0
    gateway.wait_for_all(before + 1, "login.refused", reason="UNKNOWN_LOGIN")
    assert "hunter2" not in gateway.output


def test_a_login_that_is_switched_off_is_refused(
    gateway: RunningGateway, openssh: OpenSsh, new_account: NewAccount
) -> None:
    account = new_account(enabled=False)
    assert openssh.sftp(account, "pwd\n").returncode != 0
    assert gateway.wait_for("login.refused", login=account.user_name)["reason"] == "SWITCHED_OFF"


@pytest.mark.parametrize(
    "target", ["students.csv", "/students.csv", "/upload/students.csv", "a/../students.csv", "out"]
)
def test_every_folder_is_the_same_drop_box(
    openssh: OpenSsh, account: Account, bucket: Bucket, roster: Path, target: str
) -> None:
    done = openssh.sftp(account, f"put {roster} {target}\nls -l\nls /anywhere\n")
    assert done.returncode == 0, done.stderr
    (stored,) = bucket.objects(account.prefix)
    assert stored["metadata"]["fileName"] == "students.csv"
    printed = [line.strip() for line in done.stdout.splitlines() if "sftp>" not in line]
    listed = [line for line in printed if line.endswith("students.csv")]
    assert len(listed) == 2, done.stdout
    assert f" {len(ROSTER)} " in listed[0]


@pytest.mark.parametrize(
    ("batch", "says"),
    [
        ("put {roster} ../students.csv", "nothing above this folder"),
        ("put {roster} /../../students.csv", "nothing above this folder"),
        ("cd ..", "nothing above this folder"),
        ("put {roster} students.exe", "only .csv .tsv .txt .xlsx .zip files are taken"),
        ("put {roster} " + "n" * 296 + ".csv", "at most 255 bytes"),
        ("put {roster} back\\\\\\\\slash.csv", "backslash"),
        ("put {roster}\nget students.csv", "can be put here, not read"),
        ("put {roster}\nrename students.csv other.csv", "already taken over"),
        ("put {roster}\nrm students.csv", "already taken over"),
        ("rmdir upload", "folders cannot be removed"),
    ],
)
def test_what_is_not_allowed_says_so(
    openssh: OpenSsh, account: Account, bucket: Bucket, roster: Path, batch: str, says: str
) -> None:
    done = openssh.sftp(account, batch.format(roster=roster) + "\n")
    assert done.returncode != 0
    assert says in done.stderr
    assert len(bucket.objects(account.prefix)) == batch.count("\n")


@pytest.mark.parametrize("suffix", [".part", ".filepart", ".TMP"])
def test_a_temporary_name_is_published_by_its_rename(
    openssh: OpenSsh, account: Account, bucket: Bucket, roster: Path, suffix: str
) -> None:
    temporary = f"students.csv{suffix}"
    done = openssh.sftp(
        account, f"put {roster} {temporary}\nls -l\nrename {temporary} students.csv\nls\n"
    )
    assert done.returncode == 0, done.stderr
    (stored,) = bucket.objects(account.prefix)
    assert stored["metadata"]["fileName"] == "students.csv"
    assert bucket.content(stored["name"]) == ROSTER


def test_a_temporary_name_that_is_not_renamed_leaves_nothing(
    gateway: RunningGateway, openssh: OpenSsh, account: Account, bucket: Bucket, roster: Path
) -> None:
    assert openssh.sftp(account, f"put {roster} students.csv.part\n").returncode == 0
    line = gateway.wait_for("upload.broken", login=account.user_name)
    assert line["reason"] == "NOT_RENAMED"
    assert bucket.objects(account.prefix) == []


def test_what_clients_do_beside_a_put_is_accepted(
    openssh: OpenSsh, account: Account, bucket: Bucket, roster: Path
) -> None:
    done = openssh.sftp(
        account,
        f"mkdir upload\ncd upload\nput -pf {roster}\nchmod 600 students.csv\nls -la\n"
        f"put {roster} gone.csv.part\nrm gone.csv.part\n",
    )
    assert done.returncode == 0, done.stderr
    assert len(bucket.objects(account.prefix)) == 1


def test_scp_in_sftp_mode_works_and_the_old_protocol_is_refused_in_words(
    openssh: OpenSsh, account: Account, bucket: Bucket, roster: Path
) -> None:
    done = openssh.scp(account, roster, "", "-s")
    assert done.returncode == 0, done.stderr
    assert len(bucket.objects(account.prefix)) == 1
    old = openssh.scp(account, roster, "", "-O")
    assert old.returncode != 0
    assert "scp without -O" in old.stderr
    assert len(bucket.objects(account.prefix)) == 1


@pytest.mark.parametrize("words", [(), ("id",), ("sh", "-c", "id")])
def test_there_is_no_shell(openssh: OpenSsh, account: Account, words: tuple[str, ...]) -> None:
    done = openssh.ssh(account, *words)
    assert done.returncode != 0
    assert done.stdout == ""


def test_eight_megabytes_arrive_byte_for_byte(
    openssh: OpenSsh, account: Account, bucket: Bucket, tmp_path: Path
) -> None:
    data = random.Random(20261122).randbytes(8_000_003)  # noqa: S311  # bytes, not secrets
    source = tmp_path / "big.csv"
    source.write_bytes(data)
    done = openssh.sftp(account, f"put {source}\n")
    assert done.returncode == 0, done.stderr
    (stored,) = bucket.objects(account.prefix)
    assert bucket.content(stored["name"]) == data


def test_an_empty_file_is_taken(
    openssh: OpenSsh, account: Account, bucket: Bucket, tmp_path: Path
) -> None:
    source = tmp_path / "empty.csv"
    source.touch()
    assert openssh.sftp(account, f"put {source}\n").returncode == 0
    (stored,) = bucket.objects(account.prefix)
    assert int(stored["size"]) == 0


@pytest.mark.parametrize(
    "options",
    [
        ("-oKexAlgorithms=diffie-hellman-group14-sha1",),
        ("-oCiphers=aes128-cbc",),
        ("-oMACs=hmac-sha1", "-oCiphers=aes128-ctr"),
        ("-oHostKeyAlgorithms=ssh-rsa",),
    ],
)
def test_only_modern_algorithms_are_offered(
    openssh: OpenSsh, account: Account, options: tuple[str, ...]
) -> None:
    done = openssh.sftp(account, "pwd\n", *options)
    assert done.returncode != 0
    assert "no matching" in done.stderr


class StubbornClient(asyncssh.SSHClient):
    """Signs with SHA-1 whatever the server says that it takes, as old clients do."""

    def __init__(self, key: asyncssh.SSHKey, *, heeds: bool) -> None:
        self._keys = [key]
        self._heeds = heeds
        self._connection: asyncssh.SSHClientConnection | None = None

    def connection_made(self, conn: asyncssh.SSHClientConnection) -> None:
        self._connection = conn

    def public_key_auth_requested(self) -> asyncssh.SSHKey | None:
        assert self._connection is not None
        if not self._heeds:
            self._connection._server_sig_algs = set()
        return self._keys.pop() if self._keys else None


@pytest.mark.parametrize("heeds", [False, True])
def test_a_key_may_not_sign_with_sha1(
    gateway: RunningGateway, new_account: NewAccount, *, heeds: bool
) -> None:
    key = asyncssh.generate_private_key("ssh-rsa", key_size=3072)
    account = new_account(public_key=key.export_public_key().decode())

    async def sign_in() -> None:
        connection, _ = await asyncssh.create_connection(
            lambda: StubbornClient(key, heeds=heeds),
            "127.0.0.1",
            gateway.port,
            username=account.user_name,
            known_hosts=None,
            config=None,
            agent_path=None,
            preferred_auth="publickey",
        )
        connection.close()
        await connection.wait_closed()

    if heeds:
        asyncio.run(sign_in())
    else:
        with pytest.raises(asyncssh.PermissionDenied):
            asyncio.run(sign_in())


def test_old_algorithms_can_be_opted_in_to(
    start_gateway: StartGateway, account: Account, tmp_path: Path
) -> None:
    gateway = start_gateway(GATEWAY_LEGACY_ALGORITHMS="ssh-rsa,diffie-hellman-group14-sha1")
    done = OpenSsh(gateway.port, tmp_path).sftp(
        account,
        "pwd\n",
        "-oKexAlgorithms=diffie-hellman-group14-sha1",
        "-oHostKeyAlgorithms=ssh-rsa",
    )
    assert done.returncode == 0, done.stderr
