"""One small believable school for the tests: its definitions, and workbooks as its teachers make them."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl

from xueheng.language.public import (
    Entity,
    EvidenceType,
    Field,
    Kind,
    Layout,
    LayoutColumn,
    Place,
    Source,
    Table,
    TableColumn,
    Type,
)
from xueheng.wording import Text
from xueheng.workbooks.read_records import read_records
from xueheng.workbooks.reading import Reading

HERE = Place("evidence.yaml", 1, 1)


def number(
    name: str, zh: str, low: str | int, high: str | int, decimals: int = 0, unit: str = "", **more: Any
) -> Field:
    kind = Type(Kind.NUMBER, unit=unit or None, decimals=decimals, low=Fraction(low), high=Fraction(high))
    return Field(name, Text(zh), kind, **more)


def choice(name: str, zh: str, choices: dict[str, str], **more: Any) -> Field:
    titles = tuple((code, Text(title)) for code, title in choices.items())
    return Field(name, Text(zh), Type(Kind.CODE, codes=tuple(choices)), titles=titles, **more)


GRADES = Table(
    "school.grades",
    ("code",),
    (TableColumn("code", Type(Kind.TEXT)), TableColumn("name", Type(Kind.TEXT)), TableColumn("stage", Type(Kind.TEXT))),
    (("11", "小学一年级", "小学"), ("12", "小学二年级", "小学"), ("41", "大学一年级", "大学")),
    Source(),
)
TABLES = {"school.grades": GRADES}
SEX = choice("sex", "性别", {"male": "男", "female": "女"})
GRADE = Field("grade", Text("年级"), Type(Kind.CODE, table="school.grades"))
PUPIL = Entity(
    "school.pupil", Text("学生", "Pupil"), ("school.class",), ("school.class", "school.school"), (SEX, GRADE), "minor"
)
CLASS = Entity("school.class", Text("班级", "Class"), ("school.school",), ("school.school",), ())
SCHOOL = Entity("school.school", Text("学校", "School"), (), (), ())
ENTITIES = {each.name: each for each in (PUPIL, CLASS, SCHOOL)}

TEST_FIELDS = (
    choice("attempt", "次别", {"regular": "初测", "retest": "补测"}, default="regular"),
    number("height", "身高", 80, 230, 1, "cm"),
    number("weight", "体重", 10, 200, 1, "kg"),
    number("vital_capacity", "肺活量", 200, 9999, 0, "ml"),
    number("run_50m", "50米跑", 5, 30, 1, "s", rounding="up"),
    number("sit_and_reach", "坐位体前屈", -40, 50, 1, "cm"),
    number("shuttle", "50米×8往返跑", 60, 400, 0, "s"),
    number("run_1000m", "1000米跑", 120, 900, 0, "s"),
)
FITNESS = EvidenceType(
    "fit.fitness_test", Text("体质测试", "Fitness test"), "school.pupil", TEST_FIELDS, ("attempt",), (), None, False,
    Source(), HERE,
)  # fmt: skip
VISIT = EvidenceType(
    "home.home_visit",
    Text("家访", "Home visit"),
    "school.pupil",
    (
        choice("mode", "方式", {"in_person": "上门", "video": "视频"}),
        number("minutes", "时长", 5, 240, 0, "min"),
        Field("useful", Text("有效"), Type(Kind.YES_NO)),
        Field("next", Text("下次日期"), Type(Kind.DATE)),
        Field("at", Text("时刻"), Type(Kind.TIME)),
        Field("note", Text("纪要"), Type(Kind.TEXT), text_max=20, private=True),
    ),
    ("mode",), (), None, True, Source(), HERE,
)  # fmt: skip

UPLOAD = Layout(
    name="fit.national_upload",
    title=Text("数据上报模板", "National upload workbook"),
    into="fit.fitness_test",
    row="school.pupil",
    asks_day=True,
    day_heads=(),
    find_by="学籍号",
    find_check=("姓名", "性别"),
    columns=(
        LayoutColumn("height", ("身高",), ""),
        LayoutColumn("weight", ("体重",), ""),
        LayoutColumn("vital_capacity", ("肺活量",), ""),
        LayoutColumn("run_50m", ("50米跑",), ""),
        LayoutColumn("sit_and_reach", ("坐位体前屈",), ""),
        LayoutColumn("shuttle", ("50米×8往返跑", "50米*8往返跑", "50米x8往返跑"), "minutes_seconds"),
        LayoutColumn("run_1000m", ("1000米跑",), "minutes_seconds"),
    ),
    attributes=(LayoutColumn("sex", ("性别",), ""), LayoutColumn("grade", ("年级编号",), "")),
    reads=(("性别", (("male", ("1", "男")), ("female", ("2", "女")))),),
    ignore=("班级编号", "班级名称", "民族代码", "出生日期"),
    never_store=("家庭住址",),
    returns_standard="fit.national",
    returns_each=(("评分", "points"), ("等级", "level")),
    returns_end=(("标准分", "standard_score"), ("附加分", "bonus"), ("总分", "total"), ("总分等级", "level")),
    source=Source(),
    place=HERE,
)

HEADINGS = ["年级编号", "班级编号", "班级名称", "学籍号", "民族代码", "姓名", "性别", "出生日期", "家庭住址",
            "身高", "体重", "肺活量", "50米跑", "坐位体前屈", "50米×8往返跑", "1000米跑"]  # fmt: skip
"""The national upload workbook's headings, as far as these tests need them."""

TEST_DAY = date(2025, 10, 20)


def pupil_row(number: object = "G370211201601010001", **cells: Any) -> list[Any]:
    """A believable row: a boy of grade 11 with every item measured. `cells`: other values by heading."""
    row = {
        "年级编号": "11", "班级编号": "110001", "班级名称": "一年级1班", "学籍号": number, "民族代码": "01",
        "姓名": "甲同学", "性别": "1", "出生日期": "2018-09-12", "家庭住址": "某街1号", "身高": 121.5, "体重": 23.4,
        "肺活量": 1200, "50米跑": 10.4, "坐位体前屈": -1.5, "50米×8往返跑": "1'58", "1000米跑": None,
    }  # fmt: skip
    row.update(cells)
    return [row[heading] for heading in HEADINGS]


def workbook(
    path: Path, rows: Sequence[Sequence[Any]], headings: Sequence[str | None] = HEADINGS, sheet: str = "一年级"
) -> Path:
    """A workbook with one sheet: the headings, then the rows."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    page.append(list(headings))
    for row in rows:
        page.append(list(row))
    book.save(path)
    return path


def text_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def read(path: Path, **more: Any) -> Reading:
    """The file as the school's upload, measured on the test day."""
    given: dict[str, Any] = {
        "evidence": (FITNESS, VISIT), "layouts": (UPLOAD,), "entities": ENTITIES, "tables": TABLES,
        "default_day": TEST_DAY,
    }  # fmt: skip
    return read_records(path, **(given | more))


def column(reading: Reading, evidence: str, name: str) -> list[Any]:
    """A column of the stored records."""
    values: list[Any] = reading.records[evidence][name].to_pylist()
    return values
