"""People: pupils by the class of today, staff by their posts of today, guardians by their wards; nobody by a list of
all.
"""

from typing import Any

from django.db.models import Q

from xueheng.identity.holding import post_holds
from xueheng.identity.kernel_posts import kernel_posts
from xueheng.identity.model_people import Enrolment, Guardianship
from xueheng.identity.model_posts import Post
from xueheng.identity.periods import holds_on
from xueheng.identity.purposes import covered_by_purpose
from xueheng.identity.reach import once_within_reach, within_reach
from xueheng.identity.sight.acts import how_far
from xueheng.identity.sight.units import own_classes, units_above
from xueheng.identity.viewer import Viewer
from xueheng.identity.visible import NOTHING

WHY = "where people stand decides who sees them"


def persons(viewer: Viewer, act: str) -> Q:
    """People themselves. `name` reaches further than `see`: it tells the name beside a row that the viewer may see."""
    far = how_far(viewer, act, "people")
    found = NOTHING if act == "manage" else Q(pk__in=viewer.own_people)
    if far & {"", "pupils"}:
        found |= Q(pk__in=_pupils_within(viewer))
    elif "purpose" in far:
        found |= covered_by_purpose(viewer, "pk") & Q(pk__in=_pupils_within(viewer))
    if far & {"", "staff"}:
        found |= Q(pk__in=_staff_within(viewer))
    if how_far(viewer, act, "guardians") & {""} and act != "manage":
        found |= Q(pk__in=_guardians_of(_pupils_within(viewer)))
    if "teachers" in far:
        found |= Q(pk__in=_posts_held(viewer).filter(organisation__in=own_classes(viewer)).values("person"))
    if act == "name":
        found |= _once_known(viewer, far)
    return found


def enrolments(viewer: Viewer, act: str) -> Q:
    """Enrolments at units reached, past ones too; of a former unit what began while it was reached; one's own."""
    far = how_far(viewer, act, "enrolments")
    found = NOTHING
    if "" in far:
        found |= once_within_reach(viewer, "organisation", "from_day")
    elif "purpose" in far:
        found |= covered_by_purpose(viewer, "pupil") & within_reach(viewer, "organisation")
    if far & {"wards", "own"}:
        found |= Q(pupil__in=viewer.own_people)
    return found


def guardianships(viewer: Viewer, act: str) -> Q:
    """Guardianships of pupils reached today; a guardian's own, never the other guardian's."""
    far = how_far(viewer, act, "guardians")
    found = Q(pupil__in=_pupils_within(viewer)) if "" in far else NOTHING
    return found | Q(guardian=viewer.person) if "own" in far else found


def consents(viewer: Viewer, act: str) -> Q:
    """Consents for pupils reached today; for a guardian's wards. A pupil does not see them."""
    far = how_far(viewer, act, "consents")
    found = NOTHING
    if "" in far:
        found |= Q(pupil__in=_pupils_within(viewer))
    elif "purpose" in far:
        found |= covered_by_purpose(viewer, "pupil") & Q(pupil__in=_pupils_within(viewer))
    return found | Q(pupil__in=viewer.wards) if "wards" in far else found


def identity_numbers(viewer: Viewer, act: str) -> Q:
    """Numbers of staff reached; of pupils only under an approved purpose; one's own."""
    found = Q(person=viewer.person) if act == "see" else NOTHING
    if "" in how_far(viewer, act, "identity_numbers"):
        pupils = Enrolment.objects.for_the_programme(WHY).filter(holds_on(viewer.day)).values("pupil")
        minor = Q(person__minor_until__gte=viewer.day) | Q(person__in=pupils)
        found |= Q(person__in=_staff_within(viewer)) & ~minor
    return found | (covered_by_purpose(viewer, "person") & Q(person__in=_pupils_within(viewer)))


def merges(viewer: Viewer, act: str) -> Q:
    """Merged people: to those who manage the one that was kept."""
    far = how_far(viewer, "manage" if act == "see" else act, "people")
    if "" not in far:
        return NOTHING
    return Q(kept__in=_pupils_within(viewer)) | Q(kept__in=_staff_within(viewer))


def _pupils_within(viewer: Viewer) -> Any:
    rows = Enrolment.objects.for_the_programme(WHY).filter(holds_on(viewer.day), within_reach(viewer, "organisation"))
    return rows.values("pupil")


def _posts_held(viewer: Viewer) -> Any:
    return Post.objects.for_the_programme(WHY).filter(post_holds(viewer.day))


def _staff_within(viewer: Viewer) -> Any:
    return _posts_held(viewer).filter(within_reach(viewer, "organisation")).values("person")


def _guardians_of(pupils: Any) -> Any:
    return Guardianship.objects.for_the_programme(WHY).filter(pupil__in=pupils).values("guardian")


def _once_known(viewer: Viewer, far: frozenset[str]) -> Q:
    """Whose names stand beside rows of the past: pupils once in a class reached, staff once there; for families, the
    staff of their children's schools.
    """
    if viewer.post is None:
        staff = Post.objects.for_the_programme(WHY).filter(
            organisation__in=units_above(viewer), organisation__kind__in=kernel_posts().known_to_families
        )
        return Q(pk__in=staff.values("person")) if far else NOTHING
    found = NOTHING
    if far & {"", "pupils"}:
        enrolled = Enrolment.objects.for_the_programme(WHY)
        found |= Q(pk__in=enrolled.filter(once_within_reach(viewer, "organisation", "from_day")).values("pupil"))
    if far & {"", "staff"}:
        held = Post.objects.for_the_programme(WHY)
        found |= Q(pk__in=held.filter(once_within_reach(viewer, "organisation", "from_day")).values("person"))
    return found
