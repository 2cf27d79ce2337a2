"""A small copy of the project's frame with one tiny package in its lock, so that a start takes seconds.

The launcher and `prepare.py` are the real ones; the programme only prints what it was given.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

PROGRAMME = """
import sys
import tiny
print("学衡", tiny.SAYS, *sys.argv[1:], sep="|")
"""
EVERYTHING = """
import sys
import tinytest
print("all tests", tinytest.SAYS, *sys.argv[1:], sep="|")
"""


@dataclass(frozen=True)
class SmallCopy:
    """The copy's folder, and the folder in which pip finds its packages instead of asking a network."""

    folder: Path
    wheels: Path

    @property
    def environment(self) -> Path:
        return self.folder / ".venv"

    def surroundings(self, **more: str) -> dict[str, str]:
        """As on a bare machine: no locale, no home, and a PATH that leads to this Python."""
        path = f"{Path(sys.base_prefix) / 'bin'}:/usr/local/bin:/usr/bin:/bin"
        bare = {"PATH": path, "HOME": "/nonexistent", "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": self.wheels.as_uri()}
        return bare | {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"} | more

    def start(
        self, *words: str, cwd: Path | None = None, launcher: Path | None = None, user: int | None = None, **more: str
    ) -> "subprocess.CompletedProcess[str]":
        """Runs the launcher to its end."""
        return subprocess.run(
            [launcher or self.folder / "xueheng", *words],
            cwd=cwd,
            env=self.surroundings(**more),
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            check=False,
            user=user,
        )

    def start_aside(self, *words: str) -> "subprocess.Popen[str]":
        """Runs the launcher beside others, as a group of processes of its own."""
        return subprocess.Popen(
            [self.folder / "xueheng", *words],
            env=self.surroundings(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )

    def lock(self, name: str, package: str, version: str, says: str, *, wrong_hash: bool = False) -> None:
        """Writes requirements/NAME.txt over one package made on the spot."""
        wheel = make_wheel(self.wheels, package, version, {f"{package}.py": f"SAYS = {says!r}\n"})
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        digest = digest[::-1] if wrong_hash else digest
        lock = self.folder / "requirements" / f"{name}.txt"
        lock.write_text(f"{package}=={version} \\\n    --hash=sha256:{digest}\n", "utf-8")


def make_wheel(folder: Path, package: str, version: str, files: Mapping[str, str]) -> Path:
    """A wheel with the given modules in it."""
    folder.mkdir(parents=True, exist_ok=True)
    about = f"{package}-{version}.dist-info"
    contents = {
        **files,
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},,\n" for name in [*contents, f"{about}/RECORD"])
    path = folder / f"{package}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in (contents | {f"{about}/RECORD": record}).items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return path


def small_copy(place: Path) -> SmallCopy:
    """A copy in a folder with a blank and Chinese in its name."""
    copy = SmallCopy(place / "某校 学衡" / "main", place / "packages")
    package = copy.folder / "src" / "xueheng"
    package.mkdir(parents=True)
    for name in ("__init__.py", "wording.py"):
        shutil.copy(ROOT / "src" / "xueheng" / name, package)
    (package / "__main__.py").write_text(PROGRAMME, "utf-8")
    (copy.folder / "tests").mkdir()
    (copy.folder / "tests" / "everything.py").write_text(EVERYTHING, "utf-8")
    (copy.folder / "requirements").mkdir()
    shutil.copy(ROOT / "requirements" / "prepare.py", copy.folder / "requirements")
    shutil.copy(ROOT / "xueheng", copy.folder)
    copy.lock("run", "tiny", "1.0", "hello")
    copy.lock("test", "tinytest", "1.0", "tested")
    return copy
