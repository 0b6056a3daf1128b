"""Which programs of others the local stack needs, where they are, and how each is installed.

Finds and names; what it installs by itself is fake-gcs-server, into the user's cache, and the
locked npm packages, into the project.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from infra.local.node_packages import (
    InstallError,
    firebase_is_installed,
    firebase_path,
    install_console,
    install_firebase,
)

FAKE_GCS_VERSION = "v1.56.1"
FAKE_GCS_MODULE = f"github.com/fsouza/fake-gcs-server@{FAKE_GCS_VERSION}"
MISSING_EXIT = 2
_JAVA_OLDEST = 11
_NODE_OLDEST = 20
_PYTHON_OLDEST = (3, 11)
_BUILD_SECONDS = 900
_MAC = sys.platform == "darwin"
_SDK_PLACES = (
    "/usr/lib/google-cloud-sdk",
    "/usr/share/google-cloud-sdk",
    "/opt/google-cloud-sdk",
    "/usr/local/google-cloud-sdk",
    "/snap/google-cloud-cli/current",
    "/opt/homebrew/share/google-cloud-sdk",
    "/usr/local/share/google-cloud-sdk",
    "~/google-cloud-sdk",
)


class ToolsMissing(Exception):  # noqa: N818  # reads as the sentence that it stands for
    """Something is missing; the text names all of it with the commands that install it."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One program of others.

    Attributes:
        purpose: what the stack uses it for.
        version: as the program says it; None when it is missing or too old.
        path: where it was found; None when nowhere.
        install: one shell command that installs it here.
        automatic: True when the set-up installs it by itself.
    """

    name: str
    purpose: str
    version: str | None
    path: Path | None
    install: str
    automatic: bool = False

    @property
    def found(self) -> bool:
        """True when it is there and new enough."""
        return self.version is not None and self.path is not None


def probe_all() -> list[Tool]:
    """Look for everything that the stack needs, in the order in which it is needed."""
    fake_gcs = _fake_gcs()
    tools = [_python(), _uv(), _java(), _firestore_jar(), _pubsub_jar(), fake_gcs]
    if not fake_gcs.found:
        tools.append(_go())
    tools += [_openssh("sftp", "the demo's own uploads"), _openssh("ssh-keygen", "host keys")]
    return [*tools, _node(), _npm(), _firebase_tools(), _chromium(), _soffice()]


def require(progress: Callable[[str], None] | None = None) -> dict[str, Path]:
    """The path of every tool by its name; installs what it can when only that is missing.

    Raises:
        ToolsMissing: something is missing that only its user can install.
    """
    tools = probe_all()
    missing = [tool for tool in tools if not tool.found and not tool.automatic]
    if missing:
        raise ToolsMissing(describe_missing(missing))
    paths = {tool.name: tool.path for tool in tools if tool.path is not None}
    tell = progress or _tell
    with ThreadPoolExecutor() as side_by_side:
        fake_gcs = side_by_side.submit(install_fake_gcs, tell)
        firebase = side_by_side.submit(install_firebase, tell)
        console = side_by_side.submit(install_console, tell)
    try:
        paths |= {"fake-gcs-server": fake_gcs.result(), "firebase-tools": firebase.result()}
        console.result()
    except InstallError as error:
        raise ToolsMissing(str(error)) from error
    return paths


def describe_missing(missing: Iterable[Tool]) -> str:
    """All that is missing at once, a line each, with the command that installs it."""
    return "\n".join(f"missing: {t.name} ({t.purpose}). Install: {t.install}" for t in missing)


def cache_dir() -> Path:
    """The user's own cache of this project, shared by every clone on the machine."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "carillon"


def fake_gcs_path() -> Path:
    """Where the built fake-gcs-server stands; its version is in its name."""
    return cache_dir() / "tools" / f"fake-gcs-server-{FAKE_GCS_VERSION}"


