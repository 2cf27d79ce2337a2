"""Numbers that carry a check digit: a wrong one is an error, a region that no list knows only a remark.

python-stdnum's own check of an identity card refuses numbers of regions that were abolished before the birth, and the
residence permits of Taiwan (83): so its sums are used and its verdict on regions is not.
"""

import csv
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from stdnum import numdb
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from xueheng.errors import XuehengError
from xueheng.wording import Text

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
RESIDENT = "resident"
PUPIL = "pupil"
TEACHER = "teacher"
PERMITS = ("81", "82", "83")
"""How the residence permits of Hong Kong, Macao and Taiwan begin; their number is formed as an identity card's."""


class NumberRefused(XuehengError):
    """A number that cannot be right. It is not repeated in the message: messages are shown and kept."""

    def __init__(self, why: Text) -> None:
        super().__init__(why, Text("请对照证件核对后再提交。", "Compare it with the document and submit it again."))


@dataclass(frozen=True, slots=True)
class Checked:
    """A number in its one spelling, and remarks that do not stand in its way."""

    value: str
    remarks: tuple[Text, ...] = ()


def checked_number(kind: str, written: str, today: date) -> Checked:
    """A person's number of a kind ("resident", "pupil", "teacher"), checked. Raises NumberRefused."""
    check = _KINDS.get(kind)
    if check is None:
        raise NumberRefused(Text(f"没有“{kind}”这种号码", f'there is no kind of number "{kind}"'))
    return check(_compact(written), today)


def birth_day(resident: str) -> date:
    """The day of birth that a checked identity card's number holds.

    >>> birth_day("11010519491231002X")
    datetime.date(1949, 12, 31)
    """
    return date(int(resident[6:10]), int(resident[10:12]), int(resident[12:14]))


def checked_credit_code(written: str) -> Checked:
    """A unified social credit code. Raises NumberRefused.

    >>> checked_credit_code("91110000600037341l").value
    '91110000600037341L'
    """
    code = _compact(written)
    try:
        uscc.validate(code)
    except ValidationError:
        raise NumberRefused(
            Text(
                "统一社会信用代码不对：应为 18 位，且末位校验码相符",
                "this is no unified social credit code: it has 18 characters and a matching check character",
            )
        ) from None
    return Checked(code, _remark_on_region(code[2:8]))


def _compact(written: str) -> str:
    """Full-width signs made narrow, blanks and hyphens left out, letters large."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", written)).upper()


def _resident(number: str, today: date) -> Checked:
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise NumberRefused(
            Text(
                "身份证件号应为 18 位：17 位数字加一位校验码",
                "an identity card's number has 17 digits and a check character",
            )
        )
    if ric.calc_check_digit(number) != number[-1]:
        raise NumberRefused(
            Text("身份证件号的校验码不对，可能有一位填错", "the check character does not match: a digit may be wrong")
        )
    _refuse_birth(number, today)
    return Checked(number, () if number[:2] in PERMITS else _remark_on_region(number[:6]))


def _refuse_birth(number: str, today: date) -> None:
    try:
        born = birth_day(number)
    except ValueError:
        born = date.max
    if not date(1900, 1, 1) <= born <= today:
        raise NumberRefused(
            Text(
                "身份证件号里的出生日期不存在或在将来", "the day of birth in the number is no day, or is still to come"
            )
        )


def _pupil(number: str, today: date) -> Checked:
    if number.startswith("G"):
        card = _resident(number[1:], today)
        return Checked(f"G{card.value}", card.remarks)
    if re.fullmatch(r"L[0-9A-Z]{10,18}", number):
        return Checked(
            number,
            (Text("这是临时学籍号，办好正式学籍后请更换", "a temporary pupil number: replace it by the lasting one"),),
        )
    raise NumberRefused(
        Text(
            "学籍号应为 G 加 18 位身份证件号（临时学籍以 L 开头）",
            "a pupil number is G and an identity card's number, or begins with L",
        )
    )


def _teacher(number: str, today: date) -> Checked:
    del today
    if not re.fullmatch(r"[0-9A-Z]{6,20}", number):
        raise NumberRefused(Text("教师号应为 6 至 20 位数字或字母", "a teacher's number has 6 to 20 digits or letters"))
    return Checked(number)


_KINDS: Mapping[str, Callable[[str, date], Checked]] = {RESIDENT: _resident, PUPIL: _pupil, TEACHER: _teacher}


def _remark_on_region(code: str) -> tuple[Text, ...]:
    if code in _regions() or any("county" in told for _, told in numdb.get("cn/loc").info(code)):
        return ()
    return (
        Text(f"行政区划代码 {code} 不在区划表里，请核对", f"the region code {code} is in no list: please check it"),
    )


@cache
def _regions() -> frozenset[str]:
    """The codes of regions, those abolished since included, of the reference tables."""
    codes: set[str] = set()
    for file in sorted(REFERENCE.glob("10_codes_region*.csv")):
        with file.open(encoding="utf-8", newline="") as rows:
            codes.update(row["code"] for row in csv.DictReader(rows))
    return frozenset(codes)
