"""Many guardians are recorded at once: an import of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from xueheng.identity.actions.link_guardian import pair_problem
from xueheng.identity.enrolment_changes import BLOCK
from xueheng.identity.model_people import Enrolment, Guardianship, Person
from xueheng.identity.periods import holds_on
from xueheng.identity.permission import may, refused
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal

WHY = "whether the people of an import are guardian and pupil"


@dataclass(frozen=True, slots=True)
class GuardianLink:
    """Somebody who is to be a guardian of a pupil."""

    guardian: int
    pupil: int
    relation: str


def link_guardians(by: Viewer, links: Sequence[GuardianLink], day: date) -> int:
    """Record guardians from `day` on, at most 500 in a transaction; how many were new. Pairs known already stay.

    Raises PermissionRefused or RelationRefused; then none of the block is recorded.
    """
    return sum(_block(by, links[start : start + BLOCK], day) for start in range(0, len(links), BLOCK))


@transaction.atomic
def _block(by: Viewer, links: Sequence[GuardianLink], day: date) -> int:
    _require(by, [link.pupil for link in links])
    numbers = {number for link in links for number in (link.guardian, link.pupil)}
    rows = Person.objects.for_the_programme(WHY).select_for_update().filter(pk__in=numbers).order_by("pk")
    people = {person.pk: person for person in rows}
    held = Guardianship.objects.for_the_programme(WHY).filter(pupil__in=[link.pupil for link in links])
    known = set(held.filter(to_day__gte=day).values_list("guardian", "pupil"))
    turned = Guardianship.objects.for_the_programme(WHY).filter(pupil__in=[link.guardian for link in links])
    backwards = set(turned.values_list("pupil", "guardian"))
    new: dict[tuple[int, int], GuardianLink] = {}
    for link in links:
        pair = (link.guardian, link.pupil)
        problem = pair_problem(by, people.get(link.guardian), people.get(link.pupil), day, turned=pair in backwards)
        if problem is not None:
            raise problem
        if pair not in known:
            new.setdefault(pair, link)
    Guardianship.objects.bulk_create(
        Guardianship(guardian_id=each.guardian, pupil_id=each.pupil, relation=each.relation[:20], from_day=day)
        for each in new.values()
    )
    if new:
        about = [("person", number) for number in dict.fromkeys(n for pair in new for n in pair)]
        told = {"day": str(day), "pairs": len(new)}
        write_journal("identity", "link_guardians", actor=by.person or None, post=by.post, about=about, detail=told)
    return len(new)


def _require(by: Viewer, pupils: Sequence[int]) -> None:
    """Each pupil is in a class today whose guardians the viewer manages."""
    if by.is_programme:
        return
    rows = Enrolment.objects.for_the_programme(WHY).filter(holds_on(by.day), pupil__in=pupils)
    classes: dict[int, int] = dict(rows.values_list("pupil", "organisation"))
    allowed = {unit for unit in set(classes.values()) if may(by, "manages", "guardians", unit)}
    if any(classes.get(pupil) not in allowed for pupil in pupils):
        raise refused("manages", "guardians")
