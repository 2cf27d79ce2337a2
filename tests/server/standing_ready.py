"""A process that has loaded the program and forks for each script that it is given: processes of their own as any
others, which need not load the program first.

As a program it takes lines of JSON: `[script, words, out, faults]` is answered by the number of the process that runs
it, the number of a process, once that has ended, by its exit code, and the name of a module by importing it.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import IO, Any, NoReturn

LONGEST_SECONDS = 120
"""A script that runs longer is ended."""


class Forked:
    """A script that runs in a process of its own."""

    def __init__(self, ready: "StandingReady", number: int, stdout: IO[str], faults: Path) -> None:
        self.ready = ready
        self.number = number
        self.stdout = stdout
        self.faults = faults
        self.returncode: int | None = None

    def send_signal(self, number: signal.Signals) -> None:
        os.kill(self.number, number)

    def communicate(self) -> tuple[str, str]:
        """What it still says on its two outputs until it ends."""
        said = self.stdout.read()
        self.stdout.close()
        self.returncode = int(self.ready.answer(self.number))
        return said, self.faults.read_text("utf-8")


class StandingReady:
    """The process, with this environment; it begins with what is asked of it first."""

    def __init__(self, surroundings: Mapping[str, str]) -> None:
        self.surroundings = surroundings
        self.process: "subprocess.Popen[str] | None" = None  # noqa: UP037 — a Popen takes no type when it runs
        self.folder = tempfile.TemporaryDirectory(prefix="xueheng-ready-")
        self.scripts = 0

    def start(self, script: str, *words: str) -> Forked:
        """The script, begun; `words` are those of its command."""
        self.scripts += 1
        stem = Path(self.folder.name) / str(self.scripts)
        code, out, faults = stem.with_suffix(".py"), stem.with_suffix(".out"), stem.with_suffix(".faults")
        code.write_text(script, "utf-8")
        os.mkfifo(out)
        number = self.answer([str(code), list(words), str(out), str(faults)])
        return Forked(self, int(number), out.open(encoding="utf-8"), faults)

    def run(self, script: str, *words: str) -> str:
        """What the script says; fails where it fails."""
        process = self.start(script, *words)
        said, faults = process.communicate()
        assert process.returncode == 0, said + faults
        return said

    def load(self, module: str) -> None:
        """A module more that no script needs to load."""
        self.answer(module)

    def answer(self, asked: Any) -> Any:
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.server.standing_ready"], env=self.surroundings, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self) -> None:
        """Ends it; what it began has ended."""
        if self.process is not None:
            self.process.communicate()
        self.folder.cleanup()


def _run(script: str, words: list[str], out: str, faults: str) -> NoReturn:
    """The script in the process that was forked for it, of which nothing else is carried on."""
    code = 0
    signal.alarm(LONGEST_SECONDS)
    with Path(out).open("w", encoding="utf-8") as sys.stdout, Path(faults).open("w", encoding="utf-8") as sys.stderr:
        sys.argv = [script, *words]
        try:
            exec(compile(Path(script).read_text("utf-8"), script, "exec"), {"__name__": "__main__"})
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        except BaseException:
            traceback.print_exc()
            code = 1
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _load() -> None:
    """The program with all its tables and the packs in force, and no connection to a database."""
    import django  # noqa: PLC0415 — only the program that stands ready loads it

    django.setup()
    from xueheng.identity.public import library  # noqa: PLC0415 — once Django stands

    library()


def _answer(asked: Any) -> object:
    if isinstance(asked, str):
        return bool(import_module(asked))
    if isinstance(asked, int):
        _, status = os.waitpid(asked, 0)
        return os.waitstatus_to_exitcode(status)
    child = os.fork()
    if child == 0:
        _run(*asked)
    return child


def _serve() -> None:
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_answer(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _load()
    _serve()
