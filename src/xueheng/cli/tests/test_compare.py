"""`compare`: a draft standard on last year's records, corrected records, and what cannot be compared.

By the draft, notes weigh 60 and pages 40. li: 0.4 × 80 + 0.6 × 50 = 62, a pass as before (68).
wang: 0.4 × 100 + 0.6 × 50 = 70, a pass, and was good at 80: pages from 60 to 40 takes 5 (80 → 75), notes from 40 to 60
takes 5 more.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from xueheng.cli.tests.page_reading import Page
from xueheng.cli.tests.reading_club import RECORDS, Club, Outcome, launched

PERIOD = ("--period", "2025-2026")


@pytest.fixture
def club(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Club:
    return Club(tmp_path, capsys, monkeypatch)


def drafted(club: Club, *changes: tuple[str, str]) -> Path:
    """A draft of the pack: a copy with changes."""
    draft = club.folder / "draft" / "club"
    shutil.copytree(club.pack, draft)
    standards = draft / "standards.yaml"
    text = standards.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    standards.write_text(text, "utf-8")
    shutil.rmtree(draft / "worked")
    return draft


def run(club: Club, out: str, *, pack: Path | None = None, records: object = None, more: tuple[str, ...] = ()) -> None:
    words = ("evaluate", "year", "--pack", pack or club.pack, "--records", records or club.records, *PERIOD)
    done = club.run(*words, "--out", out, *more)
    assert done.code == 0, done.err


WEIGHTS = (("weight: 60", "weight: 4O"), ("weight: 40", "weight: 60"), ("weight: 4O", "weight: 40"))


@pytest.fixture
def backtest(club: Club) -> Club:
    """The results of last year's records by the adopted standard and by the draft."""
    run(club, "adopted")
    run(club, "drafted", pack=drafted(club, *WEIGHTS))
    return club


def compared(club: Club, *words: object, language: str = "en") -> Outcome:
    done = club.run("compare", "adopted", "drafted", *words, language=language)
    assert done.code == 0, done.err
    return done


def data(club: Club, *words: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(compared(club, *words, "--json").out)
    return found


def test_who_moved_and_why(backtest: Club) -> None:
    said = compared(backtest).out
    assert "The standard changed in 2 places" in said
    assert "Pages read（pages）weight：60 → 40" in said
    assert "in both 2, before only 0, after only 0" in said
    assert "Moved 1: down 1" in said
    assert "At the same level with other points: 1" in said
    assert "Pages read: weight changed  1" in said


def test_chinese_first(backtest: Club) -> None:
    said = compared(backtest, language="zh").out
    assert "变动 1：下降 1" in said
    assert "页数：权重变了  1" in said
    assert "Moved" not in said


def test_the_difference_is_taken_apart_exactly(backtest: Club) -> None:
    found = data(backtest)
    (movement,) = found["movements"]
    (mover,) = movement["movers"]
    assert (mover["subject"], mover["difference"], mover["direction"]) == ("wang", "-10", "down")
    assert [(c["node"], c["kind"], c["points"]) for c in mover["causes"]] == [
        ("pages", "weight", "-5"), ("notes", "weight", "-5"),
    ]  # fmt: skip
    assert movement["matrix"] == [
        {"before": "good", "after": "pass", "subjects": 1}, {"before": "pass", "after": "pass", "subjects": 1},
    ]  # fmt: skip
    assert found["same_data"] is True


def test_the_workbook(backtest: Club) -> None:
    compared(backtest, "--out", "moved.xlsx", language="zh")
    book = openpyxl.load_workbook(backtest.folder / "moved.xlsx")
    assert book.sheetnames == ["概要", "标准的变化", "变动名单", "原因明细", "各观测点", "只在一边"]
    movers = list(book["变动名单"].iter_rows(values_only=True))
    assert movers[0][0].startswith("有个人编号，只给可以看个人结果的人")
    assert movers[2][:8] == ("wang", "总得分", "下降", "好", 80, "合格", 70, -10)
    causes = list(book["原因明细"].iter_rows(values_only=True))[2:]
    assert [(row[2], row[4], row[5], row[10], row[11]) for row in causes] == [
        ("pages", "权重变了", -5, "60", "40"), ("notes", "权重变了", -5, "40", "60"),
    ]  # fmt: skip
    assert [row[2:5] for row in book["标准的变化"].iter_rows(min_row=3, values_only=True)] == [
        ("权重", "60", "40"), ("权重", "40", "60"),
    ]  # fmt: skip
    assert book["变动名单"].protection.sheet
    assert book["变动名单"].protection.sort  # true: sorting is locked


def test_what_may_be_handed_on_names_nobody_and_hides_few(backtest: Club) -> None:
    compared(backtest, "--out", "moved.xlsx", "--pages", "pages", language="zh")
    sheet = openpyxl.load_workbook(backtest.folder / "moved.xlsx")["概要"]
    said = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)
    page = Page((backtest.folder / "pages" / "handout.html").read_text("utf-8"))
    for text in (said, page.text):
        assert "wang" not in text
        assert "已隐去" in text
    assert not any(isinstance(cell, int) and cell for row in sheet.iter_rows(values_only=True) for cell in row)


