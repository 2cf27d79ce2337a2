"""Records as the interface shows them, and the lists of them that can be asked for."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from xueheng.evidence.public import evidence_type, plain_from_stored, records, shown_records
from xueheng.identity.public import ScopedQuerySet, Viewer, library, numbers_of_same
from xueheng.trust.public import now
from xueheng.web.api.lists import cut, key_in
from xueheng.web.api.units_and_people import below

FACTS = ("fact", "correction")
UNDER_WAY = 60 * 1_000_000
"""Microseconds by which `as_of` lies back: what is being stored at this moment is asked for again next time."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def narrowed(viewer: Viewer, asked: Any) -> ScopedQuerySet:
    """The records asked for, of those that the viewer may see."""
    found = records(viewer).select_related("state")
    wanted: dict[str, Any] = {}
    if asked.type is not None:
        wanted["type"] = evidence_type(asked.type).name
    if asked.unit is not None:
        wanted["organisation__in"] = below(viewer, asked.unit)
    if asked.subject is not None:
        wanted["subject__in"] = numbers_of_same(asked.subject)
    wanted |= {path: day for path, day in (("day__gte", asked.from_), ("day__lte", asked.to)) if day is not None}
    if asked.changed_since is not None:
        wanted["recorded_at__gte"] = moment_of(asked.changed_since)
    if asked.standing:
        wanted |= {"act__in": FACTS, "state__corrected_by": None, "state__retracted_by": None}
    return found.filter(**wanted)


def portion_of_records(rows: ScopedQuerySet, asked: Any) -> tuple[list[Any], str | None]:
    """A portion in order of number; of what changed since a moment, in order of its recording."""
    if asked.changed_since is None:
        if asked.after is not None:
            rows = rows.filter(pk__gt=key_in(asked.after, 1)[0])
        return cut(list(rows.order_by("pk")[: asked.limit + 1]), asked.limit, lambda row: str(row.pk))
    if asked.after is not None:
        moment, number = key_in(asked.after, 2)
        rows = rows.filter(recorded_at__gte=moment).exclude(recorded_at=moment, pk__lte=number)
    found = list(rows.order_by("recorded_at", "pk")[: asked.limit + 1])
    return cut(found, asked.limit, lambda row: f"{row.recorded_at}.{row.pk}")


def shown(viewer: Viewer, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """The records as the viewer sees them: private and sensitive fields under an approved purpose alone."""
    return [_shown(each) for each in shown_records(viewer, rows, with_private=viewer.purpose is not None)]


def _shown(each: Any) -> dict[str, Any]:
    row, type_ = each.record, library().evidence.get(each.record.type)
    fields = plain_from_stored(type_, each.fields) if type_ is not None else {}
    units = {f.name: f.type.unit for f in type_.fields if f.type.unit and f.name in fields} if type_ else {}
    return {
        "number": str(row.pk),
        "act": row.act,
        "type": row.type,
        "type_version": row.type_version,
        "subject": str(row.subject),
        "organisation": _text(row.organisation),
        "day": row.day,
        "recorder": str(row.recorder) if row.recorder > 0 else None,
        "provenance": row.provenance,
        "target": _text(row.target),
        "recorded_at": written_moment(row.recorded_at),
        "fields": fields,
        "units": units,
        "hidden": list(each.hidden),
        "words": each.words,
        "erased": each.erased,
        "state": _state(row),
    }


def _state(row: Any) -> dict[str, Any] | None:
    state = getattr(row, "state", None)
    if state is None:
        return None
    return {
        "stands": state.corrected_by is None and state.retracted_by is None,
        "to_verify": state.to_verify,
        "differs": state.differs,
        "corrected_by": _text(state.corrected_by),
        "attested_by": _text(state.attested_by),
        "refused_by": _text(state.refused_by),
        "retracted_by": _text(state.retracted_by),
    }


def as_of() -> str:
    """Up to when a list of changes is whole."""
    return written_moment(now() - UNDER_WAY)


def written_moment(moment: int) -> str:
    """Microseconds since 1970 as a moment in UTC.

    >>> written_moment(1_000_001)
    '1970-01-01T00:00:01.000001Z'
    """
    seconds, part = divmod(moment, 1_000_000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{part:06}Z"


def moment_of(when: datetime) -> int:
    """A moment in microseconds since 1970."""
    passed = when.astimezone(UTC) - _EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
