"""The registers that the kernel itself keeps, and the words that a layout may fill them with.

A word is the kernel's own and the same in every pack; what a pack's entity adds (its attributes) may be filled besides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from xueheng.language.definitions import Field
from xueheng.language.typed import Kind, Type
from xueheng.wording import Text

NAME_MOST, NUMBER_MOST, UNIT_MOST, WORDS_MOST = 40, 40, 60, 500


@dataclass(frozen=True, slots=True)
class RegisterWord:
    """One thing that a register knows of a row. `number` is text that a spreadsheet may have taken for a number; the
    codes of `coded` are those that the layout's `reads` names.
    """

    name: str
    title: Text
    kind: Literal["text", "number", "day", "coded"] = "text"
    most: int | None = None
    needed: bool = False

    def field(self, codes: tuple[str, ...] = ()) -> Field:
        """The word as a field, so that cells are read as those of records are."""
        kinds = {"text": Kind.TEXT, "number": Kind.TEXT, "day": Kind.DATE, "coded": Kind.CODE}
        return Field(self.name, self.title, Type(kinds[self.kind], codes=codes), text_max=self.most)


_NAME = RegisterWord("name", Text("姓名", "Name"), most=NAME_MOST, needed=True)
_RESIDENT = RegisterWord("resident_number", Text("身份证件号", "Identity number"), "number", NUMBER_MOST)
_PUPIL = RegisterWord("pupil_number", Text("学籍号", "Pupil number"), "number", NUMBER_MOST)
_TEACHER = RegisterWord("teacher_number", Text("教师号", "Teacher number"), "number", NUMBER_MOST)
_SEX = RegisterWord("sex", Text("性别", "Sex"), "coded")
_BORN = RegisterWord("born", Text("出生日期", "Day of birth"), "day")
_SINCE = RegisterWord("since", Text("起始日期", "Since"), "day")
_UNIT = (
    RegisterWord("unit_code", Text("学校标识码", "Code of the unit"), "number", NUMBER_MOST),
    RegisterWord("unit_name", Text("单位名称", "Name of the unit"), most=UNIT_MOST),
)
_CLASS = RegisterWord("class_name", Text("班级", "Class"), most=UNIT_MOST)

REGISTERS: Mapping[str, tuple[RegisterWord, ...]] = {
    "pupils": (
        _NAME, _PUPIL, _RESIDENT, _SEX, _BORN, *_UNIT, _SINCE,
        RegisterWord("class_name", _CLASS.title, most=UNIT_MOST, needed=True),
    ),
    "staff": (
        _NAME, _TEACHER, _RESIDENT, _SEX, _BORN, *_UNIT, _CLASS, _SINCE,
        RegisterWord("post", Text("岗位", "Post"), "coded"),
        RegisterWord("post_words", Text("现任职务", "Present duty, in words"), most=WORDS_MOST),
    ),
    "units": (
        RegisterWord("unit_code", _UNIT[0].title, most=NUMBER_MOST, needed=True),
        RegisterWord("name", Text("名称", "Name"), most=UNIT_MOST, needed=True),
        RegisterWord("parent_code", Text("上级代码", "Code of the unit above"), "number", NUMBER_MOST),
        RegisterWord("parent_name", Text("上级名称", "Name of the unit above"), most=UNIT_MOST),
        RegisterWord("credit_code", Text("统一社会信用代码", "Unified social credit code"), "number", NUMBER_MOST),
        _SINCE,
    ),
    "guardians": (
        RegisterWord("pupil_number", _PUPIL.title, most=NUMBER_MOST, needed=True),
        RegisterWord("pupil_name", Text("学生姓名", "Name of the pupil"), most=NAME_MOST),
        _NAME, _RESIDENT, _SEX, _SINCE,
        RegisterWord("relation", Text("关系", "Relation"), "coded"),
    ),
    "accounts": (
        _NAME, _PUPIL, _TEACHER, _RESIDENT,
        RegisterWord("login", Text("登录名", "Login name"), most=UNIT_MOST),
    ),
}  # fmt: skip
"""Pupils of classes, staff with their posts, units, guardians of pupils, and people to be given an account."""

FILES = ("workbook", "lrmx")
"""What a register comes in: sheets with headings, or a cadre appointment form (one person, elements for headings)."""
