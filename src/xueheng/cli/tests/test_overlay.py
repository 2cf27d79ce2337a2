"""Layers on the command line: begun, checked, evaluated with, explained, adopted anew.

The club's base opens pages 50 to 70, notes 30 to 50, leaves up to 25 %, stricter bands for pages. North weighs 50 to
50, asks 400 pages for 80, and gives a quarter to loans. li belongs to north, wang to south.
"""

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from xueheng.cli.tests.page_reading import Page
from xueheng.cli.tests.reading_club import Club

OPEN = "  open: {weigh: {pages: [50, 70], notes: [30, 50]}, add: 25}\n"
CHANGES = """\
decided: {by: teacher, on: 2025-09-10, minute: 会议 9 号}
changes:
  total:
    weigh: {pages: 50, notes: 50}
    add: {loans: {title: {zh: 借书, en: Loans}, share: 25, sum: books, from: club.loan, scale: {points: value * 10}}}
  pages:
    raise: {bands: [[500, 100], [400, 80], [100, 60]], else: 0}
"""
PUPILS = "学生,学校\nli,north\nwang,south\n"
LOANS = "id,学生,日期,册数\n21,li,2025-10-02,4\n22,wang,2025-10-02,9\n"


@pytest.fixture
def club(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Club:
    """The reading club whose standard leaves something open, and a list of its pupils with their schools."""
    made = Club(tmp_path, capsys, monkeypatch)
    made.change("standards.yaml", "  decimals: 1\n", f"  decimals: 1\n{OPEN}")
    made.change(
        "standards.yaml", "from: note, scale: by_pages}\n    notes", "from: note, scale: by_pages, "
        "open: {raise: bands}}\n    notes",
    )  # fmt: skip
    made.file("pupils.csv", PUPILS)
    made.file("loans.csv", LOANS)
    return made


def begun(club: Club, name: str = "north") -> Path:
    """A layer just begun."""
    done = club.run("overlay", "new", "year", name, "--pack", "club", "--for", f"school={name}")
    assert (done.code, done.err) == (0, "")
    return club.folder / name


def decided(club: Club, changes: str = CHANGES) -> Path:
    """A layer with its changes."""
    folder = begun(club)
    text = (folder / "overlay.yaml").read_text("utf-8").partition("changes: {}")[0]
    (folder / "overlay.yaml").write_text(text + changes, "utf-8")
    return folder


def evaluated(club: Club, *words: object, language: str = "en") -> tuple[int, str, str]:
    given = ("--records", "notes.csv", "loans.csv", "--subjects", "pupils.csv", "--period", "2025-2026")
    done = club.run("evaluate", "year", "--pack", "club", *given, "--overlay", "north", *words, language=language)
    return done.code, done.out, done.err


def rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["subject"]: row for row in csv.DictReader(file)}


def test_a_layer_begins_with_all_that_is_open_and_its_bounds(club: Club) -> None:
    folder = begun(club)
    text = (folder / "overlay.yaml").read_text("utf-8")
    assert "# total:" in text
    assert "pages 50～70，notes 30～50" in text
    assert "weigh: {pages: 60, notes: 40}" in text
    assert "加的观测点合计最多占 25 %" in text
    assert "raise: {bands: [[500, 100], [300, 80], [100, 60]], else: 0}" in text
    status = club.run("overlay", "status", "north")
    assert (status.code, "valid, over Reader of the year 1.0.0" in status.out) == (0, True)
    assert "XH-O019" in status.out
    assert club.run("check", "north").code == 0


def test_what_is_commented_out_is_valid_once_uncommented(club: Club) -> None:
    folder = begun(club)
    text = (folder / "overlay.yaml").read_text("utf-8").replace("changes: {}", "changes:")
    head, _, rest = text.partition("changes:")
    first, *more = rest.splitlines()
    lines = [first, *(line.replace("  # ", "  ", 1) for line in more if "add: {" not in line)]
    (folder / "overlay.yaml").write_text(f"{head}changes:{chr(10).join(lines)}\n", "utf-8")
    done = club.run("check", "north")
    assert (done.code, done.out.count("XH-")) == (0, 1), done.out  # only that nobody has decided it yet


