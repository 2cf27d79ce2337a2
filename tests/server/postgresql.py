"""A PostgreSQL of the tests' own: made in a folder, on loopback, without fsync, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

USER = "postgres"
STARTING_SECONDS = 60


class NotAvailable(Exception):
    """There is no PostgreSQL here and none could be installed; says why."""


def programs() -> Path:
    """The folder of PostgreSQL's programs, the newest version; installs Debian's package where that is allowed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if not found and shutil.which("initdb"):
        return Path(str(shutil.which("initdb"))).resolve().parent
    if not found:
        _install()
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if not found:
        raise NotAvailable("no initdb under /usr/lib/postgresql")
    return found[-1].parent


def _install() -> None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise NotAvailable("PostgreSQL is not installed, and only root on Debian could install it")
    surroundings = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", "postgresql"]):
        done = subprocess.run(
            ["apt-get", *words], capture_output=True, text=True, env=surroundings, timeout=600, check=False
        )
    if done.returncode:
        raise NotAvailable(f"apt-get could not install postgresql: {done.stderr.strip()[-200:]}")


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _as_owner(words: Sequence[str]) -> list[str]:
    """PostgreSQL refuses to run as root; as anybody else it runs as that person."""
    return ["runuser", "-u", USER, "--", *words] if os.geteuid() == 0 else list(words)


def _run(words: Sequence[str]) -> None:
    done = subprocess.run(
        _as_owner(words), capture_output=True, text=True, cwd="/", timeout=STARTING_SECONDS * 2, check=False
    )
    if done.returncode:
        raise NotAvailable(f"{Path(words[0]).name}: {done.stderr.strip()[-300:] or done.stdout.strip()[-300:]}")


@dataclass(frozen=True)
class Cluster:
    """A running PostgreSQL of one's own."""

    address: str
    control: tuple[str, ...]
    """`pg_ctl` with what it needs to find the server."""
    options: str
    """What it is started with."""
    folder: Path
    """Where all its files are, its log too."""

    def stop(self, mode: str) -> None:
        """Stops it; `mode`: fast (connections are cut) or immediate (as a crash does)."""
        _run([*self.control, "-m", mode, "stop"])

    def start(self) -> None:
        """Starts it again, as it was."""
        _run([*self.control, "-o", self.options, "start"])


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a new, empty PostgreSQL for as long as this lasts."""
    with restartable_cluster(safe=False) as running:
        yield running.address


@contextmanager
def restartable_cluster(*, safe: bool = True) -> Iterator[Cluster]:
    """A new, empty PostgreSQL that can be restarted. `safe`: with fsync, for crash tests."""
    bin_folder = programs()
    folder = Path(tempfile.mkdtemp(prefix="xueheng-postgresql-"))
    if os.geteuid() == 0:
        owner = pwd.getpwnam(USER)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data, port = folder / "data", _free_port()
    quick = "" if safe else " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=60{quick}"
    try:
        _run([str(bin_folder / "initdb"), "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"])
        control = (str(bin_folder / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"))
        _run([*control, "-o", options, "start"])
        try:
            yield Cluster(f"postgresql://{USER}@127.0.0.1:{port}/postgres", control, options, folder)
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
