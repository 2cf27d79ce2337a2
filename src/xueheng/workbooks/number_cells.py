"""Numbers in cells, read as the decimal that stands there: never through floating point."""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from xueheng.wording import Text
from xueheng.workbooks.accepted_words import OTHER_UNITS, SLIPPED_POINT, UNIT_WORDS, unit_word
from xueheng.workbooks.cell_faults import Fault, broken_cell, not_a
from xueheng.workbooks.raw_cells import as_written

LARGEST = 2**63 - 1
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_MINUS = str.maketrans({"−": "-", "–": "-", "—": "-", "﹣": "-"})
_AS_DIGITS = Text("请只填数字，如 8.2。", "Write digits only, such as 8.2.")
_LONGEST = 40


def decimal_text(text: str) -> str:
    """A text cell's number without dressing: leading apostrophe, full-width forms, spaces at the ends."""
    return unicodedata.normalize("NFKC", text).strip().removeprefix("'").translate(_MINUS).strip()


def exact_number(cell: str, unit: str | None) -> Fraction | Fault:
    """The number in a cell. Text may carry the field's own unit and well-placed thousands separators.

    >>> exact_number("s１２．５ cm", "cm"), exact_number("n8.2", None), exact_number("s3,250", None)
    (Fraction(25, 2), Fraction(41, 5), Fraction(3250, 1))
    """
    fault = broken_cell(cell)
    if fault:
        return fault
    tag, value = cell[0], cell[1:]
    if tag == "n":
        return _from_decimal(value, cell)
    if tag != "s":
        return _wrong_kind(cell)
    text = decimal_text(value)
    for word in UNIT_WORDS.get(unit or "", (unit,) if unit else ()):
        if word and text.casefold().endswith(word.casefold()):
            text = text[: -len(word)].strip()
            break
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if len(text) > _LONGEST or not _DECIMAL.fullmatch(text):
        return _not_a_number(text, cell)
    return _from_decimal(text, cell)


def _from_decimal(text: str, cell: str) -> Fraction | Fault:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return not_a("数字", "a number", cell, _AS_DIGITS)
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST:
        return not_a("数字", "a number", cell, _AS_DIGITS)
    return Fraction(number)


def _not_a_number(text: str, cell: str) -> Fault:
    if "," in text:
        return not_a(
            "数字：逗号的位置不对",
            "a number: the comma stands in a wrong place",
            cell,
            Text(f"小数请用点：{text.replace(',', '.')}", f"Use a point for decimals: {text.replace(',', '.')}"),
        )
    return not_a("数字", "a number", cell, _AS_DIGITS)


def _wrong_kind(cell: str) -> Fault:
    kinds = {"b": ("是/否", "a yes/no value"), "d": ("日期", "a date"), "m": ("日期", "a date")}
    zh, en = kinds.get(cell[0], ("时间", "a time"))
    shown = as_written(cell)
    return Fault(
        Text(f"这里要数字，单元格是{zh}（{shown}）", f"a number is wanted, the cell is {en} ({shown})"),
        Text(
            "请把单元格格式改为“常规”，再重新填数字。", 'Set the cell\'s format to "General" and type the number again.'
        ),
    )


Rounding = Literal["refuse", "half_up", "up"]


def scaled(number: Fraction, decimals: int, rounding: Rounding) -> int | None:
    """The number in units of 10**-decimals; None where it has more decimals and that is refused.

    >>> scaled(Fraction("8.21"), 1, "up"), scaled(Fraction("8.25"), 1, "half_up"), scaled(Fraction("8.21"), 1, "refuse")
    (83, 83, None)
    """
    units: Fraction = number * 10**decimals
    if units.denominator == 1:
        return units.numerator
    if rounding == "refuse":
        return None
    magnitude: int = ceil(abs(units)) if rounding == "up" else floor(abs(units) + Fraction(1, 2))
    return magnitude if units > 0 else -magnitude


def number_reader(
    decimals: int, low: Fraction | None, high: Fraction | None, rounding: Rounding, unit: str | None
) -> Callable[[str], int | Fault]:
    """Reads a cell as a number of the declared decimals and range, in units of 10**-decimals."""

    def read(cell: str) -> int | Fault:
        number = exact_number(cell, unit)
        if isinstance(number, Fault):
            return number
        return fitted(number, cell, decimals, low, high, rounding, unit)

    return read


def fitted(
    number: Fraction,
    cell: str,
    decimals: int,
    low: Fraction | None,
    high: Fraction | None,
    rounding: Rounding,
    unit: str | None,
) -> int | Fault:
    """The number rounded as declared and inside its range, or why not."""
    units = scaled(number, decimals, rounding)
    if units is None:
        outside = (low is not None and number < low) or (high is not None and number > high)
        return out_of_range(number, low, high, unit) if outside else too_many_decimals(cell, decimals)
    value = Fraction(units, 10**decimals)
    if (low is not None and value < low) or (high is not None and value > high):
        return out_of_range(number, low, high, unit)
    if abs(units) > LARGEST:
        return not_a("数字：太大", "a number that can be kept: it is too large", cell)
    return units


def too_many_decimals(cell: str, decimals: int) -> Fault:
    """More decimals than the field keeps, and it does not round."""
    shown = as_written(cell)
    zh = f"最多 {decimals} 位小数" if decimals else "要整数"
    en = f"at most {decimals} decimals are wanted" if decimals else "a whole number is wanted"
    return Fault(
        Text(f"{shown}：{zh}", f"{shown}: {en}"),
        Text("请按测量记录填到规定的位数。", "Write it to the stated number of decimals, as measured."),
    )


def shown_number(number: Fraction) -> str:
    """A decimal without trailing zeros.

    >>> shown_number(Fraction(165)), shown_number(Fraction("0.5"))
    ('165', '0.5')
    """
    text = f"{Decimal(number.numerator) / Decimal(number.denominator):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def out_of_range(number: Fraction, low: Fraction | None, high: Fraction | None, unit: str | None) -> Fault:
    """Outside the declared range; where another unit or a slipped point would explain it, says so."""
    shown, word = shown_number(number), unit_word(unit)
    if low is not None and high is not None:
        span = f"{shown_number(low)}–{shown_number(high)}"
        reason = Text(f"{shown}{word.zh or ' '}不在 {span} 之间", f"{shown}{word.en} is not within {span}")
    elif low is not None:
        reason = Text(
            f"{shown}{word.zh or ' '}小于 {shown_number(low)}", f"{shown}{word.en} is below {shown_number(low)}"
        )
    else:
        top = shown_number(high or Fraction(0))
        reason = Text(f"{shown}{word.zh or ' '}大于 {top}", f"{shown}{word.en} is above {top}")
    return Fault(reason, _slip(number, low, high, unit))


def _slip(number: Fraction, low: Fraction | None, high: Fraction | None, unit: str | None) -> Text:
    def fits(value: Fraction) -> bool:
        plain = (value * 100).denominator == 1  # nobody wrote 11.666… in another unit
        return plain and number != 0 and (low is None or value >= low) and (high is None or value <= high)

    for other in OTHER_UNITS.get(unit or "", ()):
        if fits(number * other.factor):
            meant = shown_number(number * other.factor)
            return Text(f"如果是{other.title.zh}，请写 {meant}。", f"If it is in {other.title.en}, write {meant}.")
    for factor in SLIPPED_POINT:
        if fits(number * factor):
            meant = shown_number(number * factor)
            return Text(f"是否小数点错位：{meant}？请核对后改正。", f"Did the point slip: {meant}? Check and correct.")
    return Text("请核对原始记录后改正。", "Check the original record and correct it.")
