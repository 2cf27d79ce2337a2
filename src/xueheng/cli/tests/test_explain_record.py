"""`explain-record`: one subject's result on the server taken apart, of a run and of now."""

import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.running_server import ROOT, RunningServer, filled

STANDARD = "fitness.national"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> RunningServer:
    """An authority with a class of three hundred more, none of whom was tested."""
    return filled(tmp_path_factory.mktemp("explained") / "data", ["tests.crashes.world"])


@pytest.fixture(scope="module")
def pupil(server: RunningServer) -> str:
    """The number of one pupil of the class."""
    with sqlite3.connect(Path(server.surroundings["XUEHENG_DATA"]) / "record.sqlite3") as record:
        ((number,),) = record.execute("SELECT pupil_id FROM identity_enrolment ORDER BY pupil_id DESC LIMIT 1")
    return str(number)


def xueheng(server: RunningServer, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-P", "-m", "xueheng", *words]
    return subprocess.run(
        command, cwd=ROOT, env=server.surroundings, capture_output=True, text=True, timeout=180, check=False
    )


def test_a_run_and_the_record_of_now_are_explained_alike_where_nothing_changed(
    server: RunningServer, pupil: str
) -> None:
    made = xueheng(server, "run", STANDARD, "--period", "2025-2026")
    assert made.returncode == 0, made.stderr
    (number,) = re.findall(r"runs/(\d+)", made.stdout)
    words = ("explain-record", STANDARD, "--subject", pupil, "--json")
    of_run, of_now = xueheng(server, *words, "--run", number), xueheng(server, *words, "--period", "2025-2026")
    assert (of_run.returncode, of_now.returncode) == (0, 0), of_run.stderr + of_now.stderr
    run, now = json.loads(of_run.stdout), json.loads(of_now.stdout)
    assert (run["subject"], now["subject"]) == (pupil, pupil)
    assert run["root"] == now["root"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("fitness.nation", "--subject", "1"), "fitness.national"),
        ((STANDARD, "--subject", "1", "--run", "7"), "没有“fitness.national”的评价批次 7"),
        ((STANDARD, "--subject", "1", "--period", "1999-2000"), "XH-T004"),
    ],
)
def test_what_is_not_known_is_said(server: RunningServer, words: tuple[str, ...], said: str) -> None:
    done = xueheng(server, "explain-record", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
