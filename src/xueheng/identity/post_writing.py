"""The steps that changes of posts are made of. Only the actions on posts call them, inside their transaction."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from xueheng.identity.founding import ADMINISTRATIVE, OWN_HIERARCHY, hierarchies_of
from xueheng.identity.holding import post_holds
from xueheng.identity.model_organisations import Organisation
from xueheng.identity.model_people import Person
from xueheng.identity.model_posts import Post
from xueheng.identity.periods import OPEN
from xueheng.identity.permission import PermissionRefused, refused
from xueheng.identity.policy import DeclaredPost, policy
from xueheng.identity.post_refusals import (
    PostHeldAlready,
    PostNotHeldThere,
    PostOfDaysThatAreNot,
    PostUnknown,
    ThreeAdministrators,
)
from xueheng.identity.reach import units_reached
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal

WHY = "a change of posts looks at all posts of the person"


def post_declared(role: str) -> DeclaredPost:
    """The declared post. Raises PostUnknown."""
    found = policy().posts.get(role)
    if found is None or not found.appointed:
        raise PostUnknown(role)
    return found


def require_appointing(by: Viewer, role: str, organisation: int) -> None:
    """Raises PermissionRefused unless the viewer's post appoints to `role` at the unit. Administrators: the programme
    alone.
    """
    if by.is_programme:
        return
    allowed = policy().may_appoint(by.role, role) and role not in policy().administrators
    if not allowed or organisation not in units_reached(by):
        raise refused_appointing()


def refused_appointing() -> PermissionRefused:
    """The refusal of a change of posts, alike for every unit and person."""
    return refused("manages", "posts")


def held_at(declared: DeclaredPost, organisation: int) -> Organisation:
    """The unit, of a kind that has the post. Raises PostNotHeldThere, PermissionRefused where there is no such unit."""
    unit: Organisation | None = Organisation.objects.for_the_programme(WHY).filter(pk=organisation).first()
    if unit is None:
        raise refused_appointing()
    if unit.kind not in declared.at:
        raise PostNotHeldThere(declared.title)
    return unit


def hierarchy_of(organisation: int, day: date) -> str:
    """The hierarchy in which a unit's posts reach down: that of its own kind where it has a place there, such as the
    party's; else the administrative one.
    """
    kinds = Organisation.objects.for_the_programme(WHY).filter(pk=organisation).values_list("kind", flat=True)
    own = OWN_HIERARCHY.get(kinds.first() or "", ADMINISTRATIVE)
    found = hierarchies_of(organisation, day)
    return own if own in found or not found else min(found)


def must_be_days(first: date, last: date) -> None:
    """Raises PostOfDaysThatAreNot for an end before the beginning."""
    if last < first:
        raise PostOfDaysThatAreNot(first, last)


def must_be_somebody(person: int) -> None:
    """Raises PermissionRefused for a number that is nobody's, or of a record merged into another."""
    known = Person.objects.for_the_programme(WHY).filter(pk=person, merged_into=None)
    if not known.exists():
        raise refused_appointing()


def must_be_free(person: int, role: str, organisation: int, first: date, last: date) -> None:
    """Raises PostHeldAlready or ThreeAdministrators for what the person holds in these days."""
    administrators = policy().administrators
    for post in open_posts(person, first, last):
        if post.role == role and post.organisation_id == organisation and post.delegated_from_id is None:
            raise PostHeldAlready(post.to_day)
        if role in administrators or post.role in administrators:
            raise ThreeAdministrators


def open_posts(person: int, first: date, last: date = OPEN) -> list[Post]:
    """The posts of a person that share a day with `first`..`last` and were not cut short. The person's row is locked,
    so that two appointments at once see each other.
    """
    Person.objects.for_the_programme(WHY).select_for_update().filter(pk=person).first()
    rows = Post.objects.for_the_programme(WHY).filter(person=person, from_day__lte=last, to_day__gte=first)
    return list(rows.filter(ended_at=None))


def post_locked(number: int) -> Post | None:
    """A post, locked until the transaction ends."""
    rows = Post.objects.for_the_programme(WHY).select_for_update(of=("self",))
    found: Post | None = rows.filter(pk=number).first()
    return found


def may_be_lent(post: Post) -> bool:
    """Whether whoever holds a post may lend it: not what is lent already, and no administrator's."""
    return post.delegated_from_id is None and post.role not in policy().administrators


def lent_from(number: int, day: date) -> list[Post]:
    """The posts lent from a post that hold on a day or will."""
    rows = Post.objects.for_the_programme(WHY).filter(delegated_from=number, ended_at=None)
    return list(rows.filter(Q(to_day__gte=day) | post_holds(day)))


def note(by: Viewer, verb: str, post: Post, detail: Mapping[str, object]) -> None:
    """Writes a change of a post into the stream `security`."""
    about = [("person", post.person_id), ("post", post.number), ("organisation", post.organisation_id)]
    told = {"role": post.role, **detail}
    write_journal("security", verb, actor=by.person or None, post=by.post, about=about, detail=told)
