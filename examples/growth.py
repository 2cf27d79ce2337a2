"""Four schools of the example region with everything a student standard reads: a list of pupils, fitness
workbooks and records of the year. Everybody is made up.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from examples.districts import PRIMARY, SENIOR
from examples.growth_kinds import Kind, Row, garden_duties, swim_lessons
from examples.growth_records import COMMON_KINDS, records_of
from examples.growth_workbook import NUMBER, write_csv_files, write_workbook
from examples.pupils import EnrolledSchool, Pupil, enrol
from examples.region import SchoolFile, write_school
from examples.school_workbook import SYNTHETIC

VILLAGE_SCHOOL = "示例垫县云岭乡村小学"
TOWN_SCHOOL = "示例渝区滨江小学"
NINE_YEAR_SCHOOL = "示例渝区九年一贯制学校"
UPPER_SCHOOL = "示例垫县完全中学"
SCHOOLS = (VILLAGE_SCHOOL, TOWN_SCHOOL, NINE_YEAR_SCHOOL, UPPER_SCHOOL)
"""Two primary schools with a layer of their own, one of nine years, one with junior and senior secondary pupils."""
OWN_KINDS: dict[str, dict[str, Kind]] = {
    VILLAGE_SCHOOL: {"农场值日": garden_duties},
    TOWN_SCHOOL: {"游泳课": swim_lessons},
}
"""What single schools keep besides, for their own layer."""
IN_CSV = (TOWN_SCHOOL,)
RECORDS, OWN_RECORDS, LIST = Path("记录"), Path("校本记录"), Path("名册")
SHARE_ON_LEAVE = 0.004


@dataclass(frozen=True, slots=True)
class Growth:
    """What was written: the list of pupils, the fitness workbooks, and rows of records by school and kind."""

    pupils: dict[str, int]
    fitness: tuple[SchoolFile, ...]
    rows: dict[tuple[str, str], int]


def write_growth(folder: Path, *, seed: int, pupils: int = 12_000, schools: Sequence[str] = SCHOOLS) -> Growth:
    """Write what `schools` of the region of `pupils` pupils keep; the same cells for the same seed and number.

    `folder/记录` holds the records, `folder/校本记录` what only a school's own layer reads, `folder/名册/学生.csv` who
    is enrolled where. Schools that are not there raise ValueError.
    """
    found = [(place, school) for place, school in enumerate(enrol(seed, pupils)) if school.school.name in schools]
    unknown = set(schools) - {school.school.name for _, school in found}
    if unknown:
        raise ValueError(f"no such schools, or without pupils: {sorted(unknown)}")
    (folder / RECORDS).mkdir(parents=True, exist_ok=True)
    fitness = tuple(
        write_school(folder / RECORDS, place, school, Random(f"{seed}/{school.number}")) for place, school in found
    )
    rows = {}
    for _, school in found:
        kinds = _kinds_of(school, seed)
        own = OWN_KINDS.get(school.school.name, {})
        _write(folder / RECORDS / school.district.name, school.school.name, _without(kinds, own))
        if own:
            write_csv_files(folder / OWN_RECORDS / school.school.name, {name: kinds[name] for name in own})
        rows.update({(school.school.name, name): len(kept) for name, kept in kinds.items()})
    _write_list(folder / LIST, [school for _, school in found], seed)
    return Growth({school.school.name: len(school.pupils) for _, school in found}, fitness, rows)


def _kinds_of(school: EnrolledSchool, seed: int) -> dict[str, list[Row]]:
    """The school's rows by kind; kinds that nobody has a row of are left out."""
    kinds = COMMON_KINDS | OWN_KINDS.get(school.school.name, {})
    found: dict[str, list[Row]] = {name: [] for name in kinds}
    for pupil in school.pupils:
        for name, row in records_of(pupil, seed, kinds):
            found[name].append({NUMBER: pupil.number, **row})
    return {name: rows for name, rows in found.items() if rows}


def _without(kinds: dict[str, list[Row]], others: dict[str, Kind]) -> dict[str, list[Row]]:
    return {name: rows for name, rows in kinds.items() if name not in others}


def _write(folder: Path, school: str, kinds: dict[str, list[Row]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if school in IN_CSV:
        write_csv_files(folder / f"{school}_成长记录", kinds)
    else:
        write_workbook(folder / f"{school}_成长记录.xlsx", school, kinds)


def _write_list(folder: Path, schools: Sequence[EnrolledSchool], seed: int) -> None:
    """Who is enrolled, in which class, section, school and district."""
    folder.mkdir(parents=True, exist_ok=True)
    headings = (NUMBER, "姓名", "性别", "年级", "学籍状态", "班级", "学部", "学校", "区县")
    with (folder / "学生.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([SYNTHETIC, *[""] * (len(headings) - 1)])
        writer.writerow(headings)
        for school in schools:
            writer.writerows(_listed(school, seed))


def _listed(school: EnrolledSchool, seed: int) -> Iterator[tuple[str, ...]]:
    name = school.school.name
    random = Random(f"{seed}/{school.number}/list")
    for pupil in school.pupils:
        state = "休学" if random.random() < SHARE_ON_LEAVE else "在籍在校"
        yield (
            pupil.number, pupil.name, pupil.sex, pupil.grade, state,
            f"{name}{pupil.class_name}", f"{name}{_section(pupil)}", name, school.district.name,
        )  # fmt: skip


def _section(pupil: Pupil) -> str:
    return "小学部" if pupil.grade in PRIMARY else "高中部" if pupil.grade in SENIOR else "初中部"
