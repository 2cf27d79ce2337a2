"""The steps that every change of units is made of. Only the unit actions call them, inside their transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from xueheng.identity import closure
from xueheng.identity.check_digits import Checked, checked_credit_code
from xueheng.identity.model_organisations import (
    HIERARCHIES,
    KINDS,
    Closure,
    Organisation,
    OrganisationLink,
    OrganisationName,
    OrganisationState,
)
from xueheng.identity.model_people import Enrolment
from xueheng.identity.organisations import name_on, names_on, unit
from xueheng.identity.periods import OPEN, holds_on
from xueheng.identity.spoken_names import unit_name
from xueheng.identity.unit_refusals import (
    AlreadyClosed,
    ChildrenLeft,
    CreditCodeTaken,
    HierarchyUnknown,
    LaterChange,
    NotInHierarchy,
    NotYetFounded,
    PupilsLeft,
    UnderItself,
    UnitCodeTaken,
    UnitKindUnknown,
)
from xueheng.trust.public import blind_index, new_number, seal

WHY = "a change of units looks at every unit it touches"
CREDIT_CODE = "credit_code"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """A unit to be founded: its kind, its code in the office's lists, and under which unit in which hierarchy.

    `places` gives a parent's number, or None for the top of that hierarchy; a hierarchy left out has no place for it.
    """

    kind: str
    code: str
    name: str
    short: str = ""
    places: Mapping[str, int | None] = field(default_factory=dict)
    attributes: Mapping[str, Any] = field(default_factory=dict)
    credit_code: str = ""


def found(new: NewOrganisation, day: date) -> Organisation:
    """Write a unit that exists from a day on, with its name, state and places. Raises what `unit_refusals` names."""
    if new.kind not in KINDS:
        raise UnitKindUnknown(new.kind, KINDS)
    code = unit_name(new.code)
    if Organisation.objects.for_the_programme(WHY).filter(code=code).exists():
        raise UnitCodeTaken(code)
    number = new_number()
    credit = sealed_credit_code(number, new.credit_code)
    made: Organisation = Organisation.objects.create(number=number, kind=new.kind, code=code, founded=day, **credit)
    OrganisationName.objects.create(
        organisation=made, name=unit_name(new.name), short=unit_name(new.short) if new.short else "", from_day=day
    )
    if new.attributes:
        OrganisationState.objects.create(organisation=made, attributes=dict(new.attributes), from_day=day)
    for hierarchy, parent in new.places.items():
        place(hierarchy, made, parent, day)
    return made


def sealed_credit_code(number: int, written: str) -> dict[str, bytes]:
    """The two columns of a credit code, none of an empty one. Raises NumberRefused or CreditCodeTaken."""
    if not written:
        return {}
    checked: Checked = checked_credit_code(written)
    index = blind_index(CREDIT_CODE, checked.value)
    if Organisation.objects.for_the_programme(WHY).filter(credit_index=index).exists():
        raise CreditCodeTaken
    return {"credit_code": seal(number, CREDIT_CODE, checked.value.encode()), "credit_index": index}


def place(hierarchy: str, child: Organisation, parent: int | None, day: date) -> None:
    """Give a unit its place in a hierarchy from a day on, instead of the one it has. Raises UnitRefused."""
    if hierarchy not in HIERARCHIES:
        raise HierarchyUnknown(hierarchy, HIERARCHIES)
    must_exist(child, day)
    had = _end_place(hierarchy, child, day)
    if not had:
        closure.enter(hierarchy, child.pk, day)
    if parent is not None:
        _may_stand_under(hierarchy, child, parent, day)
        closure.attach(hierarchy, child.pk, parent, day)
    OrganisationLink.objects.create(hierarchy=hierarchy, child=child, parent_id=parent, from_day=day)


def must_exist(organisation: Organisation, day: date) -> None:
    """The unit exists on a day and has no end yet. Raises NotYetFounded or AlreadyClosed."""
    if day < organisation.founded:
        raise NotYetFounded(name_on(organisation.pk, day), organisation.founded)
    if organisation.closed is not None:
        raise AlreadyClosed(name_on(organisation.pk, day), organisation.closed)


def _may_stand_under(hierarchy: str, child: Organisation, parent: int, day: date) -> None:
    must_exist(unit(parent), day)
    rows = Closure.objects.for_the_programme(WHY).filter(hierarchy=hierarchy, to_day__gte=day)
    if rows.filter(ancestor=child, descendant=parent).exists():
        raise UnderItself(name_on(child.pk, day), name_on(parent, day))
    if not rows.filter(ancestor=parent, descendant=parent, from_day__lte=day, to_day=OPEN).exists():
        raise NotInHierarchy(name_on(parent, day), hierarchy, day)


def _end_place(hierarchy: str, child: Organisation, day: date) -> bool:
    """End the place a unit has in a hierarchy before a day; whether it had one. Raises LaterChange."""
    rows = OrganisationLink.objects.for_the_programme(WHY).filter(hierarchy=hierarchy, child=child, to_day__gte=day)
    links = list(rows.order_by("from_day"))
    later = [link.from_day for link in links if link.from_day > day]
    later += [link.to_day + ONE_DAY for link in links if link.to_day != OPEN]
    if later:
        raise LaterChange(name_on(child.pk, day), later[0])
    for link in links:
        if link.parent_id is not None:
            closure.detach(hierarchy, child.pk, day)
        end_before(link, day)
    return bool(links)


def end_before(row: Any, day: date) -> None:
    """End a dated row on the day before `day`; one that began on `day` is taken away, as the later word of that day."""
    if row.from_day >= day:
        row.delete()
    else:
        row.to_day = day - ONE_DAY
        row.save(update_fields=["to_day"])


def leave_place(hierarchy: str, child: Organisation, day: date) -> None:
    """Take a unit out of a hierarchy from a day on. Raises ChildrenLeft, LaterChange or NotInHierarchy."""
    refuse_children(child, day, hierarchy)
    if not _end_place(hierarchy, child, day):
        raise NotInHierarchy(name_on(child.pk, day), hierarchy, day)
    closure.leave(hierarchy, child.pk, day)


def children_of(number: int, day: date, hierarchy: str = "") -> list[tuple[str, int]]:
    """(hierarchy, unit) of the units directly under one on a day or put there for later."""
    rows = OrganisationLink.objects.for_the_programme(WHY).filter(parent=number, to_day__gte=day)
    if hierarchy:
        rows = rows.filter(hierarchy=hierarchy)
    return list(rows.order_by("hierarchy", "child__code").values_list("hierarchy", "child"))


def refuse_children(organisation: Organisation, day: date, hierarchy: str = "") -> None:
    """Nothing stands under a unit from a day on. Raises ChildrenLeft."""
    children = {child for _, child in children_of(organisation.pk, day, hierarchy)}
    if children:
        names = names_on(children, day)
        raise ChildrenLeft(name_on(organisation.pk, day), tuple(sorted(names.values())))


def pupils_of(number: int, day: date) -> list[int]:
    """The numbers of the pupils enrolled directly in a unit on a day or for later, in order."""
    rows = Enrolment.objects.for_the_programme(WHY).filter(organisation=number, to_day__gte=day)
    return sorted(set(rows.values_list("pupil", flat=True)))


def close(organisation: Organisation, last: date) -> list[int]:
    """End a unit that holds nothing any more on its last day; the numbers of the posts that end with it.

    Raises AlreadyClosed, NotYetFounded, ChildrenLeft, PupilsLeft or LaterChange.
    """
    must_exist(organisation, last)
    first = last + ONE_DAY
    refuse_children(organisation, first)
    pupils = pupils_of(organisation.pk, first)
    if pupils:
        raise PupilsLeft(name_on(organisation.pk, last), len(pupils))
    for hierarchy in HIERARCHIES:
        if _end_place(hierarchy, organisation, first):
            closure.leave(hierarchy, organisation.pk, first)
    for rows in (organisation.names, organisation.states):
        dated = rows.for_the_programme(WHY)
        refuse_later(organisation, dated, last)
        dated.filter(to_day__gt=last).update(to_day=last)
    posts = organisation.posts.for_the_programme(WHY).filter(to_day__gt=last)
    ended = sorted(posts.values_list("number", flat=True))
    posts.update(to_day=last)
    organisation.closed = last
    organisation.save(update_fields=["closed"])
    return ended


def state_from(organisation: Organisation, attributes: Mapping[str, Any], day: date) -> None:
    """What packs know of a unit from a day on. Raises LaterChange."""
    must_exist(organisation, day)
    refuse_later(organisation, organisation.states.for_the_programme(WHY), day)
    for row in organisation.states.for_the_programme(WHY).filter(holds_on(day)):
        end_before(row, day)
    OrganisationState.objects.create(organisation=organisation, attributes=dict(attributes), from_day=day)


def name_from(organisation: Organisation, name: str, short: str, day: date) -> None:
    """What a unit is called from a day on. Raises LaterChange or NameRefused."""
    must_exist(organisation, day)
    refuse_later(organisation, organisation.names.for_the_programme(WHY), day)
    for row in organisation.names.for_the_programme(WHY).filter(holds_on(day)):
        end_before(row, day)
    OrganisationName.objects.create(
        organisation=organisation, name=unit_name(name), short=unit_name(short) if short else "", from_day=day
    )


def refuse_later(organisation: Organisation, rows: Any, day: date) -> None:
    """No row of a unit begins after a day. Raises LaterChange."""
    later = rows.filter(from_day__gt=day).order_by("from_day").values_list("from_day", flat=True).first()
    if later is not None:
        raise LaterChange(name_on(organisation.pk, day), later)


def also_about(numbers: Iterable[int]) -> list[tuple[str, int]]:
    """Units as the journal names what an entry is about, each once."""
    return [("organisation", number) for number in dict.fromkeys(numbers)]
