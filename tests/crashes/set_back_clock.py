"""A clock that can be set while the server runs: Debian's libfaketime, for the process of the server alone."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.browser.running_server import ROOT

SLEPT = Path(__file__).parent / "slept"
LIBRARY = Path("/usr/lib")
NAME = "libfaketimeMT.so.1"
NOTICED = 1.5
"""Seconds in which a process that waits for something looks at its clock."""


class NotAvailable(Exception):
    """There is no libfaketime here and none could be installed."""


class SetClock:
    """The clock of whoever is started with `surroundings`."""

    def __init__(self, folder: Path) -> None:
        self._file, self._library = folder / "clock", library()
        self.set("+0d")

    def set(self, offset: str) -> None:
        """So far from the true time: `-1d`. The file is never seen half written."""
        draft = self._file.with_name("clock-to-be")
        draft.write_text(offset + "\n", "ascii")
        draft.replace(self._file)

    @property
    def surroundings(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(self._library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "PYTHONPATH": f"{SLEPT}:{ROOT / 'src'}:{ROOT}",
        }


def library() -> Path:
    """Where it is; installs Debian's package where that is allowed."""
    found = _found()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        words = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "libfaketime"]
        surroundings = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(words, capture_output=True, env=surroundings, timeout=300, check=False)
        found = _found()
    if found is None:
        raise NotAvailable("there is no libfaketime here, and only root on Debian could install it")
    return found


def _found() -> Path | None:
    return next(LIBRARY.glob(f"*/faketime/{NAME}"), None)
