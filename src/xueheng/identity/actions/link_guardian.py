"""A guardian is known for a pupil, and is one no more."""

from datetime import date

from django.db import transaction

from xueheng.identity.enrolment_changes import locked_person
from xueheng.identity.model_people import Consent, Guardianship, Person
from xueheng.identity.people_refusals import RelationRefused
from xueheng.identity.periods import holds_on
from xueheng.identity.unit_changes import ONE_DAY, end_before
from xueheng.identity.unit_rights import require_person
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal
from xueheng.wording import Text

WHY = "whether two people are guardian and pupil"


@transaction.atomic
def link_guardian(by: Viewer, guardian: int, pupil: int, relation: str, day: date) -> None:
    """Make somebody a guardian of a pupil from `day` on; both may have several.

    `relation` is a code: mother, father, grandparent … Nobody makes herself a guardian. Raises PermissionRefused,
    RelationRefused, PersonUnknown or PersonMerged.
    """
    require_person(by, "guardians", pupil)
    pair = sorted({guardian, pupil})
    people = {number: locked_person(number) for number in pair}
    _refuse_pair(by, people.get(guardian), people.get(pupil), day)
    rows = Guardianship.objects.for_the_programme(WHY).filter(guardian=guardian, pupil=pupil, to_day__gte=day)
    if rows.exists():
        raise RelationRefused(Text("已登记为该生的家长", "this person is a guardian of the pupil already"))
    Guardianship.objects.create(guardian_id=guardian, pupil_id=pupil, relation=relation[:20], from_day=day)
    _write(by, "link_guardian", guardian, pupil, day)


def _refuse_pair(by: Viewer, guardian: Person | None, pupil: Person | None, day: date) -> None:
    turned = Guardianship.objects.for_the_programme(WHY).filter(guardian=pupil, pupil=guardian).exists()
    problem = pair_problem(by, guardian, pupil, day, turned=turned)
    if problem is not None:
        raise problem


def pair_problem(
    by: Viewer, guardian: Person | None, pupil: Person | None, day: date, *, turned: bool
) -> RelationRefused | None:
    """Why two people cannot be guardian and pupil, if so. `turned`: the pupil is recorded as the other's guardian."""
    if guardian is None or pupil is None or guardian == pupil:
        return RelationRefused(Text("家长和学生是同一个人", "the guardian and the pupil are the same person"))
    if by.person == guardian.pk:
        return RelationRefused(Text("不能把自己登记为家长", "nobody records herself as a guardian"))
    if guardian.minor_until is not None and guardian.minor_until >= day:
        return RelationRefused(Text("未满 18 周岁，不能登记为家长", "a guardian is 18 or older"))
    if turned:
        return RelationRefused(Text("两人的家长关系登记反了", "the pupil is recorded as this person's guardian"))
    return None


@transaction.atomic
def end_guardianship(by: Viewer, guardian: int, pupil: int, last_day: date) -> None:
    """Somebody is a guardian of the pupil until `last_day`; the consents that she gave for the pupil end with it.

    Raises PermissionRefused, RelationRefused, PersonUnknown or PersonMerged.
    """
    require_person(by, "guardians", pupil)
    locked_person(pupil)
    held = Guardianship.objects.for_the_programme(WHY).filter(guardian=guardian, pupil=pupil)
    rows = list(held.filter(to_day__gt=last_day))
    if not rows:
        raise RelationRefused(
            Text("在这一天之后没有家长关系", "this person is no guardian of the pupil after that day")
        )
    first = last_day + ONE_DAY
    given = Consent.objects.for_the_programme(WHY).filter(holds_on(first), guardian=guardian, pupil=pupil)
    for row in [*rows, *given]:
        end_before(row, first)
    _write(by, "end_guardianship", guardian, pupil, last_day)


def _write(by: Viewer, verb: str, guardian: int, pupil: int, day: date) -> None:
    write_journal(
        "identity",
        verb,
        actor=by.person or None,
        post=by.post,
        about=[("person", guardian), ("person", pupil)],
        detail={"day": str(day)},
    )
