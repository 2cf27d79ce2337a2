"""The facts that count, by type and month; and by what it is noticed, without opening any, that some have changed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from xueheng.evidence.catalogue import meaning_of, types_known
from xueheng.evidence.counting import doubles
from xueheng.evidence.model_records import Record
from xueheng.evidence.states import FACTS
from xueheng.evidence.visibility import ARRIVED
from xueheng.identity.public import people_merged
from xueheng.trust.public import keys_destroyed

WHY = "a snapshot of the record"
Sums = tuple[int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One type's facts of one month."""

    type: str
    year: int
    month: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return (self.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    @property
    def label(self) -> str:
        """As files are named: 2026-03."""
        return f"{self.year:04d}-{self.month:02d}"


class Standing:
    """What counts, as one reading finds it: of everybody, or of one subject."""

    def __init__(self, subject: int | None = None) -> None:
        self.merged = people_merged(subject)
        self.own = None if subject is None else [subject, *self.merged]
        """The numbers under which the one subject's facts were recorded."""
        self.left_out = doubles(self.own)
        """Facts that another one says alike."""

    def months(self) -> dict[Month, str]:
        """Each month with something in it → what its facts and their states come to. It changes with any fact that is
        added, corrected, retracted, attested or refused, since numbers are given once and rows are never changed; and,
        of all months, with anybody who was merged or erased.
        """
        found: dict[Month, Sums] = {}
        rows = _facts().annotate(year=ExtractYear("day"), month=ExtractMonth("day")).values("type", "year", "month")
        for row in rows.annotate(**_SUMS).order_by("type", "year", "month"):
            month = Month(row["type"], row["year"], row["month"])
            found[month] = tuple(int(row[name] or 0) for name in _SUMS)
        other, everybody = self._left_out_by_month(), (len(self.merged), keys_destroyed())
        return {month: _said(month, (*sums, *other.get(month, (0, 0)), *everybody)) for month, sums in found.items()}

    def _left_out_by_month(self) -> Mapping[Month, tuple[int, int]]:
        found: dict[Month, tuple[int, int]] = defaultdict(lambda: (0, 0))
        for some in portions(sorted(self.left_out)):
            rows = Record.objects.for_the_programme(WHY).filter(pk__in=some)
            for number, type_, day in rows.values_list("number", "type", "day"):
                month = Month(type_, day.year, day.month)
                count, total = found[month]
                found[month] = (count + 1, total + number)
        return found

    def rows(self, month: Month) -> Iterator[tuple[Any, ...]]:
        """Of each fact of the month that counts, by number: number, subject, unit, day, recorder, when it was recorded,
        payload, attested by, refused by.
        """
        return self._rows(_facts().filter(type=month.type, day__gte=month.first, day__lte=month.last))

    def rows_of_subject(self, type_: str) -> Iterator[tuple[Any, ...]]:
        """The same of the one subject's facts of a type."""
        return self._rows(_facts().filter(type=type_, subject__in=self.own or ()))

    def _rows(self, facts: Any) -> Iterator[tuple[Any, ...]]:
        rows = facts.order_by("number")
        for number, subject, *others in rows.values_list(
            "number", "subject", "organisation", "day", "recorder", "recorded_at", "payload",
            "state__attested_by", "state__refused_by",
        ).iterator(chunk_size=2_000):  # fmt: skip
            if number not in self.left_out:
                yield number, self.merged.get(subject, subject), subject, *others


def _said(month: Month, sums: Sums) -> str:
    meaning = meaning_of(month.type) if month.type in types_known() else ""
    return ".".join(map(str, (*sums, meaning)))


_SUMS: Mapping[str, Any] = {
    "facts": Count("number"),
    "numbers": Sum("number"),
    "attested": Count("state__attested_by"),
    "attested_by": Sum("state__attested_by"),
    "refused": Count("state__refused_by"),
    "refused_by": Sum("state__refused_by"),
}


def _facts() -> Any:
    stands = Q(state__corrected_by__isnull=True, state__retracted_by__isnull=True)
    arrived = Q(batch__isnull=True) | Q(batch__state__in=ARRIVED)
    return Record.objects.for_the_programme(WHY).filter(stands, arrived, act__in=FACTS)


def portions(numbers: Sequence[int], at_once: int = 500) -> Iterator[Sequence[int]]:
    """Numbers in portions that fit into one query."""
    for start in range(0, len(numbers), at_once):
        yield numbers[start : start + at_once]
