"""Whom a row is about: the person or unit of a number, among those where the post may record.

A number that nobody has and one of somebody out of reach are answered alike.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from xueheng.evidence.intake.layouts import UploadLayout
from xueheng.evidence.intake.sheet_rows import SheetRow
from xueheng.evidence.places import Places, places_of
from xueheng.evidence.refusals import FieldFault
from xueheng.identity.public import (
    NameRefused,
    NumberRefused,
    Organisation,
    Person,
    Viewer,
    checked_number,
    holders_of,
    may,
    person_name,
    standing_number,
)
from xueheng.language.public import Entity
from xueheng.trust.public import blind_indexes, many_values
from xueheng.wording import Text

RESIDENT = "resident"
UNKNOWN, CONTRADICTS, NUMBER = "unknown", "contradicts", "subject"
NAME = "name"
_AT_ONCE = 5_000
_WHY = "whom the row of an upload is about"
_SEX = "sex"


@dataclass(frozen=True, slots=True)
class Known:
    """What a row is held against: the subject's number, the blind index of the name, and the sex."""

    number: int
    name_index: bytes = b""
    sex: str = ""


@dataclass
class Register:
    """The subjects of a workbook's numbers, where each belongs, and whether the viewer may record there; `names`: what
    cells to check say → its blind index as a name.
    """

    by: Viewer
    layout: UploadLayout
    known: Mapping[str, Known]
    places: Places
    names: Mapping[str, bytes]
    _allowed: dict[int | None, bool] = field(default_factory=dict)

    def subject_of(self, row: SheetRow) -> Known | FieldFault:
        """The subject, or why there is none."""
        found = self.known.get(row.subject)
        if found is None or not self._reached(found.number, row):
            return self._unknown(row.subject)
        return found

    def _reached(self, subject: int, row: SheetRow) -> bool:
        unit = self.places.unit_on(subject, row.day)
        if unit is not None:
            return self._may(unit)
        return any(self._may(each) for _, _, each in self.places.spans.get(subject, ()))

    def _may(self, unit: int) -> bool:
        if unit not in self._allowed:
            self._allowed[unit] = may(self.by, "records", self.layout.type_.name, unit)
        return self._allowed[unit]

    def _unknown(self, number: str) -> FieldFault:
        reason = Text(f"{number} 不在名册里，或不归您的任职管", f"{number} is in no register that your post reaches")
        for kind in kinds_of(self.layout.entity):
            try:
                checked_number(kind, number, self.by.day)
                break
            except NumberRefused as refused:
                reason = refused.text
        return FieldFault(
            UNKNOWN, reason, Text("请核对编号；新来的请先登记。", "Check the number; register newcomers first.")
        )

    def contradiction(self, row: SheetRow, found: Known) -> tuple[str, FieldFault] | None:
        """The heading (or attribute) of the first cell that contradicts what is known, and what is wrong with it."""
        wanted = self.layout.layout.find_check if self.layout.layout else ()
        if wanted and _SEX in row.attributes and found.sex and row.attributes[_SEX] != found.sex:
            return _SEX, self._contradicts()
        for heading, text in row.checks.items():
            if found.name_index and text and self.names[text] != found.name_index:
                return heading, self._contradicts()
        return None

    def _contradicts(self) -> FieldFault:
        return FieldFault(
            CONTRADICTS,
            Text("与名册不一致", "contradicts the register"),
            Text(
                "请核对编号是否填错；若名册有误，请先更正名册。",
                "Check the number; if the register is wrong, correct it first.",
            ),
        )


def register_of(by: Viewer, layout: UploadLayout, rows: Sequence[SheetRow]) -> Register:
    """Everybody whom the rows name, looked up together."""
    numbers = {row.subject for row in rows}
    known = _people(layout.entity, numbers) if layout.entity.person else _units(numbers)
    places = places_of(layout.type_, (found.number for found in known.values()))
    names = _names({text for row in rows for text in row.checks.values() if text}) if layout.entity.person else {}
    return Register(by, layout, known, places, names)


def _names(texts: Collection[str]) -> dict[str, bytes]:
    """Text → blind index of the name that it is; of one that is no name, what no name has."""
    names: dict[str, str] = {}
    for text in texts:
        with suppress(NameRefused):
            names[text] = person_name(text)
    found = dict(zip(names, blind_indexes(NAME, names.values()), strict=True))
    return dict.fromkeys(texts, b"-") | found


def kinds_of(entity: Entity) -> tuple[str, ...]:
    """The kinds of number that such a subject may be named by: her own kind's, then the identity card's."""
    return (entity.name.rpartition(".")[2], RESIDENT) if entity.person else ()


def spelled(number: str) -> str:
    """A number as it is indexed."""
    return number.upper().replace("-", "")


def _people(entity: Entity, numbers: Iterable[str]) -> dict[str, Known]:
    found: dict[str, int] = {}
    left = list(numbers)
    for kind in kinds_of(entity):
        for some in _portions(left):
            indexes = dict(zip(blind_indexes(kind, map(spelled, some)), some, strict=True))
            held = holders_of((kind, index) for index in indexes)
            found |= {indexes[index]: person for (_, index), person in held.items()}
        left = [number for number in left if number not in found]
    people = _rows_of(found.values())
    return {number: people[person] for number, person in found.items() if person in people}


def _rows_of(numbers: Iterable[int]) -> dict[int, Known]:
    found: dict[int, Known] = {}
    for some in _portions(sorted(set(numbers))):
        rows = Person.objects.for_the_programme(_WHY).filter(pk__in=many_values(some))
        for number, name, sex, merged in rows.values_list("pk", "name_index", "sex", "merged_into"):
            standing = standing_number(number) if merged else number
            found[number] = Known(standing, bytes(name), sex)
    return found


def _units(codes: Iterable[str]) -> dict[str, Known]:
    found: dict[str, Known] = {}
    for some in _portions(sorted(codes)):
        rows = Organisation.objects.for_the_programme(_WHY).filter(code__in=some)
        found |= {code: Known(number) for number, code in rows.values_list("pk", "code")}
    return found


def _portions(things: Sequence[object]) -> Iterator[list]:  # type: ignore[type-arg]  # of whatever came in
    for start in range(0, len(things), _AT_ONCE):
        yield list(things[start : start + _AT_ONCE])
