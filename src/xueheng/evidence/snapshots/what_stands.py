"""The facts that count, by type and month; and by what it is noticed, without opening any, that some have changed."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, reduce
from itertools import chain
from operator import add, or_
from typing import Any

from django.db import connection
from django.db.models import CharField, Count, F, Q, Sum, Value
from django.db.models.functions import Cast, Coalesce

from xueheng.evidence.catalogue import meaning_of, types_known
from xueheng.evidence.counting import doubles
from xueheng.evidence.model_batches import Batch
from xueheng.evidence.model_records import Record, RecordState
from xueheng.evidence.states import FACTS
from xueheng.evidence.stored_values import EPOCH
from xueheng.evidence.visibility import ARRIVED
from xueheng.identity.public import PreparedQuery, people_merged
from xueheng.trust.public import keys_destroyed

WHY = "a snapshot of the record"
Sums = tuple[int, ...]
COLUMNS = (
    "number", "type", "said_day", "subject", "organisation", "recorder", "recorded_at", "state__attested_by",
    "state__refused_by", "payload",
)  # fmt: skip
Row = tuple[Any, ...]
"""The cells of COLUMNS. The day is text (2026-03-01); the subject is who it was recorded about."""
AT_ONCE = 5_000
_MOST_NAMED = 40
"""Months that a query names one by one; of more, all are read."""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One type's facts of one month."""

    type: str
    year: int
    month: int

    @classmethod
    def of_day(cls, type_: str, day: str) -> "Month":
        """The month of a day like 2026-03-01."""
        known = date.fromisoformat(day)
        return cls(type_, known.year, known.month)

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
        self.left_out: set[int] = doubles() if subject is None else set()
        """Facts that another one says alike; of one subject known when her facts are."""

    def months(self) -> dict[Month, str]:
        """Each month that facts were recorded of → what they and their states come to. It changes with any fact that is
        added, corrected, retracted, attested or refused, since numbers are given once and rows are never changed; and,
        of all months, with anybody who was merged or erased.
        """
        facts = Record.objects.for_the_programme(WHY).filter(act__in=FACTS).values("type", "day")
        on_the_way = facts.filter(batch__in=Batch.objects.for_the_programme(WHY).exclude(state__in=ARRIVED))
        # Wrapped, so that SQLite goes from what is marked to its record: by the index of types it would look up all.
        marks = _marked().annotate(type=Coalesce("record__type", Value(""))).values("type", day=F("record__day"))
        # One after another: joined to each other they take several times as long.
        told = (_by_month(facts, _FACTS), _by_month(on_the_way, _FACTS), _by_month(marks, _MARKS))
        other, everybody = self._left_out_by_month(), (len(self.merged), keys_destroyed())
        found: dict[Month, str] = {}
        for month in sorted(told[0]):
            sums = [each.get(month, (0,) * len(names)) for each, names in zip(told, _TOLD, strict=True)]
            found[month] = _said(month, (*chain(*sums), *other.get(month, (0, 0)), *everybody))
        return found

    def _left_out_by_month(self) -> Mapping[Month, tuple[int, int]]:
        found: dict[Month, tuple[int, int]] = defaultdict(lambda: (0, 0))
        for some in portions(sorted(self.left_out)):
            rows = Record.objects.for_the_programme(WHY).filter(pk__in=some)
            for number, type_, day in rows.values_list("number", "type", "day"):
                month = Month(type_, day.year, day.month)
                count, total = found[month]
                found[month] = (count + 1, total + number)
        return found

    def facts(self, months: Collection[Month]) -> Iterator[list[Row]]:
        """The facts that count of these months (and of others where these are many), by number, in portions."""
        facts = _facts()
        if len(months) <= _MOST_NAMED:
            facts = facts.filter(reduce(or_, (_within(month) for month in months), Q()))
        return self._portions(facts)

    def facts_numbered(self, numbers: Sequence[int]) -> Iterator[list[Row]]:
        """Those of these facts that count, by number, in portions."""
        for some in portions(numbers):
            yield from self._portions(_facts().filter(pk__in=some))

    def numbers(self, month: Month) -> list[int]:
        """The numbers of a month's facts that count."""
        found = _facts().filter(_within(month)).order_by().values_list("number", flat=True)
        return sorted(set(found.iterator(chunk_size=AT_ONCE)) - self.left_out)

    def verified(self, month: Month) -> list[int]:
        """The numbers of a month's facts that somebody verified and nobody refused."""
        attested = Q(state__attested_by__isnull=False, state__refused_by__isnull=True)
        found = _facts().filter(_within(month), attested).order_by().values_list("number", flat=True)
        return list(found.iterator(chunk_size=AT_ONCE))

    def facts_of_subject(self, types: Sequence[str]) -> list[Row]:
        """The one subject's facts of some types that count, by number, with their payloads."""
        rows = _of_subjects(tuple(types)).rows(self.own or [])
        if any(row[-1] is not None for row in rows):
            self.left_out = doubles(self.own)
        return [row[:-1] for row in rows if row[0] not in self.left_out]

    def _portions(self, facts: Any) -> Iterator[list[Row]]:
        # Rows as the database gives them: the way through Django's converters takes three times as long.
        sql, values = facts.order_by("number").values_list(*COLUMNS).query.sql_with_params()
        with connection.chunked_cursor() as cursor:
            cursor.execute(sql, values)
            while portion := cursor.fetchmany(AT_ONCE):
                yield [row for row in portion if row[0] not in self.left_out] if self.left_out else portion


