"""Whose time is over: records that were kept for as long as their type says."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Max

from xueheng.evidence.catalogue import calendar_of, types_known
from xueheng.evidence.model_records import Record
from xueheng.evidence.states import FACTS
from xueheng.identity.public import OPEN, Enrolment, Post, people_merged
from xueheng.language.public import EvidenceType, KeptFor

WHY = "records whose time is over are destroyed"
SCHOOL_YEAR = "school_year"
AT_ONCE = 500


def years_after(day: date, years: int) -> date:
    """The same day some years later; of 29 February the 28th where there is no such day.

    >>> years_after(date(2024, 2, 29), 1)
    datetime.date(2025, 2, 28)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def types_kept_for_a_time() -> list[EvidenceType]:
    """The types that say how long they are kept, by name."""
    return [type_ for _, type_ in sorted(types_known().items()) if type_.kept_for is not None]


def due_records(type_: EvidenceType, today: date) -> list[int]:
    """The facts of a type whose last day of keeping lies before today, and which still say something."""
    kept = type_.kept_for
    if kept is None:
        return []
    facts = Record.objects.for_the_programme(WHY).filter(type=type_.name, act__in=FACTS).exclude(payload=b"")
    if kept.after == "leaves":
        return _of_those_who_left(facts, kept, today)
    days = facts.values_list("day", flat=True).distinct()
    due = [day for day in days if _last_day(type_, kept, day) < today]
    found: list[int] = []
    for start in range(0, len(due), AT_ONCE):
        found += facts.filter(day__in=due[start : start + AT_ONCE]).values_list("number", flat=True)
    return sorted(found)


def _last_day(type_: EvidenceType, kept: KeptFor, day: date) -> date:
    """The last day on which a fact of `day` is kept."""
    if kept.after == "recorded":
        return years_after(day, kept.years)
    window = calendar_of(type_.name).windows.get(SCHOOL_YEAR)
    spans = window.spans.values() if window else ()
    # A day outside the calendar lies in a year that ends within a year of it.
    ends = next((last for first, last in spans if first <= day <= last), years_after(day, 1))
    return years_after(ends, kept.years)


def _of_those_who_left(facts: Any, kept: KeptFor, today: date) -> list[int]:
    left = set(_left_before(years_after(today, -kept.years)))
    merged = people_merged()
    subjects = [one for one in facts.values_list("subject", flat=True).distinct() if merged.get(one, one) in left]
    found: list[int] = []
    for start in range(0, len(subjects), AT_ONCE):
        found += facts.filter(subject__in=subjects[start : start + AT_ONCE]).values_list("number", flat=True)
    return sorted(found)


def _left_before(day: date) -> Iterator[int]:
    """People whose last enrolment and last post ended before a day."""
    last: dict[int, date] = {}
    for model, whom in ((Enrolment, "pupil"), (Post, "person")):
        rows = model.objects.for_the_programme(WHY).values(whom).annotate(last=Max("to_day")).order_by()
        for person, to_day in rows.values_list(whom, "last"):
            last[person] = max(to_day, last.get(person, to_day))
    return (person for person, to_day in last.items() if to_day != OPEN and to_day < day)
