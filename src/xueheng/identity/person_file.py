"""What a viewer may know of one person, read together: no day of birth, no number, no address."""

from dataclasses import dataclass
from datetime import date

from xueheng.identity.model_people import Enrolment, Guardianship, Person
from xueheng.identity.model_posts import Post
from xueheng.identity.organisations import names_on
from xueheng.identity.people import names_of
from xueheng.identity.people_refusals import PersonUnknown
from xueheng.identity.policy import policy
from xueheng.identity.viewer import Viewer
from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class Spell:
    """From a day to a day: a class with its status, or a post."""

    unit: int
    name: str
    what: Text
    from_day: date
    to_day: date


@dataclass(frozen=True, slots=True)
class Relative:
    """A guardian of the person, or a child of hers."""

    number: int
    name: str
    relation: str
    from_day: date
    to_day: date


@dataclass(frozen=True, slots=True)
class PersonFile:
    """One person as this viewer sees her; a part that the viewer may not see is empty."""

    number: int
    name: str
    sex: str
    enrolments: tuple[Spell, ...]
    posts: tuple[Spell, ...]
    guardians: tuple[Relative, ...]
    wards: tuple[Relative, ...]


ENROLMENT_TITLES = {"enrolled": Text("在籍在校", "Enrolled"), "leave": Text("休学", "On leave")}


def person_file(viewer: Viewer, number: int) -> PersonFile:
    """The person's file, in a fixed number of queries. Raises PersonUnknown, also for who is not to be seen."""
    person = Person.objects.visible_to(viewer).filter(pk=number).first()
    if person is None:
        raise PersonUnknown
    enrolled = list(Enrolment.objects.visible_to(viewer).filter(pupil=number).order_by("-from_day"))
    held = list(Post.objects.visible_to(viewer).filter(person=number).order_by("-from_day", "number"))
    kin = Guardianship.objects.visible_to(viewer)
    guardians = list(kin.filter(pupil=number).order_by("from_day", "pk"))
    wards = list(kin.filter(guardian=number).order_by("from_day", "pk"))
    units = names_on({row.organisation_id for row in (*enrolled, *held)}, viewer.day)
    names = _names(viewer, person, [row.guardian_id for row in guardians] + [row.pupil_id for row in wards])
    return PersonFile(
        number,
        names[number],
        person.sex,
        tuple(_spell(row, units, ENROLMENT_TITLES.get(row.status, Text(row.status))) for row in enrolled),
        tuple(_spell(row, units, policy().title(row.role)) for row in held),
        tuple(_relative(row, row.guardian_id, names) for row in guardians),
        tuple(_relative(row, row.pupil_id, names) for row in wards),
    )


def _names(viewer: Viewer, person: Person, others: list[int]) -> dict[int, str]:
    known = Person.objects.visible_to(viewer, act="name").filter(pk__in=set(others) - {person.pk})
    return names_of([person, *known])


def _spell(row: Enrolment | Post, units: dict[int, str], what: Text) -> Spell:
    unit = row.organisation_id
    return Spell(unit, units.get(unit, ""), what, row.from_day, row.to_day)


def _relative(row: Guardianship, number: int, names: dict[int, str]) -> Relative:
    return Relative(number, names.get(number, ""), row.relation, row.from_day, row.to_day)
