"""The units that an import may touch, looked up once: schools by code and name, sections by stage, classes by name."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from xueheng.identity.imports.refusals import SEVERAL_CLASSES
from xueheng.identity.model_organisations import Organisation, OrganisationLink
from xueheng.identity.organisations import attributes_on, names_on
from xueheng.identity.packs_in_force import library
from xueheng.identity.periods import holds_on
from xueheng.identity.reach import units_reached
from xueheng.identity.viewer import Viewer

WHY = "the units within reach of whoever imports"
ADMINISTRATIVE = "administrative"
BLOCK = 500
GRADE, STAGE = "grade", "stage"
"""The attributes of classes and sections that place a class: promotion works by them too."""


def spelt(name: str) -> str:
    """A unit's name as it is compared: full-width signs narrow, no blanks.

    >>> spelt("三（２） 班") == spelt("三(2)班")
    True
    """
    return "".join(unicodedata.normalize("NFKC", name).split())


@dataclass(slots=True)
class UnitsKnown:
    """The units that exist on the day within the viewer's reach. `school_of`: each class's and section's school."""

    day: date
    by_code: dict[str, int] = field(default_factory=dict)
    by_name: dict[str, list[int]] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    attributes: dict[int, dict[str, object]] = field(default_factory=dict)
    parents: dict[int, int | None] = field(default_factory=dict)
    classes: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    """By school and name; several after a merger of schools."""
    sections: dict[tuple[int, str], int] = field(default_factory=dict)

    def school(self, code: str, name: str, own: int) -> int | None:
        """The unit that a row names by code, else by a name that one unit alone has; nothing said: the own one."""
        if code:
            return self.by_code.get(code)
        if name:
            found = self.by_name.get(spelt(name), [])
            return found[0] if len(found) == 1 else None
        return own if self.kinds.get(own) == "school" else None

    def school_of(self, unit: int) -> int | None:
        """The school over a unit, itself if it is one."""
        at: int | None = unit
        for _ in range(6):
            if at is None or self.kinds.get(at) == "school":
                break
            at = self.parents.get(at)
        return at if at is not None and self.kinds.get(at) == "school" else None

    def class_named(self, school: int, name: str, now: int | None = None) -> int | None:
        """The school's class of a name, None where there is none; of several the one that the pupil is in `now`.

        Raises SEVERAL_CLASSES.
        """
        found = self.classes.get((school, spelt(name)), [])
        if len(found) > 1 and now not in found:
            raise SEVERAL_CLASSES
        return now if now in found else found[0] if found else None

    def note_class(self, school: int, name: str, number: int) -> None:
        """A class that was founded on the way."""
        self.classes[school, spelt(name)] = [number]
        self.kinds[number], self.parents[number] = "class", school


def units_known(by: Viewer, day: date) -> UnitsKnown:
    """The units within reach that exist on the day; a fixed number of queries for each 500 units."""
    numbers = None if by.is_programme else _reached(by, day)
    known = UnitsKnown(day)
    for block in _blocks(numbers):
        rows = Organisation.objects.for_the_programme(WHY).filter(founded__lte=day)
        rows = rows if block is None else rows.filter(pk__in=block)
        for number, kind, code, closed in rows.values_list("number", "kind", "code", "closed"):
            if closed is None or closed >= day:
                known.kinds[number], known.codes[number] = kind, code
                known.by_code[code] = number
    for block in _blocks(list(known.kinds)):
        _note_block(known, block or [], day)
    for number, kind in known.kinds.items():
        known.by_name.setdefault(spelt(known.names.get(number, "")), []).append(number)
        school = known.school_of(number)
        if school is not None and kind == "class":
            known.classes.setdefault((school, spelt(known.names[number])), []).append(number)
        if school is not None and kind == "section":
            known.sections[school, str(known.attributes.get(number, {}).get(STAGE, ""))] = number
    return known


def _reached(by: Viewer, day: date) -> list[int]:
    """What the post reaches today; for a day to come also what will stand under it by then."""
    found = set(units_reached(by))
    if day > by.day:
        found |= set(units_reached(replace(by, day=day, memo={})))
    return sorted(found)


def _note_block(known: UnitsKnown, block: list[int], day: date) -> None:
    known.names.update(names_on(block, day))
    known.attributes.update(attributes_on(block, day))
    links = OrganisationLink.objects.for_the_programme(WHY).filter(
        holds_on(day), hierarchy=ADMINISTRATIVE, child__in=block
    )
    known.parents.update(links.values_list("child", "parent"))


def _blocks(numbers: list[int] | None) -> Iterable[list[int] | None]:
    if numbers is None:
        return [None]
    return [numbers[start : start + BLOCK] for start in range(0, len(numbers), BLOCK)]


def stage_of(grade: str) -> str:
    """The stage of a grade's code, by the packs' own table; '' where no table tells."""
    packs = library()
    for entity in packs.entities.values():
        for attribute in entity.attributes:
            table = packs.tables.get(attribute.type.table or "")
            if attribute.name == GRADE and table is not None:
                names = [column.name for column in table.columns]
                if STAGE in names:
                    lines = {str(row[names.index(table.key[0])]): str(row[names.index(STAGE)]) for row in table.rows}
                    return lines.get(grade, "")
    return ""
