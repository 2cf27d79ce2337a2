"""People: pupils by the class of today, staff by their posts of today, guardians by their wards; nobody by a list of
all.
"""

from typing import Any, cast

from django.db.models import Exists, OuterRef, Q

from xueheng.identity.holding import post_holds
from xueheng.identity.kernel_posts import kernel_posts
from xueheng.identity.model_people import Enrolment, Guardianship
from xueheng.identity.model_posts import Post
from xueheng.identity.periods import holds_on
from xueheng.identity.purposes import covered_by_purpose
from xueheng.identity.reach import once_within_reach, within_reach
from xueheng.identity.scopes import ScopedQuerySet
from xueheng.identity.sight.acts import how_far
from xueheng.identity.sight.units import own_classes, units_above
from xueheng.identity.viewer import Viewer
from xueheng.identity.visible import NOTHING

WHY = "where people stand decides who sees them"


def persons(viewer: Viewer, act: str) -> Q:
    """People themselves. `name` reaches further than `see`: it tells the name beside a row that the viewer may see."""
    if act == "name":
        return _named(viewer)
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
        found |= Q(pk__in=_teachers_of(viewer))
    return found


def _named(viewer: Viewer) -> Q:
    """Whose names stand beside rows, past ones too: pupils ever in a class reached, staff ever there, guardians of the
    pupils of today; for families, the teachers of today and the staff of their children's schools, now and before.
    Asked of each person by herself: a page shows fifty names, and a district has a hundred thousand.
    """
    far, ever = how_far(viewer, "name", "people"), once_within_reach(viewer, "organisation", "from_day")
    found = Q(pk__in=viewer.own_people)
    if far & {"", "pupils"}:
        found |= Q(Exists(_enrolments().filter(ever, pupil=OuterRef("pk"))))
    elif "purpose" in far:
        found |= covered_by_purpose(viewer, "pk") & Q(pk__in=_pupils_within(viewer))
    if far & {"", "staff"}:
        found |= Q(Exists(_posts().filter(ever, person=OuterRef("pk"))))
    if "" in how_far(viewer, "name", "guardians"):
        found |= Q(Exists(_kin().filter(guardian=OuterRef("pk"), pupil__in=_pupils_within(viewer))))
    if "teachers" in far:
        found |= Q(pk__in=_teachers_of(viewer))
    if far and viewer.post is None:
        kinds = kernel_posts().known_to_families
        staff = _posts().filter(organisation__in=units_above(viewer), organisation__kind__in=kinds)
        found |= Q(pk__in=staff.values("person"))
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
        pupils = _enrolments().filter(holds_on(viewer.day)).values("pupil")
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
    return _enrolments().filter(holds_on(viewer.day), within_reach(viewer, "organisation")).values("pupil")


def _posts_held(viewer: Viewer) -> Any:
    return _posts().filter(post_holds(viewer.day))


def _staff_within(viewer: Viewer) -> Any:
    return _posts_held(viewer).filter(within_reach(viewer, "organisation")).values("person")


def _teachers_of(viewer: Viewer) -> Any:
    return _posts_held(viewer).filter(organisation__in=own_classes(viewer)).values("person")


def _guardians_of(pupils: Any) -> Any:
    return _kin().filter(pupil__in=pupils).values("guardian")


def _enrolments() -> ScopedQuerySet:
    return cast("ScopedQuerySet", Enrolment.objects.for_the_programme(WHY))


def _posts() -> ScopedQuerySet:
    return cast("ScopedQuerySet", Post.objects.for_the_programme(WHY))


def _kin() -> ScopedQuerySet:
    return cast("ScopedQuerySet", Guardianship.objects.for_the_programme(WHY))