def install_fake_gcs(progress: Callable[[str], None]) -> Path:
    """Build fake-gcs-server into the cache unless it is there (about 90 s on two cores).

    Raises:
        ToolsMissing: there is no Go, or the build failed; the text ends with Go's own words.
    """
    target = fake_gcs_path()
    if target.is_file():
        return target
    go = _go()
    if go.path is None:
        raise ToolsMissing(describe_missing([go]))
    progress(f"building fake-gcs-server {FAKE_GCS_VERSION} with Go (once, a minute or two)")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as workshop:
        _build(go.path, workshop)
        Path(workshop, "fake-gcs-server").replace(target)
    return target


def _tell(text: str) -> None:
    # At once, also into a pipe: what follows takes minutes.
    print(text, flush=True)


def _build(go: Path, workshop: str) -> None:
    command = [str(go), "install", FAKE_GCS_MODULE]
    try:
        subprocess.run(
            command,
            env={**os.environ, "GOBIN": workshop},
            cwd=workshop,
            check=True,
            capture_output=True,
            text=True,
            timeout=_BUILD_SECONDS,
        )
    except subprocess.CalledProcessError as error:
        raise ToolsMissing(f"`{' '.join(command)}` failed:\n{error.stderr[-2000:]}") from error
    except subprocess.TimeoutExpired as error:
        raise ToolsMissing(f"`{' '.join(command)}` took over {_BUILD_SECONDS} s") from error


def _python() -> Tool:
    version = platform.python_version() if sys.version_info >= _PYTHON_OLDEST else None
    install = "uv python install 3.12"
    return Tool("python", "everything (3.11 or later)", version, Path(sys.executable), install)


def _uv() -> Tool:
    ours = Path(__file__).resolve().parents[2] / ".tools" / "uv" / "bin" / "uv"
    elsewhere = shutil.which("uv")
    path = Path(elsewhere) if elsewhere and not ours.exists() else ours
    tool = _asked("uv", "installing the locked packages", path, ["--version"], "make setup")
    return replace(tool, automatic=True)


def _java() -> Tool:
    install = (
        "brew install --cask temurin" if _MAC else "sudo apt-get install -y default-jre-headless"
    )
    purpose = f"the Firestore and Pub/Sub emulators (Java {_JAVA_OLDEST} or later)"
    missing = Tool("java", purpose, None, None, install)
    homes = [Path(home, "bin", "java") for home in [os.environ.get("JAVA_HOME")] if home]
    for path in [*homes, *map(Path, filter(None, [shutil.which("java")]))]:
        tool = _asked("java", purpose, path, ["-version"], install)
        if tool.version is not None and _java_major(tool.version) >= _JAVA_OLDEST:
            return tool
    return missing


def _java_major(version: str) -> int:
    """11 and 17 name themselves first; 8 calls itself 1.8."""
    first, *rest = re.findall(r"\d+", version)
    return int(rest[0]) if first == "1" and rest else int(first)


def _go() -> Tool:
    install = "brew install go" if _MAC else "sudo apt-get install -y golang-go"
    purpose = "building fake-gcs-server once"
    path = shutil.which("go") or shutil.which("go", path="/usr/local/go/bin")
    return _asked("go", purpose, Path(path) if path else None, ["version"], install)


def _fake_gcs() -> Tool:
    path = fake_gcs_path()
    there = path.is_file()
    return Tool(
        "fake-gcs-server",
        "Cloud Storage on this machine",
        FAKE_GCS_VERSION if there else None,
        path if there else None,
        "make setup",
        automatic=True,
    )


def _node() -> Tool:
    purpose = f"the Auth emulator and the console (Node {_NODE_OLDEST} or later)"
    install = "brew install node" if _MAC else "sudo apt-get install -y nodejs npm"
    path = shutil.which("node")
    tool = _asked("node", purpose, Path(path) if path else None, ["--version"], install)
    new_enough = tool.version is not None and int(tool.version.split(".")[0]) >= _NODE_OLDEST
    return tool if new_enough else Tool("node", purpose, None, None, install)


def _npm() -> Tool:
    install = "brew install node" if _MAC else "sudo apt-get install -y npm"
    path = shutil.which("npm")
    purpose = "installing the console's packages"
    return _asked("npm", purpose, Path(path) if path else None, ["--version"], install)


def _firebase_tools() -> Tool:
    version = "locked" if firebase_is_installed() else None
    purpose = "sign-in on this machine"
    return Tool("firebase-tools", purpose, version, firebase_path(), "make setup", automatic=True)


