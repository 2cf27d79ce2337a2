"""Cells as they cross from the worker to us: one tagged string each, None for a blank cell.

A tagged string is one letter and the value: `s` text, `n` number as the decimal a spreadsheet
shows (15 significant digits), `b` 0 or 1, `d` day, `m` day and time, `t` time of day, `u` duration
in seconds, `e` error literal, `f` a formula whose value was never stored.
"""

from datetime import MAXYEAR, date, datetime, time, timedelta

TEXT, NUMBER, YES_NO, DAY, MOMENT, TIME, DURATION, ERROR, FORMULA = "snbdmtuef"


def number_as_shown(value: float) -> str:
    """The decimal a spreadsheet shows for a stored binary number.

    >>> number_as_shown(8.199999999999999), number_as_shown(12.0), number_as_shown(0.1 + 0.2)
    ('8.2', '12', '0.3')
    """
    return f"{value:.15g}"


def tagged(value: object) -> str | None:
    """A spreadsheet library's value as a tagged string; blank text is a blank cell."""
    kind = type(value)
    if kind is str:
        text = str(value)
        return None if not text or text.isspace() else TEXT + text
    if kind is float:
        return NUMBER + number_as_shown(float(value))  # type: ignore[arg-type]
    if kind is bool:
        return f"{YES_NO}{int(bool(value))}"
    if kind is int:
        return f"{NUMBER}{value}"
    return _moment(value)


def _moment(value: object) -> str | None:
    if isinstance(value, datetime):
        return MOMENT + _to_second(value).isoformat()
    if isinstance(value, date):
        return DAY + value.isoformat()
    if isinstance(value, time):
        moment = _to_second(datetime.combine(date(2000, 1, 1), value))
        return TIME + moment.time().isoformat()
    if isinstance(value, timedelta):
        return f"{DURATION}{round(value.total_seconds())}"
    return None if value is None else TEXT + str(value)


def _to_second(value: datetime) -> datetime:
    """Day fractions are binary: 4:05 may arrive as 4:04:59.999999."""
    if value.year == MAXYEAR:
        return value.replace(microsecond=0)
    return (value + timedelta(microseconds=500_000)).replace(microsecond=0)


def as_written(cell: str | None) -> str:
    """The cell's value as its owner reads it, for messages.

    >>> as_written("n1.65"), as_written("b1"), as_written(None)
    ('1.65', 'TRUE', '')
    """
    if cell is None:
        return ""
    tag, value = cell[0], cell[1:]
    if tag == YES_NO:
        return "TRUE" if value == "1" else "FALSE"
    if tag == MOMENT:
        return value.replace("T", " ").removesuffix(" 00:00:00")
    if tag == DURATION:
        minutes, seconds = divmod(int(value), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}"
    if tag == FORMULA:
        return f"={value}"
    return value
