"""What a person can get wrong: one clear message, exit code 2, no traceback, and nothing half done."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from xueheng.cli.tests.reading_club import Club, launched


@pytest.fixture
def club(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Club:
    return Club(tmp_path, capsys, monkeypatch)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "is empty"),
        ("姓名,备注\n张三,无\n", "no heading row was found"),
        ("学生,页数,页数\nli,1,2\n", 'two columns for "页数"'),
        ("学生,日期\nli,2025-10-01\n", "页数"),
        ("学生,日期,页数\nli,2025-10-01," + "1" * 40_000 + "\n", "too long"),
    ],
)
def test_a_file_that_is_refused(club: Club, text: str, complaint: str) -> None:
    before = club.listing()
    done = club.evaluate("--marked", "back", "--pages", "pages", records=club.file("bad.csv", text))
    assert done.code == 2
    assert complaint in done.err
    assert "Traceback" not in done.err
    assert club.listing() == before | {"bad.csv"}


def test_all_refused_files_of_a_folder_are_told_at_once(club: Club) -> None:
    club.file("in/a.csv", "")
    club.file("in/b.csv", "x,y\n1,2\n")
    club.file("in/c.csv", "学生,日期,页数\nli,2025-10-02,100\n")
    done = club.evaluate(records="in")
    assert done.code == 2
    assert "a.csv is empty" in done.err
    assert "no heading row was found in in/b.csv" in done.err


def test_a_far_cell_and_a_doctype(club: Club) -> None:
    far = openpyxl.Workbook()
    assert far.active is not None
    far.active["A1"], far.active["XFD1048576"] = "学生", 1
    far.save(club.folder / "far.xlsx")
    assert "XFD1048576" in club.evaluate(records="far.xlsx").err
    with zipfile.ZipFile(club.folder / "far.xlsx") as parts, zipfile.ZipFile(club.folder / "evil.xlsx", "w") as evil:
        for name in parts.namelist():
            body = parts.read(name)
            if name.endswith("sheet1.xml"):
                body = b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/hostname">]>' + body
            evil.writestr(name, body)
    assert "external entity" in club.evaluate(records="evil.xlsx").err


def test_a_repeated_and_a_mistyped_row_are_rejected_not_the_file(club: Club) -> None:
    records = club.file(
        "r.csv", "id,学生,日期,页数\n1,li,2025-10-01,120\n2,,2025-10-01,5\n3,wu,2025-13-01,5\n4,wu,2025-10-01,99999\n"
    )
    done = club.evaluate(records=records)
    assert done.code == 0
    assert next(line.split() for line in done.out.splitlines() if "r.csv" in line)[-3:] == ["4", "1", "3"]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ((), "STANDARD is missing"),
        (("club",), "--records is missing"),
        (("klub", "--records", "notes.csv", "--out", "o.csv"), 'no pack called "klub"'),
        (("yaer", "--pack", "club", "--records", "notes.csv", "--out", "o.csv"), 'Did you mean "year"?'),
        (("year", "--pack", "nowhere", "--records", "notes.csv", "--out", "o.csv"), "nowhere is no pack"),
        (("year", "--pack", "club", "--records", "no.csv", "--out", "o.csv"), "no file or folder no.csv"),
        (("year", "--pack", "club", "--recods", "notes.csv", "--out", "o.csv"), 'Did you mean "--records"?'),
        (("year", "--pack", "club", "--records", "notes.csv", "--out", "o.pdf"), ".pdf files are not written"),
        (("year", "--pack", "club", "--records", "notes.csv", "--out", "notes.csv"), "both read and written"),
        (("year", "--pack", "club", "--records", "notes.csv", "--out", "notes.csv/x"), "cannot be written"),
        (("year", "--pack", "club", "--records", "notes.csv", "--out", "o.csv", "--day", "3.11."), 'The day "3.11."'),
        (("year", "--pack", "club", "--records", "notes.csv", "--out", "o.csv", "--period", "1999-2000"), "XH-T004"),
        (("year", "--pack", "club", "--records", "notes.csv", "--out", "o.csv", "--period", "x..y"), "XH-T005"),
        (
            ("year", "--pack", "club", "--records", "notes.csv", "--out", "o.csv", "--layout", "z"),
            'no layout called "z"',
        ),
    ],
)
def test_words_that_cannot_be_followed(club: Club, words: tuple[str, ...], complaint: str) -> None:
    if "--period" not in words and len(words) > 1:
        words = (*words, "--period", "2025-2026")
    done = club.run("evaluate", *words)
    assert (done.code, done.out) == (2, "")
    assert complaint in done.err
    assert club.listing() == {"notes.csv"}


def test_the_same_in_chinese(club: Club) -> None:
    done = club.run("evaluate", "yaer", "--pack", club.pack, "--records", "notes.csv", "--out", "o.csv", language="zh")
    assert done.err.splitlines() == ["没有名为“yaer”的标准。是不是“year”？", "可用的有：year、term"]


def test_a_pack_with_errors_is_not_used(club: Club) -> None:
    club.change("standards.yaml", "from: note, scale: by_pages}\n    notes", "from: noet, scale: by_pages}\n    notes")
    done = club.evaluate()
    assert done.code == 2
    assert "standards.yaml:" in done.err
    assert "./xueheng check" in done.err


def test_two_lists_of_subjects_that_share_somebody(club: Club) -> None:
    club.file("lists/a.csv", "学生\nli\n")
    club.file("lists/b.csv", "学生\nli\nwu\n")
    done = club.evaluate("--subjects", "lists")
    assert done.code == 2
    assert "both have li (1 are in both)" in done.err


def test_an_unfinished_run_changes_nothing(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    assert club.evaluate(out="all").code == 0
    before = {path: path.read_bytes() for path in (club.folder / "all").iterdir()}
    club.records.write_text("学生,日期,页数\nli,2025-10-01,500\n", "utf-8")

    def breaks(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("xueheng.cli.evaluate.write_pages", breaks)
    done = club.evaluate("--pages", "pages", out="all")
    assert done.code == 2
    assert "No space left" in done.err
    assert {path: path.read_bytes() for path in (club.folder / "all").iterdir()} == before
    assert club.listing() == {"notes.csv", "all", *(f"all/{path.name}" for path in before)}


def test_a_fault_of_the_program_is_owned_up_to(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise KeyError("unforeseen")

    monkeypatch.setattr("xueheng.cli.own_results.evaluate", breaks)
    done = club.evaluate()
    assert done.code == 3
    assert "KeyError" in done.err
    assert "Traceback" not in done.err
    monkeypatch.setenv("XUEHENG_DEBUG", "1")
    assert "Traceback" in club.evaluate().err


def test_no_traceback_from_the_real_command(tmp_path: Path) -> None:
    done = launched("evaluate", "fitness", "--records", tmp_path / "none.xlsx", "--out", tmp_path / "o.csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
