"""Who the people of some rows are: matched by number through the blind index, never by name alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from xueheng.errors import XuehengError
from xueheng.identity.actions.add_person import add_people_many
from xueheng.identity.check_digits import Checked, checked_number
from xueheng.identity.imports.outcomes import Bringing
from xueheng.identity.imports.refusals import NO_NUMBER, TWICE, TWO_PEOPLE, RowRefused
from xueheng.identity.model_people import IdentityNumber, Person
from xueheng.identity.new_people import NewPerson, holders_of
from xueheng.identity.people import BORN, NAME
from xueheng.identity.people_refusals import PersonUnknown
from xueheng.identity.spoken_names import person_name
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import blind_index, unseal_many
from xueheng.wording import Text
from xueheng.workbooks.public import RegisterRow

WHY = "whether the people of an import are known already"
ENDING = "_number"
"""A word of a register that ends so is a number of the kind before it."""


@dataclass(frozen=True, slots=True)
class Known:
    """A person who is here already: the name and day of birth opened, the numbers as blind indexes by kind."""

    number: int
    name: str
    sex: str
    born: date | None
    indexes: dict[str, bytes]


@dataclass(slots=True)
class Matched:
    """A row's person as written, and who that is here; `fault` where it cannot be said."""

    row: RegisterRow
    name: str = ""
    numbers: dict[str, Checked] = field(default_factory=dict)
    indexes: dict[str, bytes] = field(default_factory=dict)
    known: Known | None = None
    namesakes: int = 0
    fault: XuehengError | None = None

    def new_person(self) -> NewPerson:
        """The person as one to be added."""
        values = self.row.values
        numbers = {kind: checked.value for kind, checked in self.numbers.items()}
        return NewPerson(self.name, str(values.get("sex", "")), values.get("born"), numbers)

    def remarks(self) -> tuple[Text, ...]:
        """What to mind about the numbers, and namesakes where the person is new."""
        found = list(dict.fromkeys(remark for checked in self.numbers.values() for remark in checked.remarks))
        if self.namesakes and self.known is None:
            found.append(
                Text(
                    f"已有 {self.namesakes} 人同名而号码不同，按另一人办理",
                    f"{self.namesakes} people have this name with other numbers: taken as somebody else",
                )
            )
        return tuple(found)


def matched(bringing: Bringing, rows: Sequence[RegisterRow]) -> list[Matched]:
    """The people of these rows, in order. A fixed number of queries for a block."""
    found = [_written(bringing, row) for row in rows]
    sound = [each for each in found if each.fault is None]
    holders = holders_of((kind, index) for each in found for kind, index in each.indexes.items())
    people = _known(set(holders.values()))
    bringing.met.update(people[holder].number for holder in holders.values())  # also of rows that are sent back
    for each in sound:
        who = {people[holders[key]].number for key in each.indexes.items() if key in holders}
        if len(who) > 1:
            each.fault = TWO_PEOPLE
        elif who:
            each.known = people[who.pop()]
    _note_namesakes(bringing, [each for each in sound if each.known is None])
    return found


def _written(bringing: Bringing, row: RegisterRow) -> Matched:
    made = Matched(row)
    try:
        made.name = person_name(str(row.values["name"]))
    except XuehengError as fault:
        made.fault = fault
    for word, written in row.values.items():
        if word.endswith(ENDING):
            try:
                made.numbers[word.removesuffix(ENDING)] = _checked(word, written, bringing.by.day)
            except XuehengError as fault:
                made.fault = made.fault or fault
    if made.fault is None and not made.numbers:
        made.fault = NO_NUMBER
    elif made.fault is None and not all([bringing.take(row, kind, one.value) for kind, one in made.numbers.items()]):  # noqa: C419 — each number is taken
        made.fault = TWICE
    made.indexes = {kind: blind_index(kind, checked.value) for kind, checked in made.numbers.items()}
    return made


def _checked(word: str, written: Any, today: date) -> Checked:
    try:
        return checked_number(word.removesuffix(ENDING), str(written), today)
    except XuehengError as fault:
        raise RowRefused(fault.text, fault.remedy or Text(""), word) from fault


def _known(numbers: set[int]) -> dict[int, Known]:
    """People by the number that was found; those merged into another stand as that other."""
    rows = {person.pk: person for person in _people(numbers)}
    merged = {person.merged_into_id for person in rows.values() if person.merged_into_id is not None}
    rows |= {person.pk: person for person in _people(merged - rows.keys())}
    standing = {number: _standing(rows, number) for number in numbers}
    opened = _opened([rows[number] for number in set(standing.values())])
    return {number: opened[stands] for number, stands in standing.items()}


def _people(numbers: set[int]) -> Iterable[Person]:
    return Person.objects.for_the_programme(WHY).filter(pk__in=numbers) if numbers else ()


def _standing(rows: dict[int, Person], number: int) -> int:
    into = rows[number].merged_into_id
    return into if into is not None and into in rows else number


def _opened(people: Sequence[Person]) -> dict[int, Known]:
    names = unseal_many([(person.pk, NAME, bytes(person.name)) for person in people])
    dated = [(person.pk, BORN, bytes(person.born)) for person in people if person.born is not None]
    days = unseal_many(dated)
    born = {one[0]: date.fromisoformat(day.decode()) for one, day in zip(dated, days, strict=True) if day}
    held = IdentityNumber.objects.for_the_programme(WHY).filter(person__in=[person.pk for person in people])
    indexes: dict[int, dict[str, bytes]] = {}
    for person, kind, index in held.values_list("person", "kind", "index"):
        indexes.setdefault(person, {})[kind] = bytes(index)
    return {
        person.pk: Known(person.pk, (name or b"").decode(), person.sex, born.get(person.pk), indexes.get(person.pk, {}))
        for person, name in zip(people, names, strict=True)
    }


class HasPerson(Protocol):
    """A plan about one person."""

    each: Matched


def add_at(by: Viewer, unit: int, places: Sequence[int], plans: Sequence[HasPerson], numbers: list[int]) -> None:
    """Add the people of the plans at these places for a unit, their numbers written into `numbers`. Raises the first
    fault.
    """
    added = add_people_many(by, [plans[at].each.new_person() for at in places], unit) if places else []
    for at, one in zip(places, added, strict=True):
        if one.number is None:
            raise one.problem or PersonUnknown()
        numbers[at] = one.number


def _note_namesakes(bringing: Bringing, news: Sequence[Matched]) -> None:
    """How many of those whom the viewer may see have the name of somebody new."""
    by_index = {blind_index(NAME, each.name): 0 for each in news}
    if not by_index:
        return
    seen = Person.objects.visible_to(bringing.by).filter(name_index__in=list(by_index), merged_into=None)
    for index in seen.values_list("name_index", flat=True):
        by_index[bytes(index)] += 1
    for each in news:
        each.namesakes = by_index[blind_index(NAME, each.name)]
