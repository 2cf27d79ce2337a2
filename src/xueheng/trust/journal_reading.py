"""Reading the journal for people: a stream's entries, or whatever is about one person or thing, latest first.

Who may read is for the caller to decide.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from xueheng.trust.entry_hash import ZEROS
from xueheng.trust.tables import abouts, details, entries

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from xueheng.trust.models import Entry

MOST = 500
"""Entries given out at once."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """An entry for a reader. `key` is where the next page begins; `erased`: its detail was removed."""

    key: int
    stream: str
    sequence: int
    at: int
    actor: int | None
    post: int | None
    verb: str
    about: tuple[tuple[str, int], ...]
    detail: Mapping[str, object]
    erased: bool


def read_stream(stream: str, *, before: int | None = None, limit: int = 100) -> list[JournalEntry]:
    """A stream's entries, latest first, those with a key below `before`."""
    asked = entries().objects.filter(stream_id=stream)
    return _told(asked if before is None else asked.filter(id__lt=before), "-sequence", limit)


def read_about(kind: str, number: int, *, before: int | None = None, limit: int = 100) -> list[JournalEntry]:
    """The entries about one person or thing in all streams, latest first, those with a key below `before`."""
    rows = abouts().objects.filter(kind=kind, number=number)
    if before is not None:
        rows = rows.filter(entry_id__lt=before)
    found = rows.order_by("-entry_id").values_list("entry_id", flat=True)[: _bounded(limit)]
    return _told(entries().objects.filter(id__in=list(found)), "-id", limit)


def _bounded(limit: int) -> int:
    return max(1, min(limit, MOST))


def _told(asked: "QuerySet[Entry]", order: str, limit: int) -> list[JournalEntry]:
    rows = list(asked.order_by(order)[: _bounded(limit)])
    keys = [row.pk for row in rows]
    about = _abouts(keys)
    told = dict(details().objects.filter(entry_id__in=keys).values_list("entry_id", "text"))
    return [
        JournalEntry(
            row.pk,
            row.stream_id,
            row.sequence,
            row.at,
            row.actor,
            row.post,
            row.verb,
            tuple(sorted(about[row.pk])),
            _read(told.get(row.pk)),
            row.pk not in told and bytes(row.commitment) != ZEROS,
        )
        for row in rows
    ]


def _abouts(keys: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for entry, kind, number in abouts().objects.filter(entry_id__in=keys).values_list("entry_id", "kind", "number"):
        found[entry].append((kind, number))
    return found


def _read(text: str | None) -> Mapping[str, object]:
    found: Any = json.loads(text) if text else {}
    return found if isinstance(found, dict) else {}


def last_about(kinds: Sequence[str], streams: Sequence[str], after: int) -> dict[tuple[str, int], int]:
    """When each person or thing of these kinds was last written about in these streams, for all that were after a
    moment (microseconds since 1970).
    """
    rows = abouts().objects.filter(kind__in=kinds, entry__stream_id__in=streams, entry__at__gt=after)
    latest = rows.order_by().values_list("kind", "number").annotate(latest=Max("entry__at"))
    return {(kind, number): at for kind, number, at in latest}
