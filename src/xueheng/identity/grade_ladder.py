"""The grades in their order, from the reference table, and how a class is called when it rises."""

import csv
from dataclasses import dataclass
from functools import cache

from xueheng.identity.check_digits import REFERENCE

TABLE = REFERENCE / "10_codes_grade.csv"
YEAR_WORD = "年级"
"""What ends a grade's name; the sign before it stands for the grade in a class's name: 三（1）班."""
BRACKETS = ("（", "(")


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade: its code, its stage, the following grade's code (None for the stage's last), its ways of writing."""

    code: str
    stage: str
    after: str | None
    forms: tuple[str, ...]
    """Whole words: 小学三年级, 小三, 三年级."""
    signs: tuple[str, ...]
    """Single signs that stand for it before a bracket: 三."""


@cache
def ladder() -> dict[str, Grade]:
    """The grades by code, in order.

    >>> ladder()["13"].after, ladder()["16"].after
    ('14', None)
    """
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["code"])
    grades: dict[str, Grade] = {}
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        after = following["code"] if following and following["stage"] == row["stage"] else None
        aliases = [alias for alias in row["alias"].split("/") if alias]
        forms = [row["name"], *aliases, row["name"].removeprefix(row["stage"])]
        signs = [form.removesuffix(YEAR_WORD)[-1:] for form in reversed(forms) if form.endswith(YEAR_WORD)]
        grades[row["code"]] = Grade(row["code"], row["stage"], after, tuple(forms), tuple(signs))
    return grades


def grade_name(code: str) -> str:
    """What a grade is called.

    >>> grade_name("21")
    '初中一年级'
    """
    return ladder()[code].forms[0]


def first_of_stage(code: str) -> str:
    """The first grade of the stage of a grade.

    >>> first_of_stage("23")
    '21'
    """
    stage = ladder()[code].stage
    return next(grade.code for grade in ladder().values() if grade.stage == stage)


def risen_name(name: str, before: str, after: str) -> str:
    """A class's name with the new grade in place of the old one, unchanged where the name does not tell the grade.

    >>> risen_name("三（2）班", "13", "14"), risen_name("八年级1班", "22", "23"), risen_name("2020级3班", "13", "14")
    ('四（2）班', '九年级1班', '2020级3班')
    """
    old, new = ladder()[before], ladder()[after]
    for was, becomes in zip(old.forms, new.forms, strict=True):
        if name.startswith(was):
            return becomes + name[len(was) :]
    for was, becomes in zip(old.signs, new.signs, strict=True):
        if was and name.startswith(tuple(was + bracket for bracket in BRACKETS)):
            return becomes + name[len(was) :]
    return name
