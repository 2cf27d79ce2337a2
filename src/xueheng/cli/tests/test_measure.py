"""`measure`: one figure of one unit, with the run that it comes from."""

import json
import subprocess
import sys

import pytest

from tests.browser.running_server import ROOT, RunningServer, filled


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> RunningServer:
    """An authority with a class of three hundred more, none of whom was tested."""
    return filled(tmp_path_factory.mktemp("measure") / "data", ["tests.crashes.world"])


def measure(server: RunningServer, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-P", "-m", "xueheng", "measure", *words]
    return subprocess.run(
        command, cwd=ROOT, env=server.surroundings, capture_output=True, text=True, timeout=120, check=False
    )


def test_a_figure_names_its_unit_its_period_and_its_run(server: RunningServer) -> None:
    words = ("fitness.tested_share", "--of", "示例一区", "--period", "2025-2026", "--json")
    one, two = measure(server, *words), measure(server, *words)
    assert (one.returncode, two.returncode) == (0, 0), one.stderr + two.stderr
    told, again = json.loads(one.stdout), json.loads(two.stdout)
    assert told["unit"]["name"] == "示例一区"
    assert told["period"] == {"label": "2025-2026", "first": "2025-09-01", "last": "2026-08-31"}
    # Nobody was tested: nought of everybody, and not "no data".
    assert told["values"] == [{"part": "", "shown": "0", "exact": "0"}]
    assert told["run"]["number"] != again["run"]["number"]
    assert told["run"]["values_digest"] == again["run"]["values_digest"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("fitness.pass", "--of", "示例一区"), "没有名为“fitness.pass”的统计项"),
        (("fitness.pass_share", "--of", "无此单位"), "没有唯一的单位是“无此单位”"),
        (("fitness.pass_share", "--of", "示例一区", "--period", "1999-2000"), "XH-T004"),
    ],
)
def test_what_is_not_known_is_said(server: RunningServer, words: tuple[str, ...], said: str) -> None:
    done = measure(server, *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