def test_a_folder_holds_base_and_own(club: Club) -> None:
    decided(club)
    code, out, err = evaluated(club, "--out", "out")
    assert code == 0, err
    base, own = rows(club.folder / "out/base/results.csv"), rows(club.folder / "out/own/north/results.csv")
    # li: 350 pages 80, 2 notes 50: 68.0. Own: 60 × 37.5 % + 50 × 37.5 % + 40 × 25 % = 22.5 + 18.75 + 10 = 51.25
    assert {name: row["total"] for name, row in base.items()} == {"li": "68.0", "wang": "80.0"}
    assert {name: (row["pages"], row["loans"], row["total"]) for name, row in own.items()} == {
        "li": ("60", "40", "51.3")
    }
    manifest = json.loads((club.folder / "out/own/north/manifest.json").read_text("utf-8"))
    assert (manifest["layer"], manifest["overlay"]) == ("own", "north")
    assert json.loads((club.folder / "out/base/manifest.json").read_text("utf-8"))["layer"] == "base"
    assert "Subjects: 1; for 1 of them the own result differs from the base" in out
    assert "Teacher, 2025-09-10, 会议 9 号" in out


def test_one_table_cannot_hold_both(club: Club) -> None:
    decided(club)
    code, _, err = evaluated(club, "--out", "out.csv")
    assert (code, "two results, base and own" in err, (club.folder / "out.csv").exists()) == (2, True, False)


def test_the_workbook_shows_both_side_by_side(club: Club) -> None:
    decided(club)
    assert evaluated(club, "--out", "out.xlsx", language="zh")[0] == 0
    book = openpyxl.load_workbook(club.folder / "out.xlsx")
    sheet = book[book.sheetnames[1]]
    lines = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert lines[2][:3] == [None, "基准", "校本"]
    assert lines[4][:3] == ["li", 68, 51.3]
    said = [str(cell) for row in lines for cell in row if cell]
    assert any("权重 60 → 37.5" in cell and "会议 9 号" in cell for cell in said)
    assert "wang" not in said


def test_pages_say_whose_decision_each_change_is(club: Club) -> None:
    decided(club)
    assert evaluated(club, "--out", "out", "--pages", "pages", language="zh")[0] == 0
    read = [Page(path.read_text("utf-8")) for path in sorted((club.folder / "pages/subjects").glob("*.html"))]
    for page in read:
        inside = {link.removeprefix("#") for link in page.links() if link.startswith("#")}
        assert inside <= set(page.ids())
        assert len(page.ids()) == len(set(page.ids()))
    pages = {str(place): page.text for place, page in enumerate(read)}
    mine = next(text for text in pages.values() if "li" in text)
    for words in (
        "校本结果",
        "谁定的：",
        "权重 60 → 37.5",
        "分档已抬高",
        "加的观测点，占 25 %",
        "north/overlay.yaml:12",
    ):
        assert words in mine, words
    assert all("校本结果" not in text for text in pages.values() if "wang" in text)


def test_explain_shows_both_trees(club: Club) -> None:
    decided(club)
    given = ("--records", "notes.csv", "loans.csv", "--subjects", "pupils.csv", "--period", "2025-2026")
    asked = ("explain", "year", "--pack", "club", *given, "--overlay", "north/overlay.yaml", "--subject")
    told = club.run(*asked, "li")
    assert "Base (the locked part, comparable between schools)" in told.out
    assert "weight 60 → 37.5. the school, Teacher, 2025-09-10, 会议 9 号 (north/overlay.yaml:11)" in told.out
    leaf = club.run(*asked, "li", "--indicator", "loans")
    assert "The base does not have it." in leaf.out
    assert "added leaf, 25 % of the node" in leaf.out
    assert "Own" not in club.run(*asked, "wang").out


