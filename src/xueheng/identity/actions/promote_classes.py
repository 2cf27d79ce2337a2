"""The school year turns: every class rises by a grade, the last grade leaves, first classes arrive."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from xueheng.identity import closure
from xueheng.identity.enrolment_changes import end_all
from xueheng.identity.grade_ladder import risen_name
from xueheng.identity.model_organisations import Organisation, OrganisationName, OrganisationState
from xueheng.identity.organisations import attributes_on
from xueheng.identity.periods import holds_on
from xueheng.identity.promotion import GRADE, ClassChange, Promotion, planned
from xueheng.identity.unit_changes import ONE_DAY, NewOrganisation, also_about, close, found, pupils_of
from xueheng.identity.unit_rights import require_under, require_unit
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal

WHY = "the promotion changes all classes of the school"


@transaction.atomic
def promote_classes(by: Viewer, school: int, day: date, arrivals: Sequence[NewOrganisation] = ()) -> Promotion:
    """Promote the classes of a school from `day`, the first of the new school year, and found those that arrive.

    A class of a stage's last grade ends the day before with its pupils' enrolments, unless pupils on leave are still in
    it: it waits until they have been placed. Done again, nothing changes. What was done is what `preview_promotion`
    said. Raises PermissionRefused, and UnitRefused for an arriving class.
    """
    require_unit(by, "enrolments", school)
    for new in arrivals:
        require_under(by, new.places.values())
    closure.lock_hierarchies()
    plan = planned(school, day)
    _raise(plan.of("rises"), day)
    for change in plan.of("waits"):
        end_all(set(pupils_of(change.number, day)) - set(change.on_leave), day - ONE_DAY)
    for change in plan.of("leaves"):
        end_all(pupils_of(change.number, day), day - ONE_DAY)
        close(Organisation.objects.for_the_programme(WHY).get(pk=change.number), day - ONE_DAY)
    founded = [int(found(new, day).pk) for new in _not_yet_there(arrivals, day)]
    _write(by, plan, founded)
    return plan


def _raise(changes: Sequence[ClassChange], day: date) -> None:
    """Give rising classes their new grade and name from the day on; what else packs know of them stays."""
    numbers = [change.number for change in changes]
    known = attributes_on(numbers, day)
    states = OrganisationState.objects.for_the_programme(WHY).filter(holds_on(day), organisation__in=numbers)
    states.update(to_day=day - ONE_DAY)
    OrganisationState.objects.bulk_create(
        OrganisationState(
            organisation_id=change.number,
            attributes=known[change.number] | {GRADE: change.new_grade},
            from_day=day,
        )
        for change in changes
    )
    _rename([change for change in changes if change.new_name != change.name], day)


def _rename(changes: Sequence[ClassChange], day: date) -> None:
    names = OrganisationName.objects.for_the_programme(WHY).filter(
        holds_on(day), organisation__in=[change.number for change in changes]
    )
    shorts = dict(names.values_list("organisation", "short"))
    names.update(to_day=day - ONE_DAY)
    OrganisationName.objects.bulk_create(
        OrganisationName(
            organisation_id=change.number,
            name=change.new_name,
            short=risen_name(shorts[change.number], change.grade, change.new_grade),
            from_day=day,
        )
        for change in changes
    )


def _not_yet_there(arrivals: Sequence[NewOrganisation], day: date) -> list[NewOrganisation]:
    """The arriving classes that an earlier promotion from the same day did not found already."""
    codes = [new.code for new in arrivals]
    there = Organisation.objects.for_the_programme(WHY).filter(code__in=codes, founded=day)
    known = set(there.values_list("code", flat=True))
    return [new for new in arrivals if new.code not in known]


def _write(by: Viewer, plan: Promotion, founded: list[int]) -> None:
    changed = [change.number for change in plan.classes if change.outcome in ("rises", "leaves")]
    if not changed and not founded:
        return
    write_journal(
        "identity",
        "promote_classes",
        actor=by.person or None,
        post=by.post,
        about=also_about([plan.school, *changed, *founded]),
        detail={
            "day": str(plan.day),
            "rises": [change.number for change in plan.of("rises")],
            "leaves": [change.number for change in plan.of("leaves")],
            "founded": founded,
        },
    )
