"""One cell against its column's type: what is wrong with it, in words, or nothing."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from xueheng.identity.oneroster.binding import RosterColumn, binding
from xueheng.identity.oneroster.csv_reading import LONGEST_CELL
from xueheng.language.public import did_you_mean
from xueheng.wording import Text

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})?")
YEAR = re.compile(r"\d{4}")
INTEGER = re.compile(r"-?\d{1,15}")
FLOAT = re.compile(r"-?\d{1,15}(\.\d{1,15})?")
USER_ID = re.compile(r"\{[^{}:]+:[^{}]+\}")
TRUE, FALSE = "true", "false"


def fault_of(column: RosterColumn, value: str) -> Text | None:
    """What is wrong with a cell; an empty one is right unless the column must be filled."""
    if not value.strip():
        return Text("这一列必须填写", "must not be empty") if column.required else None
    if len(value) > LONGEST_CELL:
        return Text(f"超过 {LONGEST_CELL:,} 个字", f"over {LONGEST_CELL:,} characters")
    for item in items(value) if column.several else [value]:
        fault = _fault(column, item)
        if fault is not None:
            return fault
    return None


def items(value: str) -> list[str]:
    """The items of a list, which commas divide.

    >>> items("a, b,,c")
    ['a', 'b', 'c']
    """
    return [item.strip() for item in value.split(",") if item.strip()]


def _fault(column: RosterColumn, value: str) -> Text | None:
    check = _CHECKS.get(column.type)
    if check is not None:
        return check(value)
    listed = binding().values.get(column.type)
    if listed is None or value in listed.of:
        return None
    prefix = binding().extension_prefix
    if listed.open and value.startswith(prefix) and len(value) > len(prefix):
        return None
    hint, allowed = did_you_mean(value, listed.of), ", ".join(listed.of)
    shown = value[:40]
    return Text(f"“{shown}”不是这一列的值（{allowed}）{hint.zh}", f'"{shown}" is none of {allowed}.{hint.en}')


def _id(value: str) -> Text | None:
    if binding().guid.fullmatch(value):
        return None
    return Text(
        "编号只能用字母、数字和 . - _ / @，最多 255 个",
        "an id takes letters, digits and . - _ / @ alone, at most 255 of them",
    )


def _day(value: str) -> Text | None:
    return None if day_of(value) else Text("日期应写成 2025-09-01", "a day is written 2025-09-01")


def day_of(value: str) -> date | None:
    """The day of a cell, None where there is none.

    >>> day_of("2025-02-29") is None
    True
    """
    if not DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _moment(value: str) -> Text | None:
    if moment_of(value) is not None:
        return None
    return Text("时刻应写成 2025-09-01T08:00:00.000Z", "a moment is written 2025-09-01T08:00:00.000Z")


def moment_of(value: str) -> int | None:
    """The moment of a cell in microseconds since 1970, UTC where no zone is written; None where there is none.

    >>> moment_of("1970-01-01T00:00:01.000Z")
    1000000
    """
    if not MOMENT.fullmatch(value):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    aware = found if found.tzinfo else found.replace(tzinfo=UTC)
    return round(aware.timestamp() * 1_000_000)


def moment_text(at: int) -> str:
    """A moment as the binding writes it.

    >>> moment_text(1_500_000)
    '1970-01-01T00:00:01.500Z'
    """
    found = datetime.fromtimestamp(at // 1_000_000, UTC)
    return f"{found:%Y-%m-%dT%H:%M:%S}.{at % 1_000_000 // 1000:03d}Z"


def _matching(pattern: re.Pattern[str], zh: str, en: str) -> Callable[[str], Text | None]:
    return lambda value: None if pattern.fullmatch(value) else Text(zh, en)


_CHECKS: Mapping[str, Callable[[str], Text | None]] = {
    "guid": _id,
    "reference": _id,
    "references": _id,
    "date": _day,
    "datetime": _moment,
    "year": _matching(YEAR, "年份应为四位数字", "a year has four digits"),
    "integer": _matching(INTEGER, "应为整数", "should be a whole number"),
    "float": _matching(FLOAT, "应为数字", "should be a number"),
    "boolean": lambda value: None if value in (TRUE, FALSE) else Text("应为 true 或 false", "should be true or false"),
    "user_ids": _matching(USER_ID, "应写成 {类型:编号}", "is written {type:id}"),
}
