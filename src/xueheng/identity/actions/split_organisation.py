"""A unit becomes several: new ones, existing ones, or both."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from xueheng.identity import closure
from xueheng.identity.enrolment_changes import move_some
from xueheng.identity.model_organisations import Organisation, Succession
from xueheng.identity.organisations import name_on, names_on, unit
from xueheng.identity.unit_changes import (
    ONE_DAY,
    NewOrganisation,
    also_about,
    children_of,
    close,
    found,
    must_exist,
    place,
    pupils_of,
)
from xueheng.identity.unit_refusals import KindsDiffer, MergedIntoItself, SplitNeedsMap
from xueheng.identity.unit_rights import require_under, require_unit
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal


@transaction.atomic
def split_organisation(
    by: Viewer,
    number: int,
    parts: Sequence[int | NewOrganisation],
    goes_to: Mapping[int, int],
    day: date,
) -> tuple[int, ...]:
    """Split a unit into parts; `day` is the first of the new state. The parts' numbers, in the order of `parts`.

    `goes_to` says for each unit directly under it, and for each pupil enrolled directly in it, the place in `parts` of
    the one that takes it (0 the first). Raises SplitNeedsMap where it does not, PermissionRefused, and what
    `unit_refusals` names.
    """
    require_unit(by, "organisations", number)
    for part in parts:
        _require_part(by, part)
    closure.lock_hierarchies()
    before = unit(number)
    must_exist(before, day - ONE_DAY)
    _refuse_incomplete(before, goes_to, len(parts), day)
    after = [_part(before, part, day) for part in parts]
    _hand_over(before, after, goes_to, day)
    close(before, day - ONE_DAY)
    Succession.objects.bulk_create(Succession(kind="split", before=before, after=part, day=day) for part in after)
    numbers = tuple(int(part.pk) for part in after)
    write_journal(
        "identity",
        "split_organisation",
        actor=by.person or None,
        post=by.post,
        about=also_about([number, *numbers]),
        detail={"parts": list(numbers), "goes_to": {str(key): at for key, at in goes_to.items()}, "day": str(day)},
    )
    return numbers


def _require_part(by: Viewer, part: int | NewOrganisation) -> None:
    if isinstance(part, NewOrganisation):
        require_under(by, part.places.values())
    else:
        require_unit(by, "organisations", part)


def _refuse_incomplete(before: Organisation, goes_to: Mapping[int, int], parts: int, day: date) -> None:
    sure = {number for number, at in goes_to.items() if 0 <= at < parts}
    units = {child for _, child in children_of(before.pk, day)} - sure
    pupils = [pupil for pupil in pupils_of(before.pk, day) if pupil not in sure]
    if units or pupils or not parts:
        names = tuple(sorted(names_on(units, day).values()))
        raise SplitNeedsMap(name_on(before.pk, day), names, len(pupils))


def _part(before: Organisation, part: int | NewOrganisation, day: date) -> Organisation:
    after = found(part, day) if isinstance(part, NewOrganisation) else unit(part)
    if after.pk == before.pk:
        raise MergedIntoItself(name_on(before.pk, day))
    if after.kind != before.kind:
        raise KindsDiffer(name_on(before.pk, day), name_on(after.pk, day))
    return after


def _hand_over(before: Organisation, after: Sequence[Organisation], goes_to: Mapping[int, int], day: date) -> None:
    for hierarchy, child in children_of(before.pk, day):
        place(hierarchy, unit(child), after[goes_to[child]].pk, day)
    for at, part in enumerate(after):
        move_some([pupil for pupil in pupils_of(before.pk, day) if goes_to[pupil] == at], part.pk, day)
