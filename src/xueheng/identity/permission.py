"""The one question before every act: may this post do this, here? The answer no comes as a sentence that helps."""

from collections.abc import Iterable

from xueheng.errors import XuehengError
from xueheng.identity.holding import post_holds
from xueheng.identity.model_people import Enrolment
from xueheng.identity.model_posts import Post
from xueheng.identity.periods import holds_on
from xueheng.identity.policy import DeclaredPost, Right, policy
from xueheng.identity.reach import units_reached
from xueheng.identity.rights import rights_of
from xueheng.identity.viewer import Viewer
from xueheng.wording import Text

MOST_POSTS_NAMED = 3
PARTIAL = frozenset({"groups", "overlay", "public", "objected"})
"""Rights narrowed so are rights to something else than the thing itself: to its figures by group, its layer, its
releases, objections to it.
"""
WHY = "whether a right covers somebody"


class PermissionRefused(XuehengError):
    """Somebody may not do what was asked. Says which post may and whom to ask, never whether a thing exists."""

    status = 403


def require(
    by: Viewer, verb: str, kind: str, where: int | Iterable[int] | None = None, *, person: int | None = None
) -> None:
    """Raises PermissionRefused unless the viewer may do `verb` to `kind` at the unit (or all of the units) `where`.

    `kind` is a kernel's kind ("enrolments"), a kind of packs' things ("evidence") or one of them
    ("student.observation"). Without `where` the right alone is asked, and the caller must narrow the rows with
    `visible_to`. `person` is whom it is about: a guardian's right holds for her wards, a pupil's for herself,
    wherever they are.
    """
    if not may(by, verb, kind, where, person=person):
        raise refused(verb, kind)


def may(
    by: Viewer, verb: str, kind: str, where: int | Iterable[int] | None = None, *, person: int | None = None
) -> bool:
    """What `require` asks, as yes or no."""
    if by.is_programme:
        return policy().allows(by.role, verb, kind)
    units = (where,) if isinstance(where, int) else None if where is None else tuple(where)
    return any(_covers(by, right, units, person) for right in rights_of(by, verb, kind))


def _covers(by: Viewer, right: Right, units: tuple[int, ...] | None, person: int | None) -> bool:
    """Whether this right holds at the units, or for the person: a pupil or guardian has it for her own people, a post
    for whoever is where it reaches.
    """
    if right.suffix in PARTIAL or right.field:
        return False
    if by.post is None:
        return person in by.own_people if person is not None else units is None
    if units is None and person is None:
        return True
    if right.suffix == "purpose" and by.purpose is None:
        return False
    reached = set(units_reached(by))
    if right.suffix == "below" and by.organisation is not None:
        reached.discard(by.organisation)
    if units is None:
        return person is not None and not reached.isdisjoint(_units_of(person, by))
    return bool(units) and reached.issuperset(units)


def _units_of(person: int, by: Viewer) -> set[int]:
    """Where a person is on the viewer's day: her class, and the units of her posts."""
    enrolled = Enrolment.objects.for_the_programme(WHY).filter(holds_on(by.day), pupil=person)
    held = Post.objects.for_the_programme(WHY).filter(post_holds(by.day), person=person)
    return {*enrolled.values_list("organisation_id", flat=True), *held.values_list("organisation_id", flat=True)}


def refused(verb: str, kind: str) -> PermissionRefused:
    """The refusal of a right, with the posts that have it and who appoints to them. It tells nothing of any row."""
    rights = policy()
    doing = rights.verbs[verb].zh, rights.verbs[verb].en
    thing = _kind_said(kind)
    holders = [post for post in rights.holders(verb, kind) if post.appointed][:MOST_POSTS_NAMED]
    if not holders:
        return PermissionRefused(
            Text(f"没有岗位可以{doing[0]}{thing.zh}。", f"No post may {doing[1]} {thing.en}."),
            Text("如确有需要，请联系安全管理员。", "Ask the security administrator if you need it."),
        )
    named = _titles(holders)
    return PermissionRefused(
        Text(
            f"{doing[0]}{thing.zh}需要“{named.zh}”任职，并且只限本岗位管辖的单位和人员。",
            f"To {doing[1]} {thing.en} takes the post of {named.en}, and covers that post's units and people only.",
        ),
        _whom_to_ask(holders[0]),
    )


def _kind_said(kind: str) -> Text:
    rights = policy()
    return rights.kinds.get(kind) or rights.things.get(kind) or Text("这类内容", "this")


def _titles(posts: list[DeclaredPost]) -> Text:
    return Text("”或“".join(post.title.zh for post in posts), " or ".join(post.title.en for post in posts))


def _whom_to_ask(holder: DeclaredPost) -> Text:
    """Who appoints to the post that is needed, the nearest first."""
    appointers = sorted(policy().appointers(holder.name), key=lambda post: post.name == "security_admin")
    if not appointers:
        return Text("请联系单位负责安装和维护的人员。", "Ask the people who keep the server.")
    said = appointers[0].title
    return Text(
        f"如工作需要，请向“{said.zh}”申请，或切换到有此权限的任职。",
        f"If your work needs it, ask the {said.en}, or change to a post of yours that may.",
    )
