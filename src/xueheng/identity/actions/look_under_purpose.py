"""Pupils whom a post sees under an approved purpose alone: found, or their page opened, and noted before that."""

from collections.abc import Collection

from django.db import transaction

from xueheng.identity.actions.read_sensitive import note_reading
from xueheng.identity.model_people import Person
from xueheng.identity.people import NAME, PersonFound, find_people
from xueheng.identity.person_file import PersonFile, person_file
from xueheng.identity.post_refusals import PurposeMissing
from xueheng.identity.purposes import with_purpose
from xueheng.identity.viewer import Viewer

ENROLMENT = "enrolment"
"""What the journal calls the class and what else stands on a person's page."""


def under_purpose(by: Viewer, purpose: int | None) -> Viewer:
    """The viewer under an approved purpose of her post, or as she is without one. Raises PurposeMissing."""
    if purpose is None:
        return by
    under = with_purpose(by, purpose)
    if under is None:
        raise PurposeMissing
    return under


@transaction.atomic
def find_under_purpose(
    by: Viewer, purpose: int | None, name: str = "", kind: str = "", number: str = ""
) -> tuple[PersonFound, ...]:
    """As `find_people`; whoever is found by the purpose alone is noted. Raises PurposeMissing too."""
    reader = under_purpose(by, purpose)
    found = find_people(reader, name, kind, number)
    _note(by, reader, [one.number for one in found])
    return found


@transaction.atomic
def file_under_purpose(by: Viewer, purpose: int | None, number: int) -> PersonFile:
    """As `person_file`; a file that the purpose alone opens is noted. Raises PurposeMissing too."""
    reader = under_purpose(by, purpose)
    file = person_file(reader, number)
    _note(by, reader, [number])
    return file


def _note(by: Viewer, reader: Viewer, people: Collection[int]) -> None:
    if reader.purpose is None or not people:
        return
    seen = set(Person.objects.visible_to(by).filter(pk__in=people).values_list("pk", flat=True))
    others = [person for person in people if person not in seen]
    if others:
        note_reading(reader, others, [NAME, ENROLMENT])
