"""The real server as an office starts it: `xueheng serve` in a process of its own, on loopback, over a new folder."""

import atexit
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.server.standing_ready import StandingReady

ROOT = Path(__file__).resolve().parents[2]
STARTING_SECONDS = 90
ADDRESS = re.compile(r"http://[\d.]+:\d+")


@dataclass
class RunningServer:
    """A server over `data`. `run` starts a module beside it over the same data, to fill it or look into it; `ask` has
    it done by a process that stands ready, for what is looked at again and again.
    """

    data: Path
    settings: str = "xueheng.web.settings"
    database: str = ""
    address: str = ""
    process: "subprocess.Popen[str] | None" = None
    said: list[str] = field(default_factory=list)
    ready: StandingReady | None = None
    processes: int = 1
    """How many answer requests; of more than one, another runs the jobs."""

    @property
    def surroundings(self) -> dict[str, str]:
        """The environment of a process over this data."""
        return os.environ | {
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "XUEHENG_DATA": str(self.data),
            "XUEHENG_DATABASE": self.database,
            "XUEHENG_LANGUAGE": "zh",
            "DJANGO_SETTINGS_MODULE": self.settings,
            "PYTHONUNBUFFERED": "1",
            "XUEHENG_LOG": "stdout",
            "XUEHENG_PROCESSES": str(self.processes),
        }

    def run(self, module: str, *words: str) -> str:
        """What `python -m module words…` says; fails where it fails."""
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            cwd=ROOT,
            env=self.surroundings,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, module: str, *words: str) -> str:
        """As `run`, by a process that has loaded the program once and forks for each module."""
        self.ready = self.ready or StandingReady(self.surroundings)
        return self.ready.run(f"import runpy; runpy.run_module({module!r}, run_name='__main__')", *words)

    def dismiss(self) -> None:
        """Ends the process that stands ready."""
        if self.ready is not None:
            self.ready.end()
            self.ready = None

    def start(self, words: Sequence[str] = ("--port", "0")) -> None:
        """Starts it and waits for its address."""
        log = (self.data.parent / f"{self.data.name}.log").open("a+", encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "xueheng", "serve", *words],
            cwd=ROOT,
            env=self.surroundings,
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
        )
        until, began = time.monotonic() + STARTING_SECONDS, log.tell()
        while time.monotonic() < until:
            log.seek(began)
            told = log.read()
            found = ADDRESS.search(told)
            if found:
                self.address = found.group()
                return
            assert self.process.poll() is None, told
            time.sleep(0.1)
        raise AssertionError(f"the server did not start within {STARTING_SECONDS} s")

    def stop(self) -> int:
        """Asks it to end, as Ctrl-C does; returns its exit code."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(30)

    def log(self) -> str:
        """All it has said."""
        return (self.data.parent / f"{self.data.name}.log").read_text("utf-8")


def filled(data: Path, fill: Sequence[str], settings: str = "xueheng.web.settings") -> RunningServer:
    """`data` as these modules fill it, in SQLite: made once in a run of tests, by each of its processes, and copied."""
    shutil.copytree(_filled_once(settings, tuple(fill)), data)
    return RunningServer(data, settings)


@cache
def _filled_once(settings: str, fill: tuple[str, ...]) -> Path:
    """What is filled in begins with the tables of an empty folder, which alone take seconds to make."""
    folder = Path(tempfile.mkdtemp(prefix="xueheng-filled-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = RunningServer(folder / "data", settings)
    if fill and settings == "xueheng.web.settings":
        shutil.copytree(_filled_once(settings, ()), made.data)
    made.run("tests.browser.filling", *fill)
    return made.data


@contextmanager
def running(data: Path, settings: str = "xueheng.web.settings", fill: Sequence[str] = ()) -> Iterator[RunningServer]:
    """A server over `data` for as long as this lasts; `fill`: modules whose `fill()` is called before."""
    server = filled(data, fill, settings) if fill else RunningServer(data, settings)
    server.start()
    try:
        yield server
    finally:
        server.dismiss()
        if server.process is not None and server.process.poll() is None:
            server.stop()
