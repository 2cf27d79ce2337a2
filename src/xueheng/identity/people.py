"""Reading people: names opened for a page, finding by exact name or number, where they are, what they may need."""

import calendar
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from xueheng.identity.check_digits import checked_number
from xueheng.identity.model_people import Consent, Enrolment, IdentityNumber, Person
from xueheng.identity.people_refusals import PersonUnknown
from xueheng.identity.periods import holds_on
from xueheng.identity.spoken_names import person_name
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import blind_index, unseal_many

WHY = "the rows were chosen by the viewer's own rule before"
NAME, BORN = "name", "born"
"""The labels under which a person's name and day of birth (as 2012-03-04) are sealed."""
ADULT, OWN_CONSENT = 18, 14
"""The ages, in full years, from which a person is an adult, and consents for herself."""
MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class PersonFound:
    """A person as a search shows her: number, name (empty once erased), and today's class if she is a pupil."""

    number: int
    name: str
    organisation: int | None


def names_of(people: Sequence[Person]) -> dict[int, str]:
    """The names of people who were read under a scope, opened at once; empty where they were erased."""
    opened = unseal_many([(person.pk, NAME, bytes(person.name)) for person in people])
    return {person.pk: (name or b"").decode() for person, name in zip(people, opened, strict=True)}


def names_for_the_programme(numbers: Iterable[int], why: str) -> dict[int, str]:
    """The names of people by number, in two queries; the caller has decided that the reader may see them."""
    return names_of(list(Person.objects.for_the_programme(why).filter(pk__in=set(numbers))))


def find_people(by: Viewer, name: str = "", kind: str = "", number: str = "") -> tuple[PersonFound, ...]:
    """The people with exactly this name, or this number of a kind, among those whom the viewer may see.

    At most 50. Raises NameRefused or NumberRefused for what cannot be one.
    """
    wanted = Q(merged_into=None)
    if name:
        wanted &= Q(name_index=blind_index(NAME, person_name(name)))
    if number:
        index = blind_index(kind, checked_number(kind, number, by.day).value)
        wanted &= Q(
            pk__in=IdentityNumber.objects.for_the_programme(WHY).filter(kind=kind, index=index).values("person")
        )
    if not name and not number:
        return ()
    people = list(Person.objects.visible_to(by).filter(wanted).distinct().order_by("pk")[:MOST_FOUND])
    names, classes = names_of(people), classes_on([person.pk for person in people], by.day)
    return tuple(PersonFound(person.pk, names[person.pk], classes.get(person.pk)) for person in people)


def classes_on(pupils: Iterable[int], day: date) -> dict[int, int]:
    """The class of each pupil on a day, in one query; those without one are left out."""
    rows = Enrolment.objects.for_the_programme(WHY).filter(holds_on(day), pupil__in=set(pupils))
    return dict(rows.values_list("pupil", "organisation"))


def number_label(kind: str) -> str:
    """The label under which a person's number of a kind is sealed."""
    return f"number|{kind}"


def holder_of(kind: str, value: str) -> int | None:
    """Who has a checked number; None if nobody."""
    rows = IdentityNumber.objects.for_the_programme(WHY).filter(kind=kind, index=blind_index(kind, value))
    holder: int | None = rows.values_list("person", flat=True).first()
    return holder


def numbers_of_same(person: int) -> tuple[int, ...]:
    """The number of a person and those of the records merged into hers: what was recorded under any of them is hers."""
    found, asked = [person], [person]
    while asked:
        rows = Person.objects.for_the_programme(WHY).filter(merged_into__in=asked)
        asked = [number for number in rows.values_list("pk", flat=True) if number not in found]
        found += asked
    return tuple(found)


def standing_number(person: int) -> int:
    """The number under which a person stands now, following mergers of records. Raises PersonUnknown."""
    seen: set[int] = set()
    while person not in seen:
        seen.add(person)
        row = Person.objects.for_the_programme(WHY).filter(pk=person).values_list("merged_into").first()
        if row is None:
            raise PersonUnknown
        person = row[0] or person
    return person


def birthday(born: date, age: int) -> date:
    """The day on which somebody has lived `age` years; of 29 February the 28th where there is no such day.

    >>> birthday(date(2012, 2, 29), 14)
    datetime.date(2026, 2, 28)
    """
    year = born.year + age
    return date(year, born.month, min(born.day, calendar.monthrange(year, born.month)[1]))


def consent_state(pupil: int, kind: str, day: date) -> str:
    """Says "given", "missing" or "not needed": whether a guardian's consent to `kind` stands for a pupil on a day.

    Of a pupil whose day of birth is not known it is needed. Raises PersonUnknown.
    """
    return consent_states((pupil,), (kind,), day)[pupil][kind]


def consent_states(pupils: Collection[int], kinds: Collection[str], day: date) -> dict[int, dict[str, str]]:
    """The same of each pupil and kind, in three queries. Raises PersonUnknown."""
    people = Person.objects.for_the_programme(WHY).filter(pk__in=pupils)
    until = dict(people.values_list("pk", "consent_until"))
    if not until.keys() >= set(pupils):
        raise PersonUnknown
    unclear = [pupil for pupil in pupils if until[pupil] is None]
    rows = Enrolment.objects.for_the_programme(WHY).filter(pupil__in=unclear)
    enrolled = set(rows.values_list("pupil", flat=True)) if unclear else set()
    needed = {pupil for pupil in pupils if (pupil in enrolled if until[pupil] is None else until[pupil] >= day)}
    stand = Consent.objects.for_the_programme(WHY).filter(holds_on(day), pupil__in=needed, kind__in=kinds)
    given = set(stand.values_list("pupil", "kind"))
    said = {True: "given", False: "missing"}
    return {
        pupil: {kind: said[(pupil, kind) in given] if pupil in needed else "not needed" for kind in kinds}
        for pupil in pupils
    }
