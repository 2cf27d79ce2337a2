"""Random subjects and records: gaps between spans, ties on one day, days on and just outside window ends."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from tests.property.world import EVIDENCE, HUGE, REGISTERS
from xueheng.evaluation.core.dataset import Period
from xueheng.language.definitions import EvidenceType, Register
from xueheng.language.typed import Kind, Type

Line = dict[str, Any]
SCHOOLS = ("north", "south", "west")
TEACHERS = ("wang", "zhao")
DISTRICTS = ("east_county", "hill_county")
PUPILS = ("ba", "cai", "ding", "fang", "gu", "han", "ji", "kang")
TURNING_DAYS = (
    "2024-09-01", "2025-01-17", "2025-08-31", "2025-09-01", "2025-09-07", "2025-09-08", "2025-09-30", "2025-10-01",
    "2025-12-31", "2026-01-01", "2026-01-30", "2026-01-31", "2026-02-01", "2026-02-02", "2026-02-14", "2026-02-28",
    "2026-03-01", "2026-03-02", "2026-03-31", "2026-06-30", "2026-07-03", "2026-07-04", "2026-08-31", "2026-09-01",
    "2026-04-13", "2026-04-17", "2026-10-15", "2026-12-31", "2027-01-01",
)  # fmt: skip


def maybe(chance: Random, value: object, missing: float = 0.2) -> Any:
    return None if chance.random() < missing else value


def some_day(chance: Random, period: Period) -> date:
    """Mostly a day on which something turns, or the day beside it; else any day of the period."""
    kind = chance.random()
    if kind < 0.25:
        return chance.choice((period.start, period.end)) + timedelta(chance.choice((-1, 0, 0, 1)))
    if kind < 0.65:
        return date.fromisoformat(chance.choice(TURNING_DAYS)) + timedelta(chance.choice((-1, 0, 0, 0, 1)))
    return period.start + timedelta(chance.randrange((period.end - period.start).days + 1))


def cell(chance: Random, name: str, kind: Type) -> Any:
    """A value of a field; numbers often small so that they tie, sometimes at their bounds."""
    if kind.kind is Kind.CODE:
        return chance.choice(kind.codes or ("g1", "g7", "g8"))
    if kind.kind is Kind.YES_NO:
        return chance.random() < 0.6
    if kind.kind is Kind.DATE:
        return date.fromisoformat(chance.choice(TURNING_DAYS))
    if kind.kind is Kind.TEXT:
        return chance.choice((*TEACHERS, "nobody"))
    low, high = int(kind.low or 0), int(kind.high or 0)
    if name == "huge":
        return chance.choice((HUGE, HUGE - 1, -HUGE, 0, 1, chance.randrange(-HUGE, HUGE)))
    units = 10 ** (kind.decimals or 0)
    if chance.random() < 0.15:
        return chance.choice((low, high))
    number = chance.randint(max(low, -6), min(high, 12)) * units
    number += chance.choice((0, 0, 1, units // 2)) if units > 1 else 0
    return str(number) if units == 1 else f"{number}/{units}"


def spans_of(chance: Random, subject: str, period: Period, values: Any) -> list[Line]:
    """One to three spans that do not overlap; open ends, gaps, some outside the period."""
    count = chance.choice((1, 1, 1, 2, 2, 3))
    cuts = sorted({some_day(chance, period) for _ in range(count + 3)})[: count + 1]
    spans: list[Line] = []
    start: date | None = None if chance.random() < 0.7 else cuts[0]
    for at in range(count):
        last = at == count - 1
        end: date | None = None if last and chance.random() < 0.8 else cuts[min(at + 1, len(cuts) - 1)]
        if end is not None and start is not None and end < start:
            break
        spans.append({"subject": subject, "from_day": start, "to_day": end, **values()})
        if end is None:
            break
        start = end + timedelta(chance.choice((1, 1, 2, 30)))
    return spans


def random_subjects(chance: Random, period: Period, *, with_districts: bool) -> dict[str, list[Line]]:
    """Districts (perhaps without a table of their own), schools (sometimes merged into another), pupils, teachers."""
    districts = [{"subject": name, "rich": maybe(chance, chance.randint(0, 9))} for name in DISTRICTS]
    schools = [
        line
        for name in SCHOOLS[: chance.randint(2, 3)]
        for line in spans_of(chance, name, period, lambda: {
            "kind": maybe(chance, chance.choice(("town", "village", "island"))),
            "area": maybe(chance, f"{chance.randint(0, 1000)}/10"),
            "district": maybe(chance, chance.choice(DISTRICTS), 0.1),
        })
    ]  # fmt: skip
    pupils = [
        line
        for name in PUPILS[: chance.randint(5, 8)]
        for line in spans_of(chance, name, period, lambda: pupil(chance))
    ]
    teachers = [
        line
        for name in TEACHERS
        for line in spans_of(
            chance,
            name,
            period,
            lambda: {"load": maybe(chance, chance.randint(0, 40)), "school": chance.choice(SCHOOLS)},
        )
    ]
    tables = {"school": schools, "pupil": pupils, "teacher": teachers}
    if chance.random() < 0.25:
        merge(chance, schools)
    return {"district": districts, **tables} if with_districts else tables


def merge(chance: Random, schools: list[Line]) -> None:
    """One school was merged into another, perhaps that one into a third; some of them still stand."""
    chain = chance.sample(SCHOOLS, chance.choice((2, 2, 3)))
    for name, into in pairwise(chain):
        own = [line for line in schools if line["subject"] == name]
        if own:
            own[-1]["merged_into"] = into
            own[-1]["to_day"] = own[-1]["to_day"] or date(2026, 1, chance.choice((15, 31)))


def pupil(chance: Random) -> Line:
    """A pupil's attributes and ancestors in one span."""
    return {
        "grade": maybe(chance, chance.choice(("g1", "g7", "g8", "g9")), 0.1),
        "born": maybe(
            chance, date(chance.randint(2008, 2016), chance.choice((2, 8, 9)), chance.choice((1, 28, 28))), 0.1
        )
        if chance.random() < 0.8
        else date(2012, 2, 29),
        "boarder": maybe(chance, chance.random() < 0.5, 0.15),
        "size": maybe(chance, f"{chance.randint(0, 1000)}/10"),
        "school": maybe(chance, chance.choice(SCHOOLS), 0.1),
        "district": maybe(chance, chance.choice(DISTRICTS), 0.1),
    }