def test_a_locked_part_is_refused_with_both_lines(club: Club) -> None:
    decided(club, "changes: {total: {weigh: {pages: 75, notes: 25}}}\n")
    code, _, err = evaluated(club, "--out", "out")
    assert code == 2
    assert "north/overlay.yaml:8:27 XH-O004 pages 75 is outside 50–70 (club/standards.yaml:7)" in err
    status = club.run("overlay", "status", "north")
    assert (status.code, "north: refused, 2 errors" in status.out) == (1, True)


@pytest.mark.parametrize(
    ("standard", "layer", "said"),
    [
        ("year", "fitness", "fitness is no layer"),
        ("year", "nowhere", "nowhere is no layer"),
        ("term", "north", "Layer north is over club.year, not over club.term"),
    ],
)
def test_a_layer_that_cannot_be_laid_is_refused_before_anything_is_read(
    club: Club, standard: str, layer: str, said: str
) -> None:
    begun(club)
    asked = ("evaluate", standard, "--pack", "club", "--records", "nothing.csv", "--out", "out", "--overlay", layer)
    done = club.run(*asked)
    assert (done.code, said in done.err) == (2, True), done.err


def test_a_new_base_is_told_and_adopted(club: Club) -> None:
    folder = decided(club)
    club.change("standards.yaml", "notes: [30, 50]", "notes: [20, 50]")
    club.change("scales.yaml", "[3, 100], [1, 50]", "[4, 100], [1, 50]")
    club.change("pack.yaml", "version: 1.0.0", "version: 1.1.0")
    status = club.run("overlay", "status", "north")
    assert (status.code, "north: to be re-adopted" in status.out) == (1, True)
    assert "Changed in the base since 1.0.0 (2):" in status.out
    assert "Notes written [notes] scale" in status.out
    assert (
        "[total] open: pages 50 to 70, notes 30 to 50, leaves up to 25 % → pages 50 to 70, notes 20 to 50" in status.out
    )
    before = (folder / "overlay.yaml").read_text("utf-8")
    adopted = club.run("overlay", "adopt", "north")
    assert (adopted.code, "adopted club.year 1.1.0" in adopted.out) == (0, True)
    after = (folder / "overlay.yaml").read_text("utf-8")
    assert after.partition("digest:")[2].partition("}")[2] == before.partition("digest:")[2].partition("}")[2]
    assert club.run("overlay", "status", "north").code == 0


def test_nothing_is_adopted_while_something_else_is_wrong(club: Club) -> None:
    folder = decided(club)
    club.change("standards.yaml", "pages: [50, 70]", "pages: [55, 70]")
    before = (folder / "overlay.yaml").read_text("utf-8")
    adopted = club.run("overlay", "adopt", "north")
    assert (adopted.code, "XH-O004 pages 50 is outside 55–70" in adopted.out) == (1, True)
    assert (folder / "overlay.yaml").read_text("utf-8") == before


def test_a_layer_without_digest_is_adopted_too(club: Club) -> None:
    folder = decided(club)
    text = (folder / "overlay.yaml").read_text("utf-8")
    start = text.index(", digest:")
    (folder / "overlay.yaml").write_text(text[:start] + text[text.index("}", start) :], "utf-8")
    assert "XH-O015" in club.run("overlay", "status", "north").out
    assert club.run("overlay", "adopt", "north").code == 0
    assert (folder / "overlay.yaml").read_text("utf-8") == text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("year", "North", "--for", "school=n"), '"North" cannot be the name of a pack'),
        (("year", "north", "--for", "school"), "--for school cannot be read"),
        (("year", "north", "--for", "schol=n"), 'Did you mean "school"?'),
        (("year", "club", "--for", "school=n"), "club is not empty"),
        (("yaer", "north", "--for", "school=n"), 'Did you mean "year"?'),
        (("year", "deep/north", "--for", "school=n"), "does not lie beside its base"),
    ],
)
def test_a_layer_that_cannot_be_begun_is_refused(club: Club, words: tuple[str, ...], said: str) -> None:
    done = club.run("overlay", "new", *words, "--pack", "club")
    assert (done.code, said in done.err) == (2, True), done.err


def test_a_folder_that_is_no_layer_is_named(club: Club) -> None:
    assert "club is no layer" in club.run("overlay", "status", "club").err
