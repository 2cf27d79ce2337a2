"""Writing people who are new here, many at once: names and numbers sealed, each number held by one person alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from xueheng.errors import XuehengError
from xueheng.identity.check_digits import RESIDENT, Checked, birth_day, checked_number
from xueheng.identity.model_people import IdentityNumber, Person
from xueheng.identity.people import ADULT, BORN, NAME, OWN_CONSENT, WHY, birthday, number_label
from xueheng.identity.people_refusals import NumberTaken
from xueheng.identity.spoken_names import person_name
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import blind_index, many_values, new_number, seal_many
from xueheng.wording import Text

BLOCK = 500
"""People written in one transaction, and rows in one statement."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to be added. `sex` is a code of the packs; `numbers` by kind: {"resident": …, "pupil": …}.

    Without `born` the day is read off the identity card's number, if one is given.
    """

    name: str
    sex: str = ""
    born: date | None = None
    numbers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonAdded:
    """What became of one new person: the number, remarks on what was given, or why nobody was added."""

    number: int | None
    remarks: tuple[Text, ...] = ()
    problem: XuehengError | None = None


@dataclass(frozen=True, slots=True)
class _Ready:
    """A new person, checked."""

    number: int
    name: str
    sex: str
    born: date | None
    numbers: Mapping[str, Checked]
    indexes: Mapping[str, bytes]


def write_people(by: Viewer, news: Sequence[NewPerson]) -> list[PersonAdded]:
    """Write those who can be added, and say of each what became of it, in order. A fixed number of queries."""
    ready = [_ready(new, by.day) for new in news]
    told = _refuse_taken(by, ready)
    adding = [one for one in told if isinstance(one, _Ready)]
    _store(adding)
    return [
        PersonAdded(one.number, tuple(remark for number in one.numbers.values() for remark in number.remarks))
        if isinstance(one, _Ready)
        else PersonAdded(None, problem=one)
        for one in told
    ]


def lasts(born: date | None) -> dict[str, date | None]:
    """The columns `minor_until` and `consent_until` of a day of birth."""
    return {
        "minor_until": birthday(born, ADULT) if born else None,
        "consent_until": birthday(born, OWN_CONSENT) if born else None,
    }


def _ready(new: NewPerson, today: date) -> _Ready | XuehengError:
    try:
        name = person_name(new.name)
        given = {kind: written for kind, written in new.numbers.items() if written.strip()}
        numbers = {kind: checked_number(kind, written, today) for kind, written in given.items()}
    except XuehengError as problem:
        return problem
    indexes = {kind: blind_index(kind, checked.value) for kind, checked in numbers.items()}
    born = new.born
    if born is None and RESIDENT in numbers:
        born = birth_day(numbers[RESIDENT].value)
    return _Ready(new_number(), name, new.sex, born, numbers, indexes)


def _refuse_taken(by: Viewer, ready: Sequence[_Ready | XuehengError]) -> list[_Ready | XuehengError]:
    """Those whose number somebody has, or somebody before them in the same list, become a NumberTaken."""
    wanted = [one for one in ready if isinstance(one, _Ready)]
    holders = holders_of((kind, index) for one in wanted for kind, index in one.indexes.items())
    shown = _shown(by, set(holders.values()))
    told: list[_Ready | XuehengError] = []
    for one in ready:
        if not isinstance(one, _Ready):
            told.append(one)
            continue
        taken = [holders[key] for key in one.indexes.items() if key in holders]
        told.append(NumberTaken(taken[0] if taken[0] in shown else None) if taken else one)
        if not taken:
            holders |= dict.fromkeys(one.indexes.items(), one.number)
            shown.add(one.number)
    return told


def holders_of(keys: Iterable[tuple[str, bytes]]) -> dict[tuple[str, bytes], int]:
    """Who has each (kind, blind index) already, a query for each kind; those that nobody has are left out."""
    by_kind: dict[str, set[bytes]] = {}
    for kind, index in keys:
        by_kind.setdefault(kind, set()).add(index)
    held = IdentityNumber.objects.for_the_programme(WHY)
    wanted = Q(pk__in=[])
    for kind, indexes in by_kind.items():
        wanted |= Q(kind=kind, index__in=many_values(indexes))
    return {
        (kind, bytes(index)): person
        for kind, index, person in held.filter(wanted).values_list("kind", "index", "person")
    }


def _shown(by: Viewer, holders: set[int]) -> set[int]:
    """Those among the holders whom the viewer may see."""
    if not holders:
        return set()
    return set(Person.objects.visible_to(by).filter(pk__in=holders).values_list("pk", flat=True))


def taken_by(by: Viewer, holder: int) -> NumberTaken:
    """The refusal of a number that somebody has, naming the holder to those alone who may see that person."""
    return NumberTaken(holder if _shown(by, {holder}) else None)


def _store(adding: Sequence[_Ready]) -> None:
    names = seal_many([(one.number, NAME, one.name.encode()) for one in adding])
    dated = [one for one in adding if one.born]
    days = seal_many([(one.number, BORN, str(one.born).encode()) for one in dated])
    born = dict(zip((one.number for one in dated), days, strict=True))
    Person.objects.bulk_create(
        (
            Person(
                number=one.number,
                name=name,
                name_index=blind_index(NAME, one.name),
                sex=one.sex,
                born=born.get(one.number),
                **lasts(one.born),
            )
            for one, name in zip(adding, names, strict=True)
        ),
        batch_size=BLOCK,
    )
    _store_numbers(adding)


def _store_numbers(adding: Sequence[_Ready]) -> None:
    rows = [(one, kind) for one in adding for kind in one.numbers]
    sealed = seal_many([(one.number, number_label(kind), one.numbers[kind].value.encode()) for one, kind in rows])
    IdentityNumber.objects.bulk_create(
        (
            IdentityNumber(person_id=one.number, kind=kind, value=value, index=one.indexes[kind])
            for (one, kind), value in zip(rows, sealed, strict=True)
        ),
        batch_size=BLOCK,
    )
