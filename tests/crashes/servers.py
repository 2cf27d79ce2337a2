"""Several servers over one folder, each with a log of its own."""

import re
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.browser.running_server import ADDRESS, ROOT, STARTING_SECONDS, RunningServer, filled

FILL = "tests.crashes.world"


class OneOfSeveral(RunningServer):
    """A server whose log is not shared."""

    log_file: Path | None = None
    more: Mapping[str, str] = {}
    """What its environment has besides."""

    @property
    def surroundings(self) -> dict[str, str]:
        return super().surroundings | {"XUEHENG_PROCESSES": "2"} | dict(self.more)

    def start(self, words: Sequence[str] = ("--port", "0")) -> None:
        self.log_file = self.data.parent / f"{self.data.name}-{id(self)}-{time.monotonic_ns()}.log"
        with self.log_file.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "xueheng", "serve", *words],
                cwd=ROOT, env=self.surroundings, stdout=log, stderr=subprocess.STDOUT, text=True,
            )  # fmt: skip
        until = time.monotonic() + STARTING_SECONDS
        while time.monotonic() < until:
            found = re.search(ADDRESS, self.log())
            if found:
                self.address = found.group()
                return
            assert self.process.poll() is None, self.log()
            time.sleep(0.05)
        raise AssertionError(f"no server within {STARTING_SECONDS} s: {self.log()}")

    def every_process(self) -> list[int]:
        """The numbers of the one that was started and of its copies."""
        assert self.process is not None
        first = self.process.pid
        return [first, *map(int, Path(f"/proc/{first}/task/{first}/children").read_text("ascii").split())]

    def log(self) -> str:
        return self.log_file.read_text("utf-8") if self.log_file else ""


def started(data: Path, count: int, database: str = "", more: Mapping[str, str] | None = None) -> list[OneOfSeveral]:
    """So many servers, started side by side, over a new folder too: the second then waits for what the first makes."""
    servers = [OneOfSeveral(data, database=database) for _ in range(count)]
    for server in servers:
        server.more = more or {}
    threads = [threading.Thread(target=server.start) for server in servers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(server.address for server in servers), [server.log() for server in servers]
    return servers


def founded(data: Path, database: str = "") -> Path:
    """A folder with the world of these tests; over SQLite it is made once and copied."""
    if database:
        RunningServer(data, database=database).run("tests.browser.filling", FILL)
    else:
        filled(data, [FILL])
    return data


def stopped(servers: list[OneOfSeveral]) -> None:
    for server in servers:
        if server.process is not None and server.process.poll() is None:
            server.stop()
