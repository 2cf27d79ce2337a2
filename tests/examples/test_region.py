"""The example region: the same cells for the same seed, every way of writing, and faults where it says."""

import csv
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from examples.planted_rows import KINDS
from examples.pupils import enrol
from examples.region import RegionManifest, SchoolFile, write_region
from examples.school_style import HEADINGS, Style, style_of, written_run_time
from examples.school_workbook import SYNTHETIC
from xueheng.wording import Text

Sheet = Sequence[Sequence[object]]


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, RegionManifest]:
    folder = tmp_path_factory.mktemp("region")
    return folder, write_region(folder, seed=7, pupils=1_200)


def sheets_of(folder: Path, file: SchoolFile) -> dict[str, Sheet]:
    path = folder / file.path
    if path.suffix == ".csv":
        encoding = "utf-8-sig" if path.read_bytes().startswith(b"\xef\xbb\xbf") else "gb18030"
        with path.open(encoding=encoding, newline="") as lines:
            return {file.sheets[0]: list(csv.reader(lines))}
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def cells(folder: Path, manifest: RegionManifest) -> dict[Path, dict[str, Sheet]]:
    return {file.path: sheets_of(folder, file) for file in manifest.files}


def test_every_sheet_says_first_that_it_is_synthetic(region: tuple[Path, RegionManifest]) -> None:
    for sheets in cells(*region).values():
        for sheet in sheets.values():
            assert sheet[0][0] == SYNTHETIC


def test_the_same_seed_writes_the_same_cells_and_another_seed_others(
    region: tuple[Path, RegionManifest], tmp_path: Path
) -> None:
    folder, manifest = region
    again = write_region(tmp_path / "again", seed=7, pupils=1_200)
    other = write_region(tmp_path / "other", seed=8, pupils=1_200)
    assert again == manifest
    assert cells(tmp_path / "again", again) == cells(folder, manifest)
    assert cells(tmp_path / "other", other) != cells(folder, manifest)


@pytest.mark.parametrize("pupils", [1, 40, 999, 12_000])
def test_there_are_exactly_as_many_pupils_as_asked_for_each_with_a_number_of_one_s_own(pupils: int) -> None:
    numbers = [pupil.number for school in enrol(3, pupils) for pupil in school.pupils]
    assert len(numbers) == pupils
    assert len(set(numbers)) == pupils
    assert all(number.startswith("G00") and len(number) == 19 for number in numbers)  # no province begins with 00


def test_every_grade_and_three_districts_are_there() -> None:
    schools = list(enrol(1, 12_000))
    grades = {pupil.grade for school in schools for pupil in school.pupils}
    assert grades == {"11", "12", "13", "14", "15", "16", "21", "22", "23", "31", "32", "33"}
    assert {school.district.name for school in schools} == {"示例渝区", "示例垫县", "示例南区"}
    classes = Counter((s.school.name, p.class_number) for s in schools for p in s.pupils)
    assert max(classes.values()) <= 45


def test_rows_received_are_the_pupils_and_the_doubled_rows(region: tuple[Path, RegionManifest]) -> None:
    folder, manifest = region
    rows = 0
    for file in manifest.files:
        for name, sheet in sheets_of(folder, file).items():
            if name in file.sheets:
                top = next(place for place, row in enumerate(sheet) if "学籍号" in row)
                rows += sum(any(cell != "" for cell in row) for row in sheet[top + 1 :])
    assert rows == manifest.received == 1_200 + manifest.planted["doubled_row"]


def test_every_kind_of_fault_stands_where_the_manifest_says(region: tuple[Path, RegionManifest]) -> None:
    folder, manifest = region
    assert all(manifest.planted[kind] >= 1 for kind in KINDS)
    assert manifest.to_reject == sum(manifest.planted.values())
    for file in manifest.files:
        sheets = sheets_of(folder, file)
        for planted in file.planted:
            sheet = sheets[planted.sheet]
            headings = next(row for row in sheet if "学籍号" in row)
            row = dict(zip(headings, sheet[planted.row - 1], strict=True))
            assert row["学籍号"] == ("" if planted.kind == "no_number" else planted.number)
            if planted.heading:
                assert str(row[planted.heading]).removesuffix(".0") == planted.written
            else:
                assert sheet[planted.row - 1] == sheet[planted.row - 2]


def test_faults_are_what_they_are_called(region: tuple[Path, RegionManifest]) -> None:
    written = {(p.kind, p.heading): p.written for file in region[1].files for p in file.planted}
    height = next(value for (kind, _), value in written.items() if kind == "height_in_metres")
    assert 1.3 <= float(height) <= 1.75
    seconds = next(value for (kind, _), value in written.items() if kind == "seconds_of_sixty_or_more")
    assert int(seconds.strip("″")[-2:]) > 60


def test_all_headings_of_the_upload_workbook_are_there_in_every_school_s_order() -> None:
    for place in range(30):
        headings = style_of(place).headings()
        spelt = {heading.replace("*", "×").replace("x8", "×8") for heading in headings}
        assert spelt == set(HEADINGS)
        assert len(headings) == len(HEADINGS)


def test_every_way_of_writing_occurs_in_the_region() -> None:
    styles = [style_of(place) for place in range(25)]
    assert {style.file_kind for style in styles} == {"xlsx", "csv_gb18030", "csv_utf8"}
    assert {style.run_time for style in styles} == {"apostrophe", "prime", "dot", "colon", "number", "excel_time"}
    assert {style.title_rows for style in styles} == {1, 2, 3}
    assert {style.sex_as_code for style in styles} == {True, False}
    assert {style.birth_date for style in styles} == {"compact", "dashes", "excel"}
    assert len({style.shuttle_heading for style in styles}) == 3
    assert any(style.sheet_per_grade for style in styles)
    assert any(style.number_first for style in styles)


@pytest.mark.parametrize(
    ("place", "written"),
    [(0, "4'10"), (1, "4′10″"), (2, "4.10"), (9, "4'10"), (4, 4.1)],
)
def test_four_minutes_ten_in_each_way_of_writing(place: int, written: object) -> None:
    style: Style = style_of(place)
    if place == 9:
        assert style.run_time == "colon"
        written = "4:10"
    assert written_run_time(style, 250) == written


def test_a_first_grader_is_six_on_the_first_of_september() -> None:
    for school in enrol(1, 600):
        for pupil in school.pupils:
            if pupil.grade == "11":
                assert date(2018, 9, 1) <= pupil.born <= date(2019, 8, 31)


def test_progress_is_told_up_to_the_last_pupil(tmp_path: Path) -> None:
    told: list[tuple[Text, int, int]] = []
    write_region(tmp_path, seed=1, pupils=60, progress=lambda text, done, of: told.append((text, done, of)))
    assert told[-1][1:] == (60, 60)
    assert told[0][0].zh == "正在写示例工作簿"
