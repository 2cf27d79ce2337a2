"""`bench pages`: a district so small and a time so short that no figure means anything; what the command refuses."""

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from benchmarks.pages_visitor import Answer, one_time_code
from xueheng.cli.bench_pages import WANTED_MS
from xueheng.cli.main import run


@pytest.mark.sweep
def test_every_page_of_every_post_is_asked_for_and_a_sheet_saved(tmp_path: Path) -> None:
    words = ["bench", "pages", str(tmp_path), "--pupils", "50", "--make", "500", "--seconds", "2", "--users", "3"]
    with redirect_stdout(StringIO()) as said:
        assert run([*words, "--json"]) == 0
    (told,) = json.loads(said.getvalue())["runs"]
    assert (told["pupils"], told["records"], told["users"], told["faults"]) == (50, 500, 3, [])
    assert told["machine"]["cores"] >= 1
    pages = {(one["page"], one["role"]) for one in told["pages"]}
    assert {role for _, role in pages} == {"class_teacher", "subject_teacher", "pupil_self"}
    for one in told["pages"]:
        assert 0 < one["p50_ms"] <= one["p95_ms"] <= one["worst_ms"]
        assert one["queries"] > 0
        assert 0 < one["bytes"] < 150 * 1024
    of_all = {one["page"]: one["requests"] for one in told["pages_of_all"]}
    assert set(of_all) == {page for page, _ in pages}
    assert sum(of_all.values()) == sum(one["requests"] for one in told["pages"]) == told["requests"]
    assert told["workbook"]["state"] == "visible"
    assert told["sheet"]["requests"] + told["sheet_beside_workbook"]["requests"] > 0
    assert (tmp_path / "pages-50-500" / "filled").is_file(), "kept for the next time"


@pytest.mark.parametrize("words", [["--only", "oracle"], ["--steps"], ["--seed", "2"], ["--memory-limit", "4GB"]])
def test_what_it_has_not_is_refused(tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "pages", str(tmp_path / "new"), *words]) != 0
    assert "pages" in capsys.readouterr().err or "oracle" in words
    assert not (tmp_path / "new").exists()


def test_its_own_options_are_for_it_alone(tmp_path: Path) -> None:
    assert run(["bench", "snapshots", str(tmp_path / "new"), "--users", "3"]) != 0
    assert not (tmp_path / "new").exists()


def test_links_and_hidden_fields_are_read_off_a_page() -> None:
    body = '<a href="/a/?x=1&amp;y=2#z">A</a><a href="https://x.cn/">B</a><input type="hidden" name="t" value="&lt;1">'
    answer = Answer(200, body.encode(), "text/html; charset=utf-8", 1.0)
    assert answer.links == ["/a/?x=1&y=2"]
    assert answer.hidden == {"t": "<1"}
    assert WANTED_MS == 200


def test_a_one_time_code_is_that_of_the_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 6238, appendix B: the secret 12345678901234567890 at 59 s gives 94287082; six digits are its last six."""
    monkeypatch.setattr("benchmarks.pages_visitor.time.time", lambda: 59)
    assert one_time_code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ") == "287082"
