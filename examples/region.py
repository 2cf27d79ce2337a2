"""The example region as a folder of workbooks: one folder a district, one workbook a school."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from examples.planted_rows import KINDS, Kind, Planted
from examples.pupils import EnrolledSchool, enrol
from examples.school_style import Style, style_of
from examples.school_workbook import Sheet, lay_out, write_csv, write_xlsx
from xueheng.wording import Text

Progress = Callable[[Text, int, int], None]
ENCODINGS = {"csv_gb18030": "gb18030", "csv_utf8": "utf-8-sig"}


@dataclass(frozen=True, slots=True)
class SchoolFile:
    """One workbook as written. `path` is relative to the region's folder; `rows` counts lines with something
    in them, doubled ones too; `untested`: pupils who were tested in nothing; `empty_lines`: lines in between.
    """

    path: Path
    district: str
    school: str
    school_number: str
    sheets: tuple[str, ...]
    rows: int
    untested: int
    empty_lines: int
    planted: tuple[Planted, ...]


@dataclass(frozen=True, slots=True)
class RegionManifest:
    """What was written, and which rows must come back rejected."""

    seed: int
    pupils: int
    files: tuple[SchoolFile, ...]

    @property
    def received(self) -> int:
        """Rows that a reader receives: one a pupil, and one more for each doubled row."""
        return sum(file.rows for file in self.files)

    @property
    def to_reject(self) -> int:
        """Rows that a reader must reject."""
        return sum(len(file.planted) for file in self.files)

    @property
    def planted(self) -> Mapping[Kind, int]:
        """How many rows were planted, by the kind of fault."""
        found = Counter(planted.kind for file in self.files for planted in file.planted)
        return {kind: found[kind] for kind in KINDS}


def write_region(folder: Path, *, seed: int, pupils: int = 12_000, progress: Progress | None = None) -> RegionManifest:
    """Write the workbooks of `pupils` synthetic pupils into `folder`; the same cells for the same seed and number.

    Files of the same names are written over, others are left alone. `progress` is told the pupils written so far.
    """
    files: list[SchoolFile] = []
    written = 0
    for place, school in enumerate(enrol(seed, pupils)):
        files.append(write_school(folder, place, school, Random(f"{seed}/{school.number}")))
        written += len(school.pupils)
        if progress:
            progress(Text("正在写示例工作簿", "Writing the example workbooks"), written, pupils)
    return RegionManifest(seed, pupils, tuple(files))


def _kinds(place: int) -> tuple[Kind, ...]:
    """What to plant in a school's workbook: everything in the first, then one kind each, and every seventh clean."""
    if place == 0:
        return KINDS
    turn = place % (len(KINDS) + 1)
    return (KINDS[turn],) if turn < len(KINDS) else ()


def write_school(folder: Path, place: int, school: EnrolledSchool, random: Random) -> SchoolFile:
    """Write one school's fitness workbook in the style of its place in the region."""
    style = style_of(place)
    sheets = tuple(lay_out(school, style, _kinds(place), random))
    suffix = "xlsx" if style.file_kind == "xlsx" else "csv"
    path = Path(school.district.name) / f"{school.school.name}_体质健康数据.{suffix}"
    (folder / path.parent).mkdir(parents=True, exist_ok=True)
    _write_file(folder / path, sheets, style)
    return SchoolFile(
        path=path,
        district=school.district.name,
        school=school.school.name,
        school_number=school.number,
        sheets=tuple(sheet.name for sheet in sheets),
        rows=sum(row is not None for sheet in sheets for row in sheet.rows),
        untested=sum(not pupil.values for pupil in school.pupils),
        empty_lines=sum(row is None for sheet in sheets for row in sheet.rows),
        planted=tuple(planted for sheet in sheets for planted in sheet.planted),
    )


def _write_file(path: Path, sheets: tuple[Sheet, ...], style: Style) -> None:
    if style.file_kind == "xlsx":
        write_xlsx(path, sheets, notes_sheet=style.notes_sheet)
    else:
        write_csv(path, sheets[0], ENCODINGS[style.file_kind])
