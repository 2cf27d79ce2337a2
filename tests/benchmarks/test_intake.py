"""`bench intake`: a workbook so small that no figure means anything, and what the command refuses."""

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from xueheng.cli.main import run

PUPILS = 250


def test_a_workbook_is_stored_while_sheets_are_saved(tmp_path: Path) -> None:
    with redirect_stdout(StringIO()) as said:
        assert run(["bench", "intake", str(tmp_path), "--make", str(PUPILS), "--only", "sqlite", "--json"]) == 0
    (told,) = json.loads(said.getvalue())["runs"]
    assert (told["database"], told["rows"], told["stored"]) == ("sqlite", PUPILS, PUPILS)
    assert told["sheets"] >= 1
    assert 0 < told["p50_ms"] <= told["p95_ms"] <= told["worst_ms"]


@pytest.mark.parametrize("words", [["--only", "oracle"], ["--steps"], ["--seed", "2"], ["--memory-limit", "4GB"]])
def test_what_it_has_not_is_refused(tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "intake", str(tmp_path / "new"), *words]) != 0
    assert "intake" in capsys.readouterr().err or "oracle" in words
    assert not (tmp_path / "new").exists()
