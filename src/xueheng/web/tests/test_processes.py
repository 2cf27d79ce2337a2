"""The server's processes: one that dies is begun anew, and none outlives the one that started them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.running_server import RunningServer

ROOT = Path(__file__).resolve().parents[4]
SOON = 20.0
STARTER = """
import os, signal, sys, time
from pathlib import Path
from xueheng.web.processes import Processes
from xueheng.web.server import _as_interrupt

signal.signal(signal.SIGTERM, _as_interrupt)

def work(name):
    def until_the_end():
        (Path(sys.argv[1]) / f"{name}-{os.getpid()}").touch()
        try:
            while True:
                time.sleep(0.05)
        finally:
            (Path(sys.argv[1]) / f"{name}-ended-{os.getpid()}").touch()
    return until_the_end

try:
    Processes({"jobs": work("jobs"), "requests": work("requests")}).run(lambda: print("ready", flush=True))
except KeyboardInterrupt:
    print("over", flush=True)
"""


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + SOON
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def alive(number: int) -> bool:
    """Whether a process runs: one that ended and that nobody has asked after is dead too."""
    try:
        return Path(f"/proc/{number}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def starter(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    yield process
    process.kill()
    process.wait()


def numbers(folder: Path, name: str) -> list[int]:
    return [int(each.name.rpartition("-")[2]) for each in folder.glob(f"{name}-[0-9]*")]


def both(folder: Path) -> tuple[int, int]:
    until(lambda: numbers(folder, "jobs") and numbers(folder, "requests"))
    return numbers(folder, "jobs")[0], numbers(folder, "requests")[0]


def test_a_process_that_was_killed_is_begun_anew(starter: "subprocess.Popen[str]", tmp_path: Path) -> None:
    jobs, requests = both(tmp_path)
    os.kill(requests, signal.SIGKILL)
    until(lambda: len(numbers(tmp_path, "requests")) == 2)
    assert alive(jobs)
    assert numbers(tmp_path, "jobs") == [jobs]
    assert starter.poll() is None


def test_none_outlives_a_starter_that_was_killed(starter: "subprocess.Popen[str]", tmp_path: Path) -> None:
    started = both(tmp_path)
    starter.kill()
    until(lambda: not any(alive(number) for number in started))


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_end_each_ends_its_own_work_first(
    starter: "subprocess.Popen[str]", tmp_path: Path, ending: signal.Signals
) -> None:
    jobs, requests = both(tmp_path)
    if signal.getsignal(ending) is signal.SIG_IGN:
        ending = signal.SIGTERM  # whoever runs the tests has told all that it starts to pass the other over
    if ending == signal.SIGTERM:
        os.kill(requests, signal.SIGTERM)  # asked for itself, it ends as well and is begun anew
        until(lambda: len(numbers(tmp_path, "requests")) == 2)
        starter.terminate()
    else:
        starter.send_signal(ending)
    until(lambda: numbers(tmp_path, "jobs-ended") == [jobs])
    starter.wait(SOON)
    assert not any(alive(number) for number in (jobs, requests))


def test_a_job_is_run_and_pages_are_answered_by_processes_of_their_own(tmp_path: Path) -> None:
    server = RunningServer(tmp_path / "data", processes=2)
    server.start()
    assert server.process is not None
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    started = [int(number) for number in children.read_text("ascii").split()]
    assert len(started) == 3
    assert server.stop() == 0
    assert "已停止，数据都已存好。" in server.log()
    assert "Traceback" not in server.log()
    assert not any(alive(number) for number in started)
