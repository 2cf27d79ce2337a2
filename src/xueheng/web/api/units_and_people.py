"""Units, people and enrolments as the interface shows them: rows that the viewer was given by a rule of sight."""

from collections.abc import Sequence
from typing import Any

from xueheng.identity.public import (
    OPEN,
    Enrolment,
    Organisation,
    Person,
    ScopedQuerySet,
    Viewer,
    above,
    attributes_on,
    classes_on,
    holds_on,
    names_of,
    names_on,
    under,
)

_WHY = "who is enrolled under a unit"


def units_shown(viewer: Viewer, rows: Sequence[Organisation]) -> list[dict[str, Any]]:
    """Units with their names, and the nearest above each that the viewer sees."""
    numbers = [row.pk for row in rows]
    names, known = names_on(numbers, viewer.day), attributes_on(numbers, viewer.day)
    parents = {number: next(iter(above(viewer.hierarchy, number, viewer.day)), None) for number in numbers}
    wanted = {parent for parent in parents.values() if parent is not None}
    seen = set(Organisation.objects.visible_to(viewer).filter(pk__in=wanted).values_list("pk", flat=True))
    return [
        {
            "number": str(row.pk),
            "kind": row.kind,
            "code": row.code,
            "name": names.get(row.pk, ""),
            "parent": str(parents[row.pk]) if parents[row.pk] in seen else None,
            "attributes": known.get(row.pk, {}),
            "founded": row.founded,
            "closed": row.closed,
        }
        for row in rows
    ]


def people_shown(viewer: Viewer, rows: Sequence[Person]) -> list[dict[str, Any]]:
    """People with their names and, of pupils, today's class."""
    names, classes = names_of(rows), classes_on([row.pk for row in rows], viewer.day)
    return [
        {
            "number": str(row.pk),
            "name": names.get(row.pk, ""),
            "class": str(classes[row.pk]) if row.pk in classes else None,
        }
        for row in rows
    ]


def enrolments_shown(rows: Sequence[Enrolment]) -> list[dict[str, Any]]:
    """Enrolments with their days."""
    return [
        {
            "number": str(row.pk),
            "pupil": str(row.pupil_id),
            "class": str(row.organisation_id),
            "status": row.status,
            "seat": row.seat,
            "from": row.from_day,
            "to": None if row.to_day == OPEN else row.to_day,
        }
        for row in rows
    ]


def people_within(viewer: Viewer, unit: int | None) -> ScopedQuerySet:
    """The people that the viewer sees; with a unit, those enrolled at it or below today."""
    found: ScopedQuerySet = Person.objects.visible_to(viewer).filter(merged_into=None)
    if unit is None:
        return found.distinct()
    here = Enrolment.objects.for_the_programme(_WHY).filter(holds_on(viewer.day), organisation__in=below(viewer, unit))
    return found.filter(pk__in=here.values("pupil")).distinct()


def below(viewer: Viewer, unit: int) -> tuple[int, ...]:
    """The unit and those under it on the viewer's day."""
    return under(viewer.hierarchy, unit, viewer.day) or (unit,)