def test_the_pages(backtest: Club) -> None:
    compared(backtest, "--pages", "pages", language="zh")
    page = Page((backtest.folder / "pages" / "index.html").read_text("utf-8"))
    assert page.open == []
    assert [level for level, _ in page.headings if level == 1] == [1]
    assert "只给可以看个人结果的人" in page.text
    assert "wang 好 80.0 → 合格 70.0 (−10)" in page.text
    assert "“页数”的权重变了：60 → 40（−5 分）" in page.text
    assert "handout.html" in page.links()
    assert len(page.ids()) == len(set(page.ids()))


def test_nothing_from_the_data_is_markup_or_a_formula(club: Club) -> None:
    records = club.file("r.csv", "学生,日期,页数\n@<b>x,2025-11-11,500\n")
    run(club, "adopted", records=records)
    run(club, "drafted", records=records, pack=drafted(club, *WEIGHTS))
    compared(club, "--out", "m.xlsx", "--pages", "p", language="zh")
    assert "@&lt;b&gt;x" in (club.folder / "p" / "index.html").read_text("utf-8")
    cell = openpyxl.load_workbook(club.folder / "m.xlsx")["变动名单"]["A3"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("@<b>x", "s", True)


MORE = "14,wang,2025-12-24,30\n"


def test_one_record_more(club: Club) -> None:
    """A third note of li's: 360 pages are 80 points still, 3 notes 100: 0.6 × 80 + 0.4 × 100 = 88, good."""
    club.file("more.csv", RECORDS + "15,li,2026-01-05,10\n")
    run(club, "adopted")
    run(club, "drafted", records="more.csv")
    found = data(club, "--before", club.records, "--after", "more.csv")
    (mover,) = found["movements"][0]["movers"]
    assert [(c["node"], c["kind"], c["points"]) for c in mover["causes"]] == [("notes", "records", "20")]
    assert mover["causes"][0]["facts"] == {
        "state_before": "known", "points_before": "50", "value_before": "2",
        "state_after": "known", "points_after": "100", "value_after": "3",
    }  # fmt: skip
    (record,) = found["records"]
    assert (record["subject"], record["leaf"], record["what"]) == ("li", "notes", "added")
    assert (record["day"], record["after"]["zh"]) == ("2026-01-05", "2026-01-05，页数 10")


def test_a_record_corrected(club: Club) -> None:
    """li's 120 pages were 60: 290 in all are 60 points, 0.6 × 60 + 0.4 × 50 = 56, no pass."""
    club.file("less.csv", RECORDS.replace(",120\n", ",60\n"))
    run(club, "adopted")
    run(club, "drafted", records="less.csv")
    done = compared(club, "--before", club.records, "--after", "less.csv", "--out", "m.xlsx", "--pages", "p")
    assert "Records that changed behind it: 1" in done.out
    rows = list(openpyxl.load_workbook(club.folder / "m.xlsx")["Records"].iter_rows(values_only=True))
    assert rows[2][:4] == ("li", "Pages read", "changed", "Reading note")
    assert rows[2][5:] == ("2025-10-01, Pages 120", "2025-10-01, Pages 60")
    assert "Pages 120" in Page((club.folder / "p" / "index.html").read_text("utf-8")).text


def test_records_of_one_side_are_no_comparison(backtest: Club) -> None:
    done = backtest.run("compare", "adopted", "drafted", "--before", backtest.records)
    assert (done.code, "--before and --after come together" in done.err) == (2, True)


def test_other_records_than_those_of_the_results(backtest: Club) -> None:
    backtest.file("other.csv", RECORDS + MORE)
    done = backtest.run("compare", "adopted", "drafted", "--before", "other.csv", "--after", backtest.records)
    assert (done.code, "XH-F005" in done.err) == (2, True)


def test_another_pack_than_that_of_the_results(backtest: Club) -> None:
    words = ("compare", "adopted", "drafted", "--before", backtest.records, "--after", backtest.records)
    done = backtest.run(*words, "--after-pack", backtest.pack)
    assert (done.code, "XH-F006" in done.err) == (2, True)
    assert backtest.run(*words, "--after-pack", "draft/club").code == 0


def test_paths_as_a_shell_writes_them(club: Club) -> None:
    club.file("more.csv", "id,学生,日期,页数\n21,wu,2025-11-11,500\n")
    run(club, "adopted")
    run(club, "drafted", records=club.records, more=("--records", "more.csv"))
    found = data(club, "--before", club.records, "--after", club.records, "more.csv")
    assert found["subjects"] == {"both": 2, "only_before": [], "only_after": ["wu"]}


def test_nobody_moved(club: Club) -> None:
    run(club, "adopted")
    run(club, "drafted")
    said = compared(club, "--out", "m.xlsx", "--pages", "p").out
    assert "The standard is the same" in said
    assert "Nobody moved" in said


def test_results_of_nobody(club: Club) -> None:
    records = club.file("none.csv", "id,学生,日期,页数\n")
    run(club, "adopted", records=records)
    run(club, "drafted", records=records)
    compared(club, "--out", "m.xlsx", "--pages", "p")


def test_results_of_two_standards(club: Club) -> None:
    run(club, "adopted")
    words = ("evaluate", "term", "--pack", club.pack, "--records", club.records, *PERIOD)
    assert club.run(*words, "--out", "drafted").code == 0
    done = club.run("compare", "adopted", "drafted")
    assert (done.code, "XH-F004" in done.err, "club.year" in done.err) == (2, True, True)


def test_a_file_changed_by_hand(backtest: Club) -> None:
    path = backtest.folder / "adopted" / "leaves.parquet"
    table = pq.read_table(path)
    pq.write_table(table, path, compression="none")
    done = backtest.run("compare", "adopted", "drafted", "--out", "m.xlsx", language="zh")
    assert (done.code, "XH-F002" in done.err) == (2, True)
    assert "在写出之后被改动过" in done.err
    assert not (backtest.folder / "m.xlsx").exists()


@pytest.mark.parametrize("words", [("nowhere", "drafted"), ("club", "drafted"), ("notes.csv", "drafted")])
def test_folders_that_hold_no_results(words: tuple[str, str], backtest: Club) -> None:
    done = backtest.run("compare", *words)
    assert (done.code, "XH-F001" in done.err) == (2, True)


def test_forms_that_are_not_written_and_places_that_are_taken(backtest: Club) -> None:
    assert "--out writes .xlsx only" in backtest.run("compare", "adopted", "drafted", "--out", "m.csv").err
    taken = backtest.run("compare", "adopted", "drafted", "--pages", "adopted")
    assert (taken.code, "would be both read and written" in taken.err) == (2, True)


def test_the_real_command_in_a_process_of_its_own(backtest: Club) -> None:
    folder = backtest.folder
    done = launched("compare", folder / "adopted", folder / "drafted", language="zh")
    assert (done.returncode, done.stderr) == (0, "")
    assert "变动 1：下降 1" in done.stdout
