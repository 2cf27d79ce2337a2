"""Which kinds of units are founded under which, and in which hierarchies they stand then."""

from collections.abc import Mapping
from datetime import date

from xueheng.identity.model_organisations import KINDS, Closure, Organisation
from xueheng.identity.packs_in_force import library
from xueheng.identity.periods import holds_on
from xueheng.wording import Text

WHY = "in which hierarchies a unit stands"
ADMINISTRATIVE = "administrative"
STAGE = "stage"
KERNELS_OWN: Mapping[str, tuple[str, ...]] = {"city": ("district", "office"), "district": ("office", "group")}
"""Beside what the packs' entities say of themselves with `belongs_to`."""
HEADS: Mapping[str, str] = {"party_committee": "party", "group": "group"}
"""Kinds that stand at the top of a hierarchy of their own."""
OWN_HIERARCHY: Mapping[str, str] = {**HEADS, "branch": "party"}
"""The hierarchy down which posts at a kind of unit reach, where it is not the administrative one."""


def kinds_under(kind: str) -> tuple[str, ...]:
    """The kinds of units that may be founded under one of a kind."""
    entities = library().entities.values()
    found = {_bare(entity.name) for entity in entities if kind in map(_bare, entity.belongs_to)}
    return tuple(one for one in KINDS if one in found or one in KERNELS_OWN.get(kind, ()))


def places_under(kind: str, parent: Organisation, day: date) -> dict[str, int | None]:
    """Where a unit of a kind stands that is founded under `parent` on a day: under it in the administrative hierarchy;
    in that of its own kind too, at the top or under a parent that stands in it.
    """
    own = OWN_HIERARCHY.get(kind, ADMINISTRATIVE)
    places: dict[str, int | None] = {ADMINISTRATIVE: parent.pk}
    if kind in HEADS:
        places[own] = None
    elif own in hierarchies_of(parent.pk, day):
        places[own] = parent.pk
    return places


def hierarchies_of(organisation: int, day: date) -> set[str]:
    """The hierarchies in which a unit stands on a day."""
    rows = Closure.objects.for_the_programme(WHY).filter(holds_on(day), descendant=organisation, ancestor=organisation)
    return set(rows.values_list("hierarchy", flat=True))


def stages() -> dict[str, Text]:
    """The stages that a section may be of, by code, as the packs call them."""
    attributes = [each for entity in library().entities.values() for each in entity.attributes if each.name == STAGE]
    return dict(attributes[0].titles) if attributes else {}


def _bare(name: str) -> str:
    return name.rpartition(".")[2]
