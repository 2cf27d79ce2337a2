"""What a viewer may record, about whom, and which filters her list of records has."""

from collections.abc import Sequence
from dataclasses import dataclass

from xueheng.evidence.catalogue import entity_of, types_known
from xueheng.evidence.visibility import FACTS_ONLY, OWN, SEEING, WHOLE, types_with
from xueheng.identity.public import (
    Enrolment,
    Organisation,
    Person,
    Viewer,
    children_on,
    find_people,
    holds_on,
    names_of,
    names_on,
    units_reached,
    within_reach,
)
from xueheng.language.public import EvidenceType
from xueheng.wording import Text

MOST_LISTED = 120
"""Subjects that are listed to choose from; more are found by name."""
MOST_CLASSES = 200
_WHY = "whom the viewer may record about"


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody or some unit that can be recorded about."""

    number: int
    name: str
    where: str = ""


def types_to_record(viewer: Viewer) -> list[EvidenceType]:
    """The record types that the viewer may record, in the order of the packs."""
    allowed = types_with(viewer, ("records",))
    return [type_ for name, type_ in types_known().items() if name in allowed]


def types_to_verify(viewer: Viewer) -> list[EvidenceType]:
    """The record types that the viewer verifies, in the order of the packs."""
    allowed = types_with(viewer, ("verifies",))
    return [type_ for name, type_ in types_known().items() if name in allowed]


def types_seen(viewer: Viewer) -> list[EvidenceType]:
    """The record types of which the viewer may see any."""
    allowed = types_with(viewer, (*SEEING, "records"), (WHOLE, FACTS_ONLY, OWN))
    return [type_ for name, type_ in types_known().items() if name in allowed]


def type_choices(types: Sequence[EvidenceType]) -> tuple[tuple[str, Text], ...]:
    """Types as the filter bar offers them."""
    return tuple((type_.name, type_.title) for type_ in types)


def class_choices(viewer: Viewer) -> tuple[tuple[str, Text], ...]:
    """The classes reached, as the filter bar offers them; none where there are too many to choose from."""
    found = classes_reached(viewer)
    return tuple((str(number), Text(name)) for number, name in found) if len(found) > 1 else ()


def classes_reached(viewer: Viewer) -> list[tuple[int, str]]:
    """The classes that the viewer's post reaches, with their names; none where there are too many to choose from."""
    units = units_reached(viewer) if viewer.post is not None else []
    rows = Organisation.objects.for_the_programme(_WHY).filter(pk__in=units, kind="class").order_by("code")
    numbers = list(rows.values_list("pk", flat=True)[: MOST_CLASSES + 1])
    if len(numbers) > MOST_CLASSES:
        return []
    names = names_on(numbers, viewer.day) if numbers else {}
    return [(number, names.get(number, str(number))) for number in numbers]


def draw_units(viewer: Viewer) -> list[tuple[int, str]]:
    """The units that a sample is drawn at, the post's own first: all that it reaches, or where there are too many
    those directly under its own.
    """
    own = viewer.organisation
    if viewer.post is None or own is None:
        return []
    reached = [unit for unit in units_reached(viewer) if unit != own]
    if len(reached) > MOST_CLASSES:
        under = children_on(viewer, viewer.hierarchy, own, viewer.day)
        reached = list(under.order_by("code").values_list("pk", flat=True)[:MOST_CLASSES])
    rows = Organisation.objects.for_the_programme(_WHY).filter(pk__in=reached).order_by("code")
    numbers = [own, *rows.values_list("pk", flat=True)]
    names = names_on(numbers, viewer.day)
    return [(number, names.get(number, str(number))) for number in numbers]


def subjects_of(viewer: Viewer, type_: EvidenceType, name: str = "") -> list[Subject]:
    """Whom the viewer may record the type about: a pupil herself, a guardian's wards, the pupils of a class, the people
    of an exact name, the units reached of the type's kind. Nobody where there are too many and no name was given.
    """
    entity = entity_of(type_)
    if entity.person is None:
        return _units(viewer, type_.about.rpartition(".")[2])
    if viewer.post is None:
        return _people(viewer, viewer.own_people if viewer.wards == () else viewer.wards)
    if name:
        return [Subject(found.number, found.name) for found in find_people(viewer, name=name)]
    rows = Enrolment.objects.for_the_programme(_WHY).filter(holds_on(viewer.day), within_reach(viewer, "organisation"))
    pupils = list(rows.order_by("organisation", "seat", "pk").values_list("pupil_id", flat=True)[: MOST_LISTED + 1])
    return _people(viewer, pupils) if len(pupils) <= MOST_LISTED else []


def _people(viewer: Viewer, numbers: Sequence[int]) -> list[Subject]:
    found = names_of(list(Person.objects.visible_to(viewer, act="name").filter(pk__in=numbers)))
    return [Subject(number, found[number]) for number in numbers if number in found]


def _units(viewer: Viewer, kind: str) -> list[Subject]:
    rows = Organisation.objects.for_the_programme(_WHY).filter(pk__in=units_reached(viewer), kind=kind, closed=None)
    numbers = list(rows.order_by("code").values_list("pk", flat=True)[:MOST_LISTED])
    names = names_on(numbers, viewer.day)
    return [Subject(number, names.get(number, str(number))) for number in numbers]
