"""Running the tests against a copy of the tree with one thing changed in it."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.mutation.change import CORE, ROOT, Change

QUICK = ("tests/reference_evaluator", f"{CORE}/tests")
"""The tests that must notice; few and quick, so that the whole list can be run."""
COPIED = ("src", "tests", "pyproject.toml")
LONGEST_RUN = 600
PASSED, FAILED, INTERRUPTED, NOTHING_FOUND = 0, 1, 2, 5
Verdict = Literal["killed", "survived", "error"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mutation; `by`: the test that noticed, or why there is no verdict."""

    change: Change
    verdict: Verdict
    by: str
    seconds: float


class Copy:
    """A copy of the tree in a folder of its own; the tree itself is never touched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        leave = shutil.ignore_patterns("__pycache__", ".*_cache")
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=leave)
            else:
                shutil.copy2(source, folder / name)
        self._written = int(time.time())

    def write(self, path: Path, text: str) -> None:
        """A time of its own for every writing: compiled files are told apart by whole seconds."""
        path.write_text(text, "utf-8")
        self._written += 2
        os.utime(path, (self._written, self._written))

    def pytest(self, *words: str) -> tuple[int, str]:
        """Exit code and the test that failed first."""
        command = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=no", "-p", "no:cacheprovider", *words]
        surroundings = os.environ | {"PYTHONPATH": f"{self.folder / 'src'}{os.pathsep}{self.folder}"}
        done = subprocess.run(
            command, cwd=self.folder, env=surroundings, capture_output=True, text=True, timeout=LONGEST_RUN, check=False
        )
        noticed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
        return done.returncode, noticed[0].split(" - ")[0].partition(" ")[2] if noticed else ""

    def quick(self) -> tuple[int, str]:
        """The whole quick set."""
        return self.pytest("-n", "2", *QUICK)

    def judge(self, change: Change) -> Outcome:
        """Apply, run, take back."""
        started = time.monotonic()
        path = change.path(self.folder)
        before = path.read_text("utf-8")
        self.write(path, change.applied(self.folder))
        try:
            code, by = self.pytest(*QUICK, "-k", change.told) if change.told else (PASSED, "")
            if code in (PASSED, NOTHING_FOUND):
                code, by = self.quick()
        except subprocess.TimeoutExpired:
            code, by = FAILED, f"no end within {LONGEST_RUN} s"
        finally:
            self.write(path, before)
        verdict: Verdict = "survived" if code == PASSED else "killed" if by else "error"
        return Outcome(
            change, verdict, by or f"pytest ended with {code}" * (code != PASSED), time.monotonic() - started
        )


def chosen(changes: Sequence[Change], words: Sequence[str], files: Sequence[str] = ()) -> list[Change]:
    """Changes whose name has one of these words in it, of one of these files; all where nothing is given."""
    of_files = [c for c in changes if not files or c.file in files]
    return [c for c in of_files if not words or any(word in c.name for word in words)]