def _chromium() -> Tool:
    install = "brew install --cask chromium" if _MAC else "sudo apt-get install -y chromium"
    places = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    path = next(filter(None, places), None)
    purpose = "the console's tests in a real browser"
    return _asked("chromium", purpose, Path(path) if path else None, ["--version"], install)


def _soffice() -> Tool:
    install = (
        "brew install --cask libreoffice" if _MAC else "sudo apt-get install -y libreoffice-calc"
    )
    path = shutil.which("soffice")
    purpose = "the tests that open exports in a spreadsheet"
    return _asked("soffice", purpose, Path(path) if path else None, ["--version"], install)


def _openssh(name: str, purpose: str) -> Tool:
    install = "brew install openssh" if _MAC else "sudo apt-get install -y openssh-client"
    path, ssh = shutil.which(name), shutil.which("ssh")
    if path is None or ssh is None:
        return Tool(name, purpose, None, None, install)
    # Only ssh itself tells the version of the package.
    version = _asked(name, purpose, Path(ssh), ["-V"], install).version
    return Tool(name, purpose, version, Path(path), install)


def _firestore_jar() -> Tool:
    pattern = "platform/cloud-firestore-emulator/*firestore*emulator*.jar"
    return _jar("cloud-firestore-emulator", "Firestore on this machine", pattern)


def _pubsub_jar() -> Tool:
    pattern = "platform/pubsub-emulator/lib/cloud-pubsub-emulator-*-all.jar"
    return _jar("pubsub-emulator", "the bucket's events on this machine", pattern)


def _jar(component: str, purpose: str, pattern: str) -> Tool:
    for root in _sdk_roots():
        found = sorted(root.glob(pattern))
        if found:
            version = re.search(r"\d+(\.\d+)+", found[-1].name)
            return Tool(component, purpose, version[0] if version else "found", found[-1], "")
    apt = f"sudo apt-get install -y google-cloud-cli-{component.removeprefix('cloud-')}"
    managed = _sdk_is_from_apt()
    return Tool(
        component,
        purpose,
        None,
        None,
        f"{apt} (Google's apt source: https://cloud.google.com/sdk/docs/install#deb)"
        if managed
        else f"gcloud components install {component} --quiet",
    )


def _sdk_is_from_apt() -> bool:
    """Debian's package forbids ``gcloud components``; without any gcloud apt is the short way."""
    return not _MAC and (
        shutil.which("gcloud") is None or Path("/usr/lib/google-cloud-sdk").is_dir()
    )


def _sdk_roots() -> list[Path]:
    """Where the Google Cloud CLI may be, the likeliest first."""
    told = os.environ.get("CLOUDSDK_ROOT_DIR")
    gcloud = shutil.which("gcloud")
    roots = [Path(told)] if told else []
    if gcloud:
        roots.append(Path(gcloud).resolve().parents[1])
    return [*roots, *(Path(place).expanduser() for place in _SDK_PLACES)]


def _asked(name: str, purpose: str, path: Path | None, words: list[str], install: str) -> Tool:
    """A tool with the first version number that it prints; without one it counts as missing."""
    missing = Tool(name, purpose, None, None, install)
    if path is None or not path.exists():
        return missing
    try:
        answer = subprocess.run(
            [str(path), *words], capture_output=True, text=True, check=True, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return missing
    version = re.search(r"\d+(\.\w+)+|\b\d+\b", answer.stdout + answer.stderr)
    return Tool(name, purpose, version[0], path, install) if version else missing


def main(arguments: list[str]) -> int:
    """With ``install``, install what can be; without, list what is there. 0 when nothing misses."""
    if arguments not in ([], ["install"]):
        print("usage: python -m infra.local.toolchain [install]", file=sys.stderr)
        return MISSING_EXIT
    try:
        if arguments:
            require()
    except ToolsMissing as error:
        print(error, file=sys.stderr)
        return MISSING_EXIT
    tools = [] if arguments else probe_all()
    for tool in tools:
        print(f"{tool.name}: {tool.version or f'missing; install: {tool.install}'}")
    return 0 if all(tool.found for tool in tools) else MISSING_EXIT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
