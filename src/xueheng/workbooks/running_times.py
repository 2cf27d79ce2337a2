"""Running times: minutes and seconds as schools write them, kept as whole seconds.

Read: 4'05 4′05″ 4’05” 4:05 4：05 4分05秒 4分 245秒 245″, `4.05` as text or number (the decimals are two
digits of seconds, so the number 4.1 is 4′10″ and 4 is 4′00″), a spreadsheet's time 4:05 or 0:04:05,
a day's fraction under a format that hides it. A bare whole number of 60 or more is refused: 245 may
be 245 seconds (4′05″) or 2′45″, and nothing in the sheet decides it. Seconds of 60 and more are refused.
"""

import re
from collections.abc import Callable
from fractions import Fraction

from xueheng.wording import Text
from xueheng.workbooks.cell_faults import Fault, broken_cell, not_a
from xueheng.workbooks.number_cells import Rounding, decimal_text, exact_number, fitted
from xueheng.workbooks.raw_cells import as_written

_MINUTE_MARKS = str.maketrans(dict.fromkeys("'′’‘‵`´ʹʼ＇", "'"))
_SECOND_MARKS = str.maketrans(dict.fromkeys('"″”“〃ʺ＂', '"'))
_MARKED = re.compile(
    r"""(?a)(?P<minutes>\d{1,3})\s*(?:'|:|分钟?|min|m)\s*(?:(?P<seconds>\d{1,2}(?:\.\d+)?)\s*(?:"|''|秒|s)?)?"""
)
_SECONDS = re.compile(r"""(?a)(\d{1,5}(?:\.\d+)?)\s*(?:"|''|秒|s|sec)""")
_CLOCK = re.compile(r"(?a)(\d{1,2}):(\d{2}):(\d{2})")
_DECIMAL = re.compile(r"(?a)(\d{1,3})(?:\.(\d{0,2}))?")
_DAY = 86_400
_AS_MINUTES = Text("请写成 4'05 这样的分和秒。", "Write minutes and seconds, such as 4'05.")


def running_time(cell: str) -> Fraction | Fault:
    """Seconds in the cell.

    >>> running_time("s4′05″"), running_time("n4.1"), running_time("t04:05:00")
    (Fraction(245, 1), Fraction(250, 1), Fraction(245, 1))
    """
    fault = broken_cell(cell)
    if fault:
        return fault
    tag, value = cell[0], cell[1:]
    if tag == "n":
        return _number(value, cell)
    if tag == "s":
        return _text(value, cell)
    if tag == "t":
        hours, minutes, seconds = (int(part) for part in value.split(":"))
        return _clock(hours, minutes, seconds, cell)
    if tag == "u":
        return _elapsed(int(value), cell)
    if tag == "m" and value[:4] in ("1899", "1900", "1904"):
        hours, minutes, seconds = (int(part) for part in value[11:19].split(":"))
        return _clock(hours, minutes, seconds, cell)
    return not_a("跑步成绩", "a running time", cell, _AS_MINUTES)


def _text(value: str, cell: str) -> Fraction | Fault:
    text = value.strip().removeprefix("'").translate(_MINUTE_MARKS).translate(_SECOND_MARKS)
    text = decimal_text(text).casefold().translate(_MINUTE_MARKS).translate(_SECOND_MARKS)
    clock = _CLOCK.fullmatch(text)
    if clock:
        return _clock(int(clock[1]), int(clock[2]), int(clock[3]), cell)
    marked = _MARKED.fullmatch(text)
    if marked:
        return _joined(int(marked["minutes"]), Fraction(marked["seconds"] or 0), cell)
    seconds = _SECONDS.fullmatch(text)
    if seconds:
        return Fraction(seconds[1])
    return _decimal(text, cell)


def _number(value: str, cell: str) -> Fraction | Fault:
    number = exact_number(cell, None)
    if isinstance(number, Fraction) and 0 < number < 1 and (number * 100).denominator != 1:
        return _elapsed(round(number * _DAY), cell)
    return _decimal(value, cell)


def _decimal(text: str, cell: str) -> Fraction | Fault:
    """Minutes, a point, two digits of seconds; `4.1` is 4′10″ because a spreadsheet drops the last zero."""
    found = _DECIMAL.fullmatch(text)
    if not found:
        return not_a("跑步成绩", "a running time", cell, _AS_MINUTES)
    minutes = int(found[1])
    if not found[2] and minutes >= 60:
        return _ambiguous(found[1])
    return _joined(minutes, Fraction((found[2] or "0").ljust(2, "0")), cell)


def _ambiguous(digits: str) -> Fault:
    minutes, seconds = divmod(int(digits), 60)
    by_seconds = f"{minutes}'{seconds:02}"
    split = f"{int(digits[:-2] or 0)}'{digits[-2:]}"
    other_zh = f"；如果是几分几秒，请写 {split}" if int(digits[-2:]) < 60 else ""
    other_en = f"; if minutes and seconds, write {split}" if int(digits[-2:]) < 60 else ""
    return Fault(
        Text(f"{digits} 说不清是秒数还是几分几秒", f"{digits} may be seconds or minutes and seconds"),
        Text(
            f"如果是 {digits} 秒，请写 {by_seconds}{other_zh}。",
            f"If it is {digits} seconds, write {by_seconds}{other_en}.",
        ),
    )


def _joined(minutes: int, seconds: Fraction, cell: str) -> Fraction | Fault:
    if seconds >= 60:
        shown = as_written(cell)
        return Fault(
            Text(
                f"{shown} 的秒数是 {int(seconds)}，满 60 秒要进为分",
                f"{shown} has {int(seconds)} seconds; 60 make a minute",
            ),
            Text("请核对原始记录，写成 4'05 这样的分和秒。", "Check the original record; write it like 4'05."),
        )
    return minutes * 60 + seconds


def _clock(hours: int, minutes: int, seconds: int, cell: str) -> Fraction | Fault:
    """A spreadsheet takes 4:05 for five past four: hours are minutes then, and minutes are seconds."""
    if hours == 0:
        return Fraction(minutes * 60 + seconds)
    if seconds == 0:
        return Fraction(hours * 60 + minutes)
    return not_a("跑步成绩", "a running time", cell, _AS_MINUTES)


def _elapsed(seconds: int, cell: str) -> Fraction | Fault:
    hours, rest = divmod(seconds, 3600)
    return _clock(hours, *divmod(rest, 60), cell)


def running_time_reader(
    decimals: int, low: Fraction | None, high: Fraction | None, rounding: Rounding
) -> Callable[[str], int | Fault]:
    """Reads a cell as a running time within a range of seconds, in units of 10**-decimals seconds."""

    def read(cell: str) -> int | Fault:
        seconds = running_time(cell)
        if isinstance(seconds, Fault):
            return seconds
        found = fitted(seconds, cell, decimals, low, high, rounding, "s")
        return _as_times(found, seconds, low, high) if isinstance(found, Fault) and seconds.denominator == 1 else found

    return read


def minutes_and_seconds(seconds: Fraction) -> str:
    """245 as 4′05″."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}′{rest:02}″"


def _as_times(fault: Fault, seconds: Fraction, low: Fraction | None, high: Fraction | None) -> Fault:
    shown = minutes_and_seconds(seconds)
    if low is None or high is None:
        return fault
    span = f"{minutes_and_seconds(low)}–{minutes_and_seconds(high)}"
    return Fault(
        Text(f"{shown} 不在 {span} 之间", f"{shown} is not within {span}"),
        Text("请核对原始记录，写成 4'05 这样的分和秒。", "Check the original record; write it like 4'05."),
    )