@lru_cache(maxsize=1_000)
def _of_subjects(types: tuple[str, ...]) -> PreparedQuery:
    """What one asks for, with the record that another source's fact was found to be alike to."""
    facts = _facts().filter(type__in=types).order_by("number").values_list(*COLUMNS, "links__same_as")
    return PreparedQuery(lambda subjects: facts.filter(subject__in=subjects))


@lru_cache(maxsize=100_000)
def day_number(day: str) -> int:
    """Days since 1970-01-01 of a day like 2026-03-01."""
    return (date.fromisoformat(day) - EPOCH).days


def _within(month: Month) -> Q:
    return Q(type=month.type, day__gte=month.first, day__lte=month.last)


def _said(month: Month, sums: Sums) -> str:
    meaning = meaning_of(month.type) if month.type in types_known() else ""
    return ".".join(map(str, (*sums, meaning)))


def facts_in(said: str) -> int:
    """How many facts were recorded of a month, by what was said of it."""
    return int(said.partition(".")[0])


def opened_alike(before: str, now: str) -> bool:
    """Whether a row made for a month then would be made alike now, by what the month came to: its type means the same,
    and nobody was merged or erased in between.
    """
    return before.rsplit(".", 3)[1:] == now.rsplit(".", 3)[1:]


def _by_month(rows: Any, sums: Mapping[str, Any]) -> dict[Month, Sums]:
    """Sums of rows that have a type and a day, by month."""
    found: dict[Month, Sums] = {}
    for row in rows.annotate(**sums).order_by("type", "day"):
        month = Month(row["type"], row["day"].year, row["day"].month)
        own = tuple(int(row[name] or 0) for name in sums)
        found[month] = tuple(map(add, found[month], own)) if month in found else own
    return found


_ACTS = ("corrected_by", "retracted_by", "attested_by", "refused_by")
_FACTS: Mapping[str, Any] = {"facts": Count("number"), "numbers": Sum("number")}
_MARKS: Mapping[str, Any] = {
    f"{name}_{what}": fold(name) for name in _ACTS for what, fold in (("count", Count), ("sum", Sum))
}


_TOLD = (_FACTS, _FACTS, _MARKS)


def _marked() -> Any:
    """The states of facts about which something was said since."""
    said = reduce(or_, (Q(**{f"{name}__isnull": False}) for name in _ACTS))
    return RecordState.objects.for_the_programme(WHY).filter(said)


def _facts() -> Any:
    stands = Q(state__corrected_by__isnull=True, state__retracted_by__isnull=True)
    arrived = Q(batch__isnull=True) | Q(batch__state__in=ARRIVED)
    facts = Record.objects.for_the_programme(WHY).filter(stands, arrived, act__in=FACTS)
    return facts.annotate(said_day=Cast("day", CharField()))


def portions(numbers: Sequence[int], at_once: int = 500) -> Iterator[Sequence[int]]:
    """Numbers in portions that fit into one query."""
    for start in range(0, len(numbers), at_once):
        yield numbers[start : start + at_once]
