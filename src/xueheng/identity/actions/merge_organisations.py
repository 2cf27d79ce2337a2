"""Units become one: an existing one, or one that is founded for it."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from xueheng.identity import closure
from xueheng.identity.enrolment_changes import move_all
from xueheng.identity.model_organisations import Closure, Organisation, Succession
from xueheng.identity.organisations import name_on, unit
from xueheng.identity.unit_changes import (
    ONE_DAY,
    NewOrganisation,
    also_about,
    children_of,
    close,
    found,
    must_exist,
    place,
)
from xueheng.identity.unit_refusals import KindsDiffer, MergedIntoItself
from xueheng.identity.unit_rights import require_under, require_unit
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal

WHY = "a merger looks at every unit it touches"


@transaction.atomic
def merge_organisations(by: Viewer, gone: Sequence[int], into: int | NewOrganisation, day: date) -> int:
    """Merge units into an existing unit or a new one; `day` is the first of the new state. The number of the one left.

    What stands under them comes under it, pupils enrolled directly in them (a class) come into it, posts held at them
    end the day before. Records keep the unit where they were made; `successor_of` leads on. Raises PermissionRefused
    and what `unit_refusals` names.
    """
    for number in gone:
        require_unit(by, "organisations", number)
    closure.lock_hierarchies()
    left = _unit_left(by, into, day)
    for number in dict.fromkeys(gone):
        _merge_one(unit(number), left, day)
    write_journal(
        "identity",
        "merge_organisations",
        actor=by.person or None,
        post=by.post,
        about=also_about([left.pk, *gone]),
        detail={"gone": list(gone), "into": left.pk, "day": str(day)},
    )
    return int(left.pk)


def _unit_left(by: Viewer, into: int | NewOrganisation, day: date) -> Organisation:
    if isinstance(into, NewOrganisation):
        require_under(by, into.places.values())
        return found(into, day)
    require_unit(by, "organisations", into)
    left = unit(into)
    must_exist(left, day)
    return left


def _merge_one(gone: Organisation, left: Organisation, day: date) -> None:
    if gone.pk == left.pk or _stands_under(left.pk, gone.pk, day):
        raise MergedIntoItself(name_on(gone.pk, day))
    if gone.kind != left.kind:
        raise KindsDiffer(name_on(gone.pk, day), name_on(left.pk, day))
    must_exist(gone, day - ONE_DAY)
    for hierarchy, child in children_of(gone.pk, day):
        place(hierarchy, unit(child), left.pk, day)
    move_all(gone.pk, left.pk, day)
    close(gone, day - ONE_DAY)
    Succession.objects.create(kind="merged", before=gone, after=left, day=day)


def _stands_under(number: int, above: int, day: date) -> bool:
    rows = Closure.objects.for_the_programme(WHY).filter(ancestor=above, descendant=number, depth__gt=0)
    return bool(rows.filter(to_day__gte=day).exists())
