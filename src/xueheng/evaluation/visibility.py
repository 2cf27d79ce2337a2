"""Who sees runs, and whose results in them: what packs grant their posts of a standard, within the post's reach."""

from collections.abc import Collection
from typing import Any

from django.db.models import Max, Q

from xueheng.evaluation.model_runs import Run
from xueheng.identity.public import (
    NOTHING,
    Closure,
    Enrolment,
    Organisation,
    Person,
    Viewer,
    declare_rule,
    holds_on,
    library,
    may,
    rights_of,
    sees_pupils_by_purpose,
    units_reached,
    within_reach,
)

STANDARDS, WHOLE, GROUPS = "standards", "", "groups"
_WHY = "whose runs a viewer stands under"


def run_rule(viewer: Viewer, act: str) -> Q:
    """Runs of the units reached, for those who make them; for others finished ones of the units above them, of a
    standard that the post may see anything of. Runs of the whole server are seen by both.
    """
    if act != "see":
        return NOTHING
    of_all = Q(organisation__isnull=True)
    if may(viewer, "manages", "runs"):
        return of_all | within_reach(viewer, "organisation")
    seen = Q(standard__in=standards_seen(viewer, (WHOLE, GROUPS)), state="done")
    return seen & (of_all | within_reach(viewer, "organisation") | Q(organisation__in=_above(viewer)))


def _above(viewer: Viewer) -> Any:
    """The units above the viewer's: where her post is held; where a pupil is enrolled, or was."""
    closure = Closure.objects.for_the_programme(_WHY)
    if viewer.post is not None:
        above = closure.filter(holds_on(viewer.day), descendant=viewer.organisation)
    else:
        classes = Enrolment.objects.for_the_programme(_WHY).filter(pupil__in=viewer.own_people)
        above = closure.filter(from_day__lte=viewer.day, descendant__in=classes.values("organisation"))
    return above.values("ancestor")


def standards_seen(viewer: Viewer, suffixes: tuple[str, ...] = (WHOLE,)) -> frozenset[str]:
    """The standards whose results the viewer may see: single ones, or distributions (`groups`) within reach."""
    if viewer.is_programme:
        return frozenset(library().standards)
    granted = rights_of(viewer, "sees", STANDARDS)
    return frozenset(right.thing for right in granted if right.suffix in suffixes)


def standards_seen_of(viewer: Viewer, subject: int) -> list[str]:
    """The standards whose results of one subject the viewer may see: granted to her, and the subject herself within
    sight, which is looked up once for people and once for units.
    """
    entities, standards = library().entities, library().standards
    within: dict[bool, bool] = {}
    found = []
    for name in sorted(standards_seen(viewer)):
        of_people = bool(entities[standards[name].of].person)
        if of_people not in within:
            within[of_people] = _within_sight(viewer, subject, of_people=of_people)
        if within[of_people]:
            found.append(name)
    return found


def sees_result(viewer: Viewer, standard: str, subject: int) -> bool:
    """Whether the viewer may see one subject's results: granted the standard, and the subject herself within sight."""
    if standard not in standards_seen(viewer):
        return False
    of_people = bool(library().entities[library().standards[standard].of].person)
    return _within_sight(viewer, subject, of_people=of_people)


def _within_sight(viewer: Viewer, subject: int, *, of_people: bool) -> bool:
    kind = Person if of_people else Organisation
    return bool(kind.objects.visible_to(viewer).filter(pk=subject).exists())


def last_runs(viewer: Viewer, standards: Collection[str]) -> dict[str, Run]:
    """Of each standard the last finished run that the viewer sees; in one query."""
    rows = Run.objects.visible_to(viewer).filter(standard__in=standards, state="done")
    last = rows.order_by().values("standard").annotate(last=Max("begun")).values("last")
    return {run.standard: run for run in rows.filter(begun__in=last).order_by("begun")}


def sees_results_of(viewer: Viewer, person: int) -> bool:
    """Whether the viewer may see a person's results by any standard of people."""
    entities, standards = library().entities, library().standards
    seen = {entities[standards[name].of].name for name in standards_seen(viewer) if name in standards}
    minors = any(entities[name].person for name in seen)
    return minors and bool(Person.objects.visible_to(viewer).filter(pk=person).exists())


def sees_few(viewer: Viewer, standard: str) -> bool:
    """Whether groups of fewer than ten are told too: to whoever sees each single result anyway, without a purpose."""
    return standard in standards_seen(viewer, (WHOLE,)) and not sees_pupils_by_purpose(viewer)


def groups_seen(viewer: Viewer) -> list[int]:
    """The units whose distributions the viewer may see."""
    if viewer.is_programme:
        rows = Organisation.objects.for_the_programme("distributions of all units").values_list("pk", flat=True)
        return [int(number) for number in rows]
    return units_reached(viewer)


declare_rule(Run, run_rule)
