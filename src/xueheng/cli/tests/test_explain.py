"""`explain`: every number down to its records, and the records enough to get the number again."""

import json
from pathlib import Path
from typing import Any

import pytest

from xueheng.cli.tests.reading_club import Club


@pytest.fixture
def club(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Club:
    return Club(tmp_path, capsys, monkeypatch)


def explain(club: Club, *words: object, records: object = None, language: str = "en") -> Any:
    given = ("explain", "year", "--pack", club.pack, "--records", records or club.records, "--period", "2025-2026")
    return club.run(*given, *words, language=language)


def test_the_tree_shows_each_step(club: Club) -> None:
    done = explain(club, "--subject", "li")
    assert done.code == 0, done.err
    assert "Reader of the year [total]: 68.0 Pass" in done.out
    assert "Pages read [pages]: 80  （80 × 0.6 = 48, weight 60）" in done.out
    assert "Notes written [notes]: 50  （50 × 0.4 = 20, weight 40）" in done.out
    assert "Pages 120" in done.out


def test_it_speaks_chinese(club: Club) -> None:
    done = explain(club, "--subject", "li", language="zh")
    assert "读书之星 [total]: 68.0 合格" in done.out
    assert "所依据的记录（2 条）：" in done.out


def test_data_and_one_indicator(club: Club) -> None:
    whole = json.loads(explain(club, "--subject", "li", "--json").out)
    assert whole["root"]["shown"] == "68.0"
    assert sorted(whole["record_ids"]["club.note"]) == [11, 12]
    one = json.loads(explain(club, "--subject", "wang", "--indicator", "notes", "--json").out)
    assert (one["root"]["code"], one["root"]["points"]) == ("notes", "50")


def test_records_fed_back_give_the_leaf_again(club: Club) -> None:
    first = json.loads(explain(club, "--subject", "li", "--indicator", "pages", "--json").out)
    ids = {str(id_) for id_ in first["root"]["record_ids"]["club.note"]}
    head, *rows = club.records.read_text("utf-8").splitlines()
    kept = club.file("kept.csv", "\n".join([head, *(row for row in rows if row.partition(",")[0] in ids)]))
    again = json.loads(explain(club, "--subject", "li", "--indicator", "pages", "--json", records=kept).out)
    assert again["root"]["points"] == first["root"]["points"] == "80"
    assert again["root"]["value"] == first["root"]["value"] == "350"
    without = club.file("without.csv", "\n".join([head, *(row for row in rows if row.partition(",")[0] != "12")]))
    assert (
        json.loads(explain(club, "--subject", "li", "--indicator", "pages", "--json", records=without).out)["root"][
            "points"
        ]
        == "60"
    )


def test_a_subject_or_an_indicator_that_nobody_knows(club: Club) -> None:
    subject = explain(club, "--subject", "wnag")
    assert (subject.code, subject.out) == (2, "")
    assert 'Did you mean "wang"?' in subject.err
    indicator = explain(club, "--subject", "li", "--indicator", "page")
    assert indicator.code == 2
    assert 'Did you mean "pages"?' in indicator.err


def test_somebody_who_was_not_there_in_the_period(club: Club) -> None:
    listed = club.file("pupils.csv", "学生,开始日期,结束日期\nli,2020-09-01,2021-08-31\nwang,,\n")
    done = explain(club, "--subject", "li", "--subjects", listed)
    assert done.code == 2
    assert "li is not on the list between 2025-09-01 and 2026-08-31" in done.err
