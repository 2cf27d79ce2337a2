"""`run`: the server's own record evaluated from the command line, over a real data folder."""

import json
import re
import subprocess
import sys

import pytest

from tests.browser.running_server import ROOT, RunningServer, filled

DIGEST = re.compile(r"[0-9a-f]{64}")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> RunningServer:
    """An authority with a class of three hundred more."""
    return filled(tmp_path_factory.mktemp("run") / "data", ["tests.crashes.world"])


def run(server: RunningServer, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-P", "-m", "xueheng", "run", *words]
    return subprocess.run(
        command, cwd=ROOT, env=server.surroundings, capture_output=True, text=True, timeout=120, check=False
    )


def test_the_same_record_gives_the_same_digests_and_results_that_stand_in_the_folder(server: RunningServer) -> None:
    one, two = (run(server, "fitness", "--period", "2025-2026") for _ in range(2))
    assert (one.returncode, two.returncode) == (0, 0), one.stderr + two.stderr
    assert DIGEST.findall(one.stdout) == DIGEST.findall(two.stdout)
    folders = sorted((server.data / "runs").iterdir())
    assert len(folders) == 2
    manifests = [json.loads((folder / "manifest.json").read_text("utf-8")) for folder in folders]
    assert manifests[0]["digests"] == manifests[1]["digests"]
    assert manifests[0]["snapshot"] in one.stdout
    assert manifests[0]["subjects"] > 300
    assert all((server.data / "runs" / folder.name / "results.parquet").exists() for folder in folders)


@pytest.mark.parametrize(
    ("words", "said"), [(("fitnes",), "fitness.national"), (("fitness", "--period", "1999-2000"), "XH-T004")]
)
def test_what_is_not_known_is_said_with_what_is(server: RunningServer, words: tuple[str, ...], said: str) -> None:
    done = run(server, *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
