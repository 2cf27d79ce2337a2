"""The workbooks that a new authority has already, as its offices would write them; everybody in them is made up."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

from xueheng.identity.tests.authority import identity_card

SCHOOL_CODE, SCHOOL = "3150019901", "示例第一小学"
OTHER_CODE, OTHER = "3150019902", "示例第二小学"
OFFICE, OFFICE_CARD = "示例教务", identity_card(date(1980, 3, 4), 401)
TEACHERS = ("示例班主任", "示例任课教师")
CLASS = "三（1）班"
PUPILS = ("示例学生甲", "示例学生乙", "示例学生丙")
BORN = date(2017, 10, 2)


def schools(path: Path) -> Path:
    """The list of schools of the yearly statistics."""
    rows = [
        {"序号": at, "学校标识码": code, "学校名称": name, "办学类型": "211", "校长姓名": "不应保存"}
        for at, (code, name) in enumerate(((SCHOOL_CODE, SCHOOL), (OTHER_CODE, OTHER)), 1)
    ]
    return book(path, rows)


def pupils(path: Path) -> Path:
    """The pupil register."""
    rows = []
    for at, name in enumerate(PUPILS, 1):
        card = identity_card(BORN, 410 + at)
        rows.append(
            {"姓名": name, "性别": "女", "学籍号": f"G{card}", "身份证件号": card, "学校标识码": SCHOOL_CODE,
             "学校名称": SCHOOL, "年级": "小学三年级", "班级": CLASS, "家庭住址": "不应保存"}
        )  # fmt: skip
    return book(path, rows)


def teachers(path: Path) -> Path:
    """The register of teachers of the school."""
    rows = []
    for at, (name, post) in enumerate(zip(TEACHERS, ("任课教师", "任课教师"), strict=True), 1):
        card = identity_card(date(1985, 5, 6), 420 + at)
        rows.append(
            {"姓名": name, "性别": "女", "身份证件号": card, "学校标识码": SCHOOL_CODE, "学校名称": SCHOOL,
             "岗位": post, "任教班级": CLASS, "手机": "不应保存"}
        )  # fmt: skip
    return book(path, rows)


def book(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    """A workbook of one sheet, all cells as text."""
    heads = list(rows[0])
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as made:
        sheet = made.add_worksheet("名册")
        for line, row in enumerate((dict(zip(heads, heads, strict=True)), *rows)):
            for at, head in enumerate(heads):
                sheet.write_string(line, at, str(row[head]))
    return path
