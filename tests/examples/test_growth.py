"""The example schools' records of the year: the same for the same seed, ordinary to read, and enough for results."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from examples.growth import LIST, OWN_RECORDS, RECORDS, SCHOOLS, TOWN_SCHOOL, VILLAGE_SCHOOL, Growth, write_growth
from examples.school_workbook import SYNTHETIC
from xueheng.cli.main import run
from xueheng.language.public import load

PUPILS = 5_000
YUNLING = Path(__file__).parents[2] / "src" / "xueheng" / "systems" / "student_yunling"
Sheet = Sequence[Sequence[object]]
ASPECTS = ("moral", "academic", "well_being", "arts", "labour")


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Growth]:
    folder = tmp_path_factory.mktemp("growth")
    return folder, write_growth(folder, seed=3, pupils=PUPILS, schools=(VILLAGE_SCHOOL,))


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def sheets(folder: Path) -> dict[str, Sheet]:
    (path,) = (folder / RECORDS).rglob("*_成长记录.xlsx")
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def results(folder: Path) -> list[dict[str, str]]:
    with (folder / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_schools_with_layers_are_those_the_layers_are_for() -> None:
    for pack, school in (("student_yunling", VILLAGE_SCHOOL), ("student_binjiang", TOWN_SCHOOL)):
        library = load(pack).library
        assert library
        assert library.overlays[pack].subject == school
        assert school in SCHOOLS


def test_every_file_says_first_that_it_is_synthetic(village: tuple[Path, Growth]) -> None:
    folder, _ = village
    for rows in sheets(folder).values():
        assert rows[0][0] == SYNTHETIC
    lists = [*(folder / LIST).glob("*.csv"), *(folder / OWN_RECORDS).rglob("*.csv")]
    assert len(lists) == 2
    assert all(read(path)[0][0] == SYNTHETIC for path in lists)


def test_the_same_seed_writes_the_same_cells_and_another_seed_others(
    village: tuple[Path, Growth], tmp_path: Path
) -> None:
    folder, growth = village
    again = write_growth(tmp_path / "again", seed=3, pupils=PUPILS, schools=(VILLAGE_SCHOOL,))
    write_growth(tmp_path / "other", seed=4, pupils=PUPILS, schools=(VILLAGE_SCHOOL,))
    assert again == growth
    assert sheets(tmp_path / "again") == sheets(folder)
    assert sheets(tmp_path / "other") != sheets(folder)


def test_every_sheet_is_named_after_a_kind_of_record_and_holds_only_its_headings(village: tuple[Path, Growth]) -> None:
    library = load("student").library
    assert library
    titles = {type.title.zh: {field.title.zh for field in type.fields} for type in library.evidence.values()}
    for name, rows in sheets(village[0]).items():
        written = {str(cell).partition("（")[0] for cell in rows[2]} - {"学籍号", "日期", "是否审核"}
        assert written
        assert written <= titles[name], name


def test_an_unknown_school_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no such schools"):
        write_growth(tmp_path, seed=1, pupils=PUPILS, schools=("没有的学校",))


def test_a_school_s_own_files_give_two_results_for_every_pupil(
    village: tuple[Path, Growth], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, growth = village
    paths = ["--records", folder / RECORDS, "--records", folder / OWN_RECORDS, "--subjects", folder / LIST]
    words = [*map(str, paths), "--period", "2025-2026", "--day", "2025-10-20", "--overlay", str(YUNLING)]
    assert run(["evaluate", "student.primary", *words, "--out", str(tmp_path / "out")]) == 0
    capsys.readouterr()
    base, own = results(tmp_path / "out" / "base"), results(tmp_path / "out" / "own" / "student_yunling")
    assert len(base) == len(own) == growth.pupils[VILLAGE_SCHOOL]
    for aspect in ASPECTS:
        assert sum(row[aspect] != "" for row in base) > 0.8 * len(base), aspect
    changed, untouched = {"moral", "days_read", "labour_habits"}, {"arts", "body_mind", "conduct"}
    differing = {
        code for code in changed | untouched if any(b[code] != o[code] for b, o in zip(base, own, strict=True))
    }
    assert differing == changed
