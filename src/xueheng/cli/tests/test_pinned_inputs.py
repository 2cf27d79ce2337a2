"""`--input`: a standard that reads another one's results reads them from their folder, as they stand.

By the year's standard li has 68 and wang 80. A prize takes those points as they are: 68 and 80.
"""

from pathlib import Path

import pytest

from xueheng.cli.tests.reading_club import RECORDS, Club

PERIOD = ("--period", "2025-2026")
PRIZE = """\
prize:
  title: {zh: 年度奖, en: Prize}
  of: pupil
  period: school_year
  missing: block
  decimals: 1
  inputs: {year: {}}
  parts:
    reading: {title: {zh: 全年, en: The year}, value: year.total, scale: {points: value}}
"""


@pytest.fixture
def club(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Club:
    made = Club(tmp_path, capsys, monkeypatch)
    standards = made.pack / "standards.yaml"
    standards.write_text(standards.read_text("utf-8") + PRIZE, "utf-8")
    made.change("posts.yaml", "sees: [year, term]", "sees: [year, term, prize]")
    words = ("evaluate", "year", "--pack", made.pack, "--records", made.records, *PERIOD, "--out", "pinned")
    done = made.run(*words)
    assert done.code == 0, done.err
    return made


def prize(club: Club, *words: object) -> tuple[int, str]:
    asked = ("evaluate", "prize", "--pack", club.pack, "--records", club.records, *PERIOD, "--out", "prize.csv")
    done = club.run(*asked, *words)
    return done.code, done.err


def test_results_are_read_from_the_folder_and_not_computed_again(club: Club) -> None:
    club.file("notes.csv", RECORDS.replace(",500", ",1"))  # computed again, wang would have 20
    assert prize(club, "--input", "pinned") == (0, "")
    assert [row[:3] for row in club.results("prize.csv")[1:]] == [["li", "68", "68.0"], ["wang", "80", "80.0"]]


def test_explain_reads_the_same(club: Club) -> None:
    words = ("explain", "prize", "--pack", club.pack, "--records", club.records, *PERIOD, "--subject", "wang")
    done = club.run(*words, "--input", "pinned")
    assert done.code == 0, done.err
    assert "80" in done.out


def test_without_the_folder_the_run_stops(club: Club) -> None:
    code, said = prize(club)
    assert (code, "XH-R002" in said) == (2, True)


def test_two_folders_of_one_standard(club: Club) -> None:
    code, said = prize(club, "--input", "pinned", "pinned")
    assert (code, 'Two results of "club.year" were given' in said) == (2, True)


def test_a_folder_of_no_results(club: Club) -> None:
    code, said = prize(club, "--input", club.pack)
    assert (code, "XH-F001" in said) == (2, True)
