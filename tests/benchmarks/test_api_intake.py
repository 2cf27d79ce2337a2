"""`bench api`: so few records that no figure means anything, and what the command refuses."""

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from xueheng.cli.main import run


@pytest.mark.sweep
def test_records_are_sent_to_a_real_server_and_all_are_acknowledged(tmp_path: Path) -> None:
    with redirect_stdout(StringIO()) as said:
        assert run(["bench", "api", str(tmp_path), "--make", "2000", "--only", "sqlite", "--json"]) == 0
    (told,) = json.loads(said.getvalue())["runs"]
    assert (told["database"], told["records"]) == ("sqlite", 2000)
    assert told["records_per_second"] == pytest.approx(told["records"] / told["seconds"], rel=0.02)
    assert told["server_us"] > 0


@pytest.mark.parametrize("words", [["--only", "oracle"], ["--steps"], ["--seed", "2"], ["--memory-limit", "4GB"]])
def test_what_it_has_not_is_refused(tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "api", str(tmp_path / "new"), *words]) != 0
    assert "api" in capsys.readouterr().err or "oracle" in words
    assert not (tmp_path / "new").exists()
