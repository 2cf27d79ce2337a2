"""The example region's registers as ordinary workbooks: schools, pupils, staff, guardians; everybody is made up.

The pupils are those of the fitness workbooks (`examples.pupils`). A district that is merged away is there with its
schools until then.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import xlsxwriter

from examples.districts import DISTRICTS, GRADE_NAMES, JUNIOR, PRIMARY, SENIOR
from examples.pupils import EnrolledSchool, enrol
from examples.school_workbook import SYNTHETIC
from xueheng.wording import Text

Progress = Callable[[Text, int, int], None]
FIRST_DAY = date(2025, 9, 1)
"""The day from which the registers hold: the first of the school year."""
TESTED_EVERY = 300
"""Pupils to one teacher of physical education."""
GUARDIANS_OF = ("母亲", "父亲")
SCHOOLS_HEADINGS = ("序号", "学校标识码", "学校名称", "办学类型", "所属区县", "公办", "校长姓名")
PUPIL_HEADINGS = (
    "序号", "学籍号", "姓名", "性别", "出生日期", "身份证件号", "民族", "学校标识码", "学校名称",
    "年级", "班级", "学籍状态", "家庭住址", "联系电话",
)  # fmt: skip
STAFF_HEADINGS = (
    "序号",
    "教师号",
    "姓名",
    "性别",
    "身份证件号",
    "学校标识码",
    "学校名称",
    "岗位",
    "任教班级",
    "联系电话",
)
GUARDIAN_HEADINGS = ("序号", "学籍号", "学生姓名", "家长姓名", "关系", "家长身份证件号", "联系电话")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as laid out."""

    name: str
    title: str
    headings: tuple[str, ...]
    rows: Iterator[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class DistrictRegisters:
    """One district's files, relative to the folder: its list of schools, and pupils, staff and guardians, a sheet a
    school.
    """

    district: str
    schools: Path
    pupils: Path
    staff: Path
    guardians: Path
    count: int
    """Pupils."""


def write_registers(
    folder: Path, *, seed: int, pupils: int, progress: Progress | None = None
) -> tuple[DistrictRegisters, ...]:
    """Write the registers of `pupils` synthetic pupils into `folder`; the same cells for the same seed and number."""
    enrolled, written = list(enrol(seed, pupils)), 0
    found = []
    for district in DISTRICTS:
        own = [school for school in enrolled if school.district is district]
        if not own:
            continue
        found.append(_write_district(folder, district.name, own))
        written += found[-1].count
        if progress:
            progress(Text("正在写名册", "Writing the registers"), written, pupils)
    return tuple(found)


def _write_district(folder: Path, name: str, schools: Sequence[EnrolledSchool]) -> DistrictRegisters:
    place = Path(name)
    (folder / place).mkdir(parents=True, exist_ok=True)
    paths = [place / f"{name}_{kind}.xlsx" for kind in ("学校名单", "学籍表", "教师表", "家长名单")]
    listed = Sheet("学校名单", f"{name}教育事业统计学校名单", SCHOOLS_HEADINGS, _school_rows(schools))
    _write(folder / paths[0], [listed])
    for path, kind, headings, rows in (
        (paths[1], "学生学籍表", PUPIL_HEADINGS, _pupil_rows),
        (paths[2], "教职工名册", STAFF_HEADINGS, _staff_rows),
        (paths[3], "家长名单", GUARDIAN_HEADINGS, _guardian_rows),
    ):
        sheets = [Sheet(s.school.name, f"{s.school.name}{kind}", headings, rows(s)) for s in schools]
        _write(folder / path, sheets)
    count = sum(len(school.pupils) for school in schools)
    return DistrictRegisters(name, paths[0], paths[1], paths[2], paths[3], count)


def _school_rows(schools: Sequence[EnrolledSchool]) -> Iterator[tuple[str, ...]]:
    for at, school in enumerate(schools, 1):
        yield (
            str(at),
            school.number,
            school.school.name,
            kind_of(school),
            school.district.name,
            "是",
            "示例校长（合成）",
        )


def kind_of(school: EnrolledSchool) -> str:
    """The code of the kind of school, by its grades."""
    grades = set(school.school.grades)
    if grades <= set(PRIMARY):
        return "211"
    if grades & set(PRIMARY):
        return "312"
    if grades <= set(JUNIOR):
        return "311"
    return "342" if grades <= set(SENIOR) else "341"


def _pupil_rows(school: EnrolledSchool) -> Iterator[tuple[str, ...]]:
    for at, pupil in enumerate(school.pupils, 1):
        yield (
            str(at), pupil.number, pupil.name, pupil.sex, str(pupil.born), pupil.number[1:], "汉族", school.number,
            school.school.name, GRADE_NAMES[pupil.grade], pupil.class_name, "在籍", "示例地址（合成）", "00000000000",
        )  # fmt: skip


def staff_of(school: EnrolledSchool) -> list[tuple[str, str, str]]:
    """(post, class, name) of each member of staff: head, office, a teacher for each class, physical education."""
    classes = list(dict.fromkeys(pupil.class_name for pupil in school.pupils))
    posts = [("校长", ""), ("学校教务", ""), *(("班主任", name) for name in classes)]
    posts += [("体育教师", "")] * max(1, len(school.pupils) // TESTED_EVERY)
    return [(post, of, f"示例师{school.number[-6:]}{at:03d}") for at, (post, of) in enumerate(posts, 1)]


def _staff_rows(school: EnrolledSchool) -> Iterator[tuple[str, ...]]:
    for at, (post, of, name) in enumerate(staff_of(school), 1):
        sex = "女" if at % 3 else "男"
        card = identity_number(
            school.district.region, date(1970 + int(school.number[-4:]), 1 + at % 12, 1 + at % 28), at
        )
        yield (
            str(at), f"{school.number}{at:04d}", name, sex, card, school.number, school.school.name, post, of,
            "00000000000",
        )  # fmt: skip


def _guardian_rows(school: EnrolledSchool) -> Iterator[tuple[str, ...]]:
    for at, pupil in enumerate(school.pupils, 1):
        relation = GUARDIANS_OF[at % 2]
        yield str(at), pupil.number, pupil.name, f"示例家长{pupil.name[-5:]}", relation, "", "00000000000"


def identity_number(region: str, born: date, serial: int) -> str:
    """An identity number of nobody: no province begins with 00, and the check character is right."""
    digits = f"{region}{born:%Y%m%d}{serial % 1000:03d}"
    remainder = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(digits)) % 11
    return digits + "10X98765432"[remainder]


def _write(path: Path, sheets: Sequence[Sheet]) -> None:
    """A workbook as such platforms give it: a line that says it is made up, a merged title, headings, text cells."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "align": "center"})
        for laid in sheets:
            sheet = book.add_worksheet(laid.name)
            sheet.set_column(0, len(laid.headings) - 1, 14)
            sheet.write_string(0, 0, SYNTHETIC)
            sheet.merge_range(1, 0, 1, len(laid.headings) - 1, laid.title, bold)
            for column, heading in enumerate(laid.headings):
                sheet.write_string(2, column, heading, bold)
            for line, row in enumerate(laid.rows, 3):
                for column, text in enumerate(row):
                    if text:
                        sheet.write_string(line, column, text)
