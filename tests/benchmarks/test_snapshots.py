"""`bench snapshots`: so few records that no figure means anything, and what the command refuses."""

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from xueheng.cli.main import run


@pytest.mark.sweep
def test_snapshots_and_live_answers_are_timed_as_often_as_asked(tmp_path: Path) -> None:
    with redirect_stdout(StringIO()) as said:
        assert run(["bench", "snapshots", str(tmp_path), "--make", "2000", "--runs", "2", "--json"]) == 0
    told = json.loads(said.getvalue())
    assert told["workload"] == "snapshots"
    assert [(each["pupils"], each["records"]) for each in told["runs"]] == [(400, 2000)] * 2
    for each in told["runs"]:
        assert each["full_s"] > 0
        assert each["files_used_again"] == each["files"] - 1, "all but the month to which was added"
        assert 0 < each["live_p50_ms"] <= each["live_p99_ms"]


@pytest.mark.parametrize("words", [["--only", "postgresql"], ["--steps"], ["--seed", "2"], ["--memory-limit", "4GB"]])
def test_what_it_has_not_is_refused(tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "snapshots", str(tmp_path / "new"), *words]) != 0
    assert "snapshots" in capsys.readouterr().err or "postgresql" in words
    assert not (tmp_path / "new").exists()
