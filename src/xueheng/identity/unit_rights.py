"""Whether somebody may change units and the people in them, wherever these stand today.

A unit that is to begin later, or is closed, is not reached today by anybody: the nearest unit above it that exists
today answers for it. A person is answered for by any unit where she is.
"""

from collections.abc import Iterable
from datetime import date

from xueheng.identity.holding import post_holds
from xueheng.identity.model_organisations import Closure
from xueheng.identity.model_people import Enrolment, Guardianship
from xueheng.identity.model_posts import Post
from xueheng.identity.periods import holds_on
from xueheng.identity.permission import may, refused, require
from xueheng.identity.scopes import ScopedQuerySet
from xueheng.identity.viewer import Viewer

WHY = "where a unit or a person stands decides who may change it"
MANAGES = "manages"


def require_unit(by: Viewer, kind: str, number: int) -> None:
    """Raises PermissionRefused unless the viewer manages `kind` ("organisations", "enrolments") at a unit."""
    if not may(by, MANAGES, kind, number):
        require(by, MANAGES, kind, _standing_for(by, number))


def require_under(by: Viewer, parents: Iterable[int | None]) -> None:
    """Raises PermissionRefused unless the viewer may put units directly under all of `parents`; None is the top.

    Whoever manages what is below a unit of his own may put units under it, without managing the unit itself. What
    stands under such a unit may head another hierarchy besides.
    """
    asked = set(parents)
    if not asked - {None} and not by.is_programme:
        raise refused(MANAGES, "organisations")
    for parent in asked:
        if parent is not None and parent == by.organisation:
            require(by, MANAGES, "organisations")
        elif parent is not None:
            require_unit(by, "organisations", parent)


def may_put_under(by: Viewer, parent: int) -> bool:
    """What `require_under` asks of one unit that exists today, as yes or no."""
    return may(by, MANAGES, "organisations", None if parent == by.organisation else parent)


def require_person(by: Viewer, kind: str, person: int) -> None:
    """Raises PermissionRefused unless the viewer manages `kind` ("people", "guardians") at a unit where the person is.

    Somebody who is nowhere is changed by the programme alone.
    """
    if by.is_programme:
        require(by, MANAGES, kind)
    elif not any(may(by, MANAGES, kind, unit) for unit in units_of(person, by.day)):
        raise refused(MANAGES, kind)


def manages_person(by: Viewer, kind: str, person: int) -> bool:
    """What `require_person` asks, as yes or no."""
    return by.is_programme or any(may(by, MANAGES, kind, unit) for unit in units_of(person, by.day))


def units_of(person: int, day: date) -> tuple[int, ...]:
    """The units where a person is on a day, which answer for her.

    Those of her own enrolment and posts; for somebody with neither, those of her wards, so that a child's school does
    not answer for a guardian who works elsewhere. Where none is left, the last of her own, for those who are gone.
    """
    posts = Post.objects.for_the_programme(WHY).filter(person=person)
    enrolled = Enrolment.objects.for_the_programme(WHY).filter(pupil=person)
    own = _units(posts.filter(post_holds(day))) | _units(enrolled.filter(holds_on(day)))
    if own:
        return tuple(sorted(own))
    wards = Guardianship.objects.for_the_programme(WHY).filter(holds_on(day), guardian=person).values("pupil")
    theirs = _units(Enrolment.objects.for_the_programme(WHY).filter(holds_on(day), pupil__in=wards))
    if theirs:
        return tuple(sorted(theirs))
    ends = [row for rows in (posts, enrolled) for row in rows.values_list("to_day", "organisation")]
    latest = max((last for last, _ in ends), default=day)
    return tuple(sorted({unit for last, unit in ends if last == latest}))


def _units(rows: ScopedQuerySet) -> set[int]:
    return set(rows.values_list("organisation", flat=True))


def _standing_for(by: Viewer, number: int) -> int:
    """The unit that exists today and answers for one that is yet to begin, or is closed: the nearest above it."""
    rows = Closure.objects.for_the_programme(WHY).filter(hierarchy=by.hierarchy, descendant=number)
    today = set(
        Closure.objects.for_the_programme(WHY)
        .filter(holds_on(by.day), hierarchy=by.hierarchy, depth=0, ancestor__in=rows.values("ancestor"))
        .values_list("ancestor", flat=True)
    )
    above = [(depth, ancestor) for depth, ancestor in rows.values_list("depth", "ancestor") if ancestor in today]
    return min(above, default=(0, number))[1]


def answers_for(by: Viewer, verb: str, kind: str, person: int) -> bool:
    """Whether the viewer has the right at a unit that answers for somebody: where she is, or was last; of a guardian
    whose children have left, where they were; of a unit that is no more, the nearest above it.
    """
    units = set(units_of(person, by.day))
    if not units:
        wards = Guardianship.objects.for_the_programme(WHY).filter(guardian=person).values_list("pupil", flat=True)
        units = {unit for ward in wards for unit in units_of(ward, by.day)}
    return any(may(by, verb, kind, unit) or may(by, verb, kind, _standing_for(by, unit)) for unit in units)