def random_records(
    chance: Random, period: Period, subjects: dict[str, list[Line]], turning: Sequence[date]
) -> dict[str, list[Line]]:
    """Records of each type; many on the same few days, some of nobody known, some not verified.

    `turning`: first and last days of the windows that the measures ask for.
    """
    days = [some_day(chance, period) for _ in range(3)]
    days += [chance.choice(turning) + timedelta(chance.choice((-1, 0, 0, 1))) for _ in range(4) if turning]
    found: dict[str, list[Line]] = {}
    next_id = 1
    for name, kind in EVIDENCE.items():
        known = sorted({line["subject"] for line in subjects[kind.about]})
        count = chance.choice((0, 25, 40, 60, 60)) if name != "visit" else chance.choice((0, 8, 12))
        ids = list(range(next_id, next_id + count))
        next_id += count
        chance.shuffle(ids)
        found[name] = [record(chance, kind, id_, [*known, *known, "ghost"], days, period) for id_ in ids]
    return found


def record(
    chance: Random, kind: EvidenceType, id_: int, subjects: Sequence[str], days: Sequence[date], period: Period
) -> Line:
    day = chance.choice(days) if chance.random() < 0.8 else some_day(chance, period)
    line: Line = {
        "id": id_,
        "subject": chance.choice(subjects),
        "day": day,
        "org": maybe(chance, chance.choice((*SCHOOLS, "club", *DISTRICTS)), 0.7),
        "recorder": maybe(chance, chance.choice((*TEACHERS, "nobody")), 0.3),
        "verified": chance.random() < 0.85,
        "recorded": chance.randint(0, 3),
    }
    return line | {f.name: maybe(chance, cell(chance, f.name, f.type)) for f in kind.fields}


def random_entries(chance: Random, period: Period, subjects: dict[str, list[Line]]) -> dict[str, list[Line]]:
    """Entries of each register: some open, some ending on the day that is asked or the day before, some overlapping."""
    found: dict[str, list[Line]] = {}
    for name, register in REGISTERS.items():
        known = sorted({line["subject"] for line in subjects[register.of]})
        count = chance.choice((0, 4, 8, 12))
        found[name] = [entry(chance, register, id_, [*known, *known, "ghost"], period) for id_ in range(1, count + 1)]
    return found


def entry(chance: Random, register: Register, id_: int, subjects: Sequence[str], period: Period) -> Line:
    since = some_day(chance, period) - timedelta(chance.choice((0, 0, 100, 400)))
    until = chance.choice((None, None, since, some_day(chance, period), some_day(chance, period)))
    line: Line = {
        "id": id_,
        "subject": chance.choice(subjects),
        "since": since,
        "until": until,
        "org": maybe(chance, chance.choice(SCHOOLS), 0.8),
        "recorder": maybe(chance, chance.choice((*TEACHERS, "nobody")), 0.3),
    }
    return line | {f.name: maybe(chance, cell(chance, f.name, f.type)) for f in register.fields}


def stored_days(line: Line) -> Line:
    """A line as it may be printed: days in words."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in line.items()}


NAMES = frozenset((*SCHOOLS, *TEACHERS, *DISTRICTS, *PUPILS))


def in_world(line: Line, prefix: str) -> Line:
    """The line with every subject it names renamed: `ba` of the second world is `1~ba`."""
    if not prefix:
        return line
    return {name: f"{prefix}{cell}" if isinstance(cell, str) and cell in NAMES else cell for name, cell in line.items()}


__all__ = ["Line", "in_world", "random_entries", "random_records", "random_subjects", "stored_days"]
