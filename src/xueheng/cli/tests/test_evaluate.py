"""`evaluate` on a pack unseen at build time: CSV, workbooks and Parquet in, every form of result out."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from xueheng.cli.tests.reading_club import Club, launched

ALL_NAMES = ("year", "club.year", "club")


@pytest.fixture
def club(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Club:
    return Club(tmp_path, capsys, monkeypatch)


def workbook(path: Path, *rows: list[Any], title: str = "读书笔记") -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    made.save(path)
    return path


def test_points_by_hand(club: Club) -> None:
    done = club.evaluate()
    assert done.code == 0, done.err
    assert club.results() == [
        ["subject", "pages", "notes", "total", "level", "missing", "not_applying"],
        ["li", "80", "50", "68.0", "pass", "", ""],
        ["wang", "100", "50", "80.0", "good", "", ""],
    ]
    assert "2025-2026" in done.out
    assert "Subjects: 2" in done.out


@pytest.mark.parametrize("name", ALL_NAMES)
def test_a_standard_goes_by_all_its_names(club: Club, name: str) -> None:
    done = club.run(
        "evaluate", name, "--pack", club.pack, "--records", club.records, "--period", "2025-2026", "--out", "o.csv"
    )
    assert done.code == 0, done.err
    assert len(club.results("o.csv")) == 3


def test_another_standard_of_the_pack(club: Club) -> None:
    club.run(
        "evaluate", "term", "--pack", club.pack, "--records", club.records, "--period", "2025-2026", "--out", "o.csv"
    )
    assert club.results("o.csv")[0][:3] == ["subject", "pages", "total"]


def test_it_speaks_the_readers_language(club: Club) -> None:
    chinese, english = club.evaluate(language="zh"), club.evaluate(language="en")
    assert "评价对象：2 个" in chinese.out
    assert "Subjects" not in chinese.out
    assert "评价对象" not in english.out
    both = club.evaluate(language="both")
    assert "评价对象：2 个 / Subjects: 2" in both.out


def test_what_is_rejected_is_counted_shown_and_listed(club: Club) -> None:
    records = club.file("r.csv", "学生,日期,页数\nli,2025-10-01,120\nli,2025-10-02,许多\nwang,2025-10-02,=1+1\n")
    done = club.evaluate(records=records)
    assert done.code == 0
    numbers = next(line.split() for line in done.out.splitlines() if "r.csv" in line)
    assert numbers[-3:] == ["3", "1", "2"]
    assert "许多" in done.out
    listed = (club.folder / "out.rejections.csv").read_text("utf-8-sig")
    assert "许多" in listed
    assert "'=1+1" in listed


def test_without_rejections_no_list_is_left_lying(club: Club) -> None:
    club.evaluate()
    assert club.listing() == {"notes.csv", "out.csv"}


def test_the_day_a_sheet_lacks(club: Club) -> None:
    records = club.file("r.csv", "学生,页数\nli,120\n")
    assert "2026-08-31" in club.evaluate(records=records).out
    given = club.evaluate("--day", "2025-11-03", records=records)
    assert "2025-11-03" in given.out
    outside = club.evaluate("--day", "2024-11-03", records=records)
    assert "lies outside the period" in outside.out


def test_a_folder_out_has_everything(club: Club) -> None:
    done = club.evaluate(out="all")
    assert done.code == 0, done.err
    names = {"results.csv", "results.parquet", "leaves.parquet", "groups.parquet", "rejections.csv", "manifest.json"}
    assert names <= {path.name for path in (club.folder / "all").iterdir()}
    manifest = json.loads((club.folder / "all" / "manifest.json").read_text("utf-8"))
    assert manifest["files"] == [{"name": str(club.records), "received": 3, "stored": 3, "rejected": 0}]
    assert len(manifest["digests"]["results"]) == 64


def test_parquet_and_workbook_out(club: Club) -> None:
    assert club.evaluate(out="o.parquet").code == 0
    assert pq.read_table(club.folder / "o.parquet").column("subject").to_pylist() == ["li", "wang"]
    assert club.evaluate(out="o.xlsx", language="zh").code == 0
    sheet = openpyxl.load_workbook(club.folder / "o.xlsx")["结果"]
    assert "li" in [cell.value for cell in sheet["A"]]


def test_pages_take_numbers_apart(club: Club) -> None:
    done = club.evaluate("--pages", "pages")
    assert done.code == 0, done.err
    assert (club.folder / "pages" / "index.html").is_file()
    assert len(list((club.folder / "pages" / "subjects").iterdir())) == 2


def test_a_workbook_comes_back_with_its_answers(club: Club) -> None:
    path = workbook(
        club.folder / "w.xlsx",
        ["学生", "日期", "页数"],
        ["li", date(2025, 10, 1), 350],
        ["wang", date(2025, 10, 1), "许多"],
    )
    done = club.evaluate("--marked", "back.xlsx", records=path, language="zh")
    assert done.code == 0, done.err
    rows = list(openpyxl.load_workbook(club.folder / "back.xlsx")["读书笔记"].iter_rows(values_only=True))
    heads = [str(cell) for cell in rows[0]]
    assert "处理结果" in heads
    li = dict(zip(heads, rows[1], strict=True))
    assert li["总得分"] == 68  # 350 pages: 80; one note: 50
    assert li["总评等级"] == "合格"
    assert dict(zip(heads, rows[2], strict=True))["总得分"] is None


def test_several_workbooks_come_back_into_a_folder(club: Club) -> None:
    heads = ["学生", "日期", "页数"]
    first = workbook(club.folder / "a.xlsx", heads, ["li", date(2025, 10, 1), 350])
    second = workbook(club.folder / "b.xlsx", heads, ["li", date(2025, 10, 2), 1], ["wu", date(2025, 10, 2), 1])
    done = club.evaluate("--records", second, "--marked", "back", records=first)
    assert done.code == 0, done.err
    assert {path.name for path in (club.folder / "back").iterdir()} == {"a.xlsx", "b.xlsx"}
    assert "1 subjects have records in several files (as li: a.xlsx, b.xlsx)" in done.out


def test_the_same_file_twice_counts_once(club: Club) -> None:
    copy = club.file("copy.csv", club.records.read_text("utf-8"))
    done = club.evaluate("--records", copy)
    assert "counted once" in done.out
    assert club.results()[1][3] == "68.0"


def test_paths_as_a_shell_writes_them(club: Club) -> None:
    second = club.file("more.csv", "学生,日期,页数\nwu,2025-10-02,100\n")
    done = club.run(
        "evaluate",
        "year",
        "--pack",
        club.pack,
        "--records",
        club.records,
        second,
        "--period",
        "2025-2026",
        "--out",
        "o.csv",
    )
    assert done.code == 0, done.err
    assert [row[0] for row in club.results("o.csv")[1:]] == ["li", "wang", "wu"]


def test_a_folder_is_read_file_by_file(club: Club) -> None:
    club.file("in/one.csv", "学生,日期,页数\nli,2025-10-02,100\n")
    club.file("in/deeper/two.csv", "学生,日期,页数\nwang,2025-10-02,100\n")
    club.file("in/~$lock.csv", "nothing")
    assert club.evaluate(records="in").code == 0
    assert [row[0] for row in club.results()[1:]] == ["li", "wang"]


def test_records_that_the_standard_does_not_read_are_left_aside(club: Club) -> None:
    loans = club.file("loans.csv", "学生,日期,册数\nli,2025-10-02,3\n")
    done = club.evaluate("--records", loans)
    assert done.code == 0, done.err
    assert 'loans.csv was not used: the standard does not read records of "Loan"' in done.out


def test_listed_subjects_without_records_get_a_result_and_strangers_do_not(club: Club) -> None:
    listed = club.file("pupils.csv", "学生,学校\nli,一中\nzhao,一中\n")
    done = club.evaluate("--subjects", listed, out="all")
    assert done.code == 0, done.err
    rows = club.results("all/results.csv")
    assert [row[0] for row in rows[1:]] == ["li", "zhao"]
    assert rows[2][:4] == ["zhao", "0", "0", "0.0"]
    assert "wang is not among the known subjects" in done.out
    groups = pq.read_table(club.folder / "all" / "groups.parquet").to_pylist()
    assert ("一中", "total", "mean", "34.0") in {(g["group"], g["column"], g["statistic"], g["value"]) for g in groups}


def parquet_note(path: Path, **columns: pa.Array) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), path)


def test_parquet_named_by_evidence_type(club: Club) -> None:
    days = pa.array([date(2025, 10, 1), date(2025, 12, 1), date(2025, 12, 1)])
    columns = {"occurred": days, "pages": pa.array([120, 230, 500], pa.int32()), "actor": pa.array([7, 7, 7])}
    parquet_note(
        club.folder / "big/evidence/note.parquet",
        record=pa.array([1, 2, 3]),
        pupil=pa.array([5, 5, 6], pa.int32()),
        **columns,
    )
    parquet_note(club.folder / "big/evidence/loan.parquet", record=pa.array([1]), pupil=pa.array([5]), day=days[:1])
    pq.write_table(pa.table({"subject": [5, 9], "school": [1, 1]}), club.folder / "pupils.parquet")
    alone = club.evaluate(records="big")
    assert alone.code == 0, alone.err
    assert [row[:4] for row in club.results()[1:]] == [["5", "80", "50", "68.0"], ["6", "100", "50", "80.0"]]
    assert "loan.parquet was not used" in alone.out
    listed = club.evaluate("--subjects", "pupils.parquet", records="big")
    assert [row[0] for row in club.results()[1:]] == ["5", "9"]
    assert "1 rows are about subjects that are not listed" in listed.out
    split = club.folder / "split/note"
    for place in (0, 1):
        parquet_note(
            split / f"part-{place}.parquet",
            id=pa.array([place]),
            subject=pa.array([5]),
            day=days[:1],
            pages=pa.array([100 + place]),
        )
    assert club.evaluate(records="split").code == 0
    assert club.results()[1][:3] == ["5", "60", "50"]


def test_parquet_that_cannot_be_used(club: Club) -> None:
    parquet_note(club.folder / "a/note.parquet", record=pa.array([1]), pages=pa.array([1]))
    lacking = club.evaluate(records="a")
    assert (lacking.code, 'lacks the column "subject"' in lacking.err) == (2, True)
    club.file("b/note.parquet", "no Parquet at all")
    assert "is no Parquet file" in club.evaluate(records="b").err
    days = pa.array([date(2025, 10, 1)])
    parquet_note(
        club.folder / "c/note.parquet", id=pa.array([1]), subject=pa.array([5]), day=days, pages=pa.array([1.5])
    )
    assert "floating point" in club.evaluate(records="c").err
    both = club.evaluate("--records", "c")
    assert "comes both as Parquet and as workbook or CSV" in both.err


def test_the_real_command_in_a_process_of_its_own(club: Club) -> None:
    words = ("evaluate", "year", "--pack", club.pack, "--records", club.records, "--period", "2025-2026")
    done = launched(*words, "--out", club.folder / "p.csv", language="zh")
    assert (done.returncode, done.stderr) == (0, "")
    assert "评价对象：2 个" in done.stdout
