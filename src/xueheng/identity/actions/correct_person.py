"""What is known of a person is put right: the name, the sex, the day of birth, a number."""

from datetime import date

from django.db import transaction

from xueheng.identity.check_digits import checked_number
from xueheng.identity.enrolment_changes import locked_person
from xueheng.identity.model_people import IdentityNumber
from xueheng.identity.new_people import lasts, taken_by
from xueheng.identity.people import BORN, NAME, WHY, holder_of, number_label
from xueheng.identity.spoken_names import person_name
from xueheng.identity.unit_rights import require_person
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import blind_index, seal, write_journal
from xueheng.wording import Text


@transaction.atomic
def change_name(by: Viewer, person: int, name: str) -> None:
    """Give a person another name: found by the new one alone from now on.

    Raises PermissionRefused, NameRefused, PersonUnknown or PersonMerged.
    """
    require_person(by, "people", person)
    row = locked_person(person)
    spelt = person_name(name)
    row.name, row.name_index = seal(person, NAME, spelt.encode()), blind_index(NAME, spelt)
    row.save(update_fields=["name", "name_index"])
    _write(by, "change_name", person, [NAME])


@transaction.atomic
def correct_person(by: Viewer, person: int, *, sex: str | None = None, born: date | None = None) -> None:
    """Put right the sex or the day of birth; what follows from the age follows the new day.

    Raises PermissionRefused, PersonUnknown or PersonMerged.
    """
    require_person(by, "people", person)
    row = locked_person(person)
    if sex is not None:
        row.sex = sex
    if born is not None:
        row.born = seal(person, BORN, str(born).encode())
        for column, day in lasts(born).items():
            setattr(row, column, day)
    row.save()
    changed = [name for name, given in (("sex", sex), (BORN, born)) if given is not None]
    _write(by, "correct_person", person, changed)


@transaction.atomic
def set_number(by: Viewer, person: int, kind: str, written: str) -> tuple[Text, ...]:
    """Give a person a number of a kind, in place of the one she had; remarks on it.

    Raises PermissionRefused, NumberRefused, NumberTaken, PersonUnknown or PersonMerged.
    """
    require_person(by, "people", person)
    locked_person(person)
    checked = checked_number(kind, written, by.day)
    holder = holder_of(kind, checked.value)
    if holder is not None and holder != person:
        raise taken_by(by, holder)
    IdentityNumber.objects.for_the_programme(WHY).filter(person=person, kind=kind).delete()
    IdentityNumber.objects.create(
        person_id=person,
        kind=kind,
        value=seal(person, number_label(kind), checked.value.encode()),
        index=blind_index(kind, checked.value),
    )
    _write(by, "set_number", person, [kind])
    return checked.remarks


def _write(by: Viewer, verb: str, person: int, changed: list[str]) -> None:
    """The journal names what was changed, never the old or the new value."""
    write_journal(
        "identity",
        verb,
        actor=by.person or None,
        post=by.post,
        about=[("person", person)],
        detail={"changed": changed},
    )
