"""Which posts a person holds on a day, and the viewer that comes of one of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from xueheng.errors import XuehengError
from xueheng.identity.model_accounts import Account
from xueheng.identity.model_organisations import OrganisationName
from xueheng.identity.model_people import Enrolment, Guardianship, Person
from xueheng.identity.model_posts import Post
from xueheng.identity.periods import holds_on
from xueheng.identity.policy import policy
from xueheng.identity.viewer import GUARDIAN, IN_PERSON, PUPIL, WITHOUT_POST, Viewer, today
from xueheng.trust.public import now
from xueheng.wording import Text

ADMINISTRATIVE = "administrative"
HELD = "posts held"
"""Where a viewer keeps the posts that were looked up for her."""


class PostEnded(XuehengError):
    """The post under which somebody works holds no longer; what it opened is closed from this request on."""

    status = 403


class AccountClosed(XuehengError):
    """The account may not be used."""

    status = 403


@dataclass(frozen=True, slots=True)
class Identity:
    """One of the identities (身份) a person may work under. `key` names it in the session: a post's number, or a
    role.
    """

    key: str
    role: str
    title: Text
    post: int | None = None
    organisation: int | None = None
    unit: str = ""
    acting: bool = False
    delegated: bool = False


def moment_after(day: date) -> int:
    """The first moment after a day where the office is, in microseconds since 1970."""
    start = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(settings.TIME_ZONE))
    return int(start.timestamp()) * 1_000_000


def day_of(moment: int) -> date:
    """The day where the office is, of a moment in microseconds since 1970."""
    return timezone.localdate(datetime.fromtimestamp(moment / 1_000_000, ZoneInfo(settings.TIME_ZONE)))


def post_holds(day: date, path: str = "") -> Q:
    """The condition that a post (reached by `path`) holds on `day`; a lent one, as long as the lender's does too."""
    own = _not_ended(day, path)
    lender = f"{path}delegated_from"
    return own & (Q(**{f"{lender}__isnull": True}) | _not_ended(day, f"{lender}__"))


def _not_ended(day: date, path: str) -> Q:
    # What was ended at a moment that is still to come was ended before the clock was set back: it stays ended.
    later = Q(**{f"{path}ended_at__gte": moment_after(day), f"{path}ended_at__lte": now()})
    cut = Q(**{f"{path}ended_at__isnull": True}) | later
    return holds_on(day, path) & cut


def viewer_for(who: Account | Person | int, chosen: int | str | None = None, day: date | None = None) -> Viewer:
    """The viewer that a person is under one identity, asked of the database now: call it at every request and every
    step of a job.

    `chosen`: a post's number, `guardian` or `pupil_self`; None takes the first that the person has. Raises PostEnded
    when the post does not hold on the day, AccountClosed for an account that may not be used.
    """
    person = _person_of(who)
    on = day or today()
    if chosen is None:
        return _first(person, on)
    if chosen == GUARDIAN:
        return _guardian(person, on) or _nobody(person, on)
    if chosen == PUPIL:
        return _pupil(person, on) or _nobody(person, on)
    if chosen == WITHOUT_POST:
        return _nobody(person, on)
    if isinstance(chosen, str) and not (chosen.isascii() and chosen.isdigit()):
        raise ended(None, on)
    return _at_post(person, int(chosen), on)


def _person_of(who: Account | Person | int) -> int:
    """The person's number. Raises AccountClosed where her account was closed, however she is named."""
    if isinstance(who, Account):
        person, closed = who.person_id, not who.is_active
    else:
        person = who.number if isinstance(who, Person) else who
        closed = Account.objects.filter(person=person, is_active=False).exists()
    if closed:
        raise AccountClosed(
            Text("这个账号已停用。", "This account is closed."),
            Text("请联系本单位的账号管理人员。", "Ask whoever keeps the accounts of your unit."),
        )
    return int(person)


def _at_post(person: int, number: int, day: date) -> Viewer:
    held = _held(person, day)
    found = next((post for post in held if post.number == number), None)
    if found is None:
        posts = Post.objects.for_the_programme("a post that holds no longer").filter(number=number, person=person)
        raise ended(posts.first(), day)
    viewer = _viewer(found, day)
    viewer.memo[HELD] = held
    return viewer


def _viewer(post: Post, day: date) -> Viewer:
    return Viewer(post.person_id, post.number, post.role, post.organisation_id, post.hierarchy, day)


def _held(person: int, day: date) -> list[Post]:
    """The posts that hold, lent ones after one's own, the longest held first."""
    held = Post.objects.for_the_programme("a person's own posts").filter(post_holds(day), person=person)
    return sorted(held.order_by("from_day", "number"), key=lambda post: post.delegated_from_id is not None)


def _posts(held: Iterable[Post]) -> list[Post]:
    return [post for post in held if post.role not in IN_PERSON]


def _first(person: int, day: date) -> Viewer:
    posts = _posts(_held(person, day))
    if posts:
        return _viewer(posts[0], day)
    return _guardian(person, day) or _pupil(person, day) or _nobody(person, day)


def _guardian(person: int, day: date) -> Viewer | None:
    rows = Guardianship.objects.for_the_programme("a guardian's own wards").filter(holds_on(day), guardian=person)
    wards = tuple(sorted(set(rows.values_list("pupil_id", flat=True))))
    return Viewer(person, None, GUARDIAN, None, ADMINISTRATIVE, day, wards=wards) if wards else None


def _pupil(person: int, day: date) -> Viewer | None:
    """A pupil stays one when she has left: she keeps the sight of her own."""
    enrolled = Enrolment.objects.for_the_programme("whether a person is a pupil").filter(pupil=person)
    known = enrolled.filter(from_day__lte=day).exists()
    return Viewer(person, None, PUPIL, None, ADMINISTRATIVE, day) if known else None


def _nobody(person: int, day: date) -> Viewer:
    return Viewer(person, None, WITHOUT_POST, None, ADMINISTRATIVE, day)


def identities(person: int, day: date | None = None) -> list[Identity]:
    """The identities a person may choose from (当前身份): posts, then the guardian's, then the pupil's own."""
    on = day or today()
    return _identities(person, on, _held(person, on))


def identities_of(viewer: Viewer) -> list[Identity]:
    """As `identities`; the posts that were looked up to make the viewer are not asked for again."""
    held = viewer.memo.get(HELD)
    return _identities(viewer.person, viewer.day, _held(viewer.person, viewer.day) if held is None else held)


def _identities(person: int, on: date, held: Iterable[Post]) -> list[Identity]:
    posts = _posts(held)
    names = unit_names([post.organisation_id for post in posts], on)
    found = [
        Identity(
            str(post.number), post.role, policy().title(post.role), post.number, post.organisation_id,
            names.get(post.organisation_id, ""), post.acting, post.delegated_from_id is not None,
        )
        for post in posts
    ]  # fmt: skip
    for role, made in ((GUARDIAN, _guardian(person, on)), (PUPIL, _pupil(person, on))):
        if made:
            found.append(Identity(role, role, policy().title(role)))
    return found


def unit_names(numbers: list[int], day: date) -> dict[int, str]:
    """What units are called on a day; a closed one by its last name."""
    rows = OrganisationName.objects.for_the_programme("names of the viewer's own units").filter(
        organisation__in=numbers, from_day__lte=day
    )
    return dict(rows.order_by("from_day").values_list("organisation_id", "name"))


def last_day(post: Post) -> date:
    """The last day a post held or will hold."""
    lender = post.delegated_from
    own = post.to_day if post.ended_at is None else min(post.to_day, day_of(post.ended_at))
    return own if lender is None else min(own, last_day(lender))


def post_over(post: Post, day: date) -> bool:
    """Whether the post has ended by a day, or was cut short on it."""
    return post.ended_at is not None or last_day(post) < day


def ended(post: Post | None, day: date) -> PostEnded:
    """The refusal of a post that holds no longer; the same for one that is somebody else's."""
    remedy = Text(
        "请切换到您现有的任职；如任职有误，请联系本单位负责任命的人员。",
        "Change to a post that you hold; if this is a mistake, ask whoever appoints at your unit.",
    )
    if post is None or post.from_day > day:
        return PostEnded(Text("您没有这个任职。", "You do not hold this post."), remedy)
    until, unit = last_day(post), unit_names([post.organisation_id], day).get(post.organisation_id, "")
    title = policy().title(post.role)
    return PostEnded(
        Text(
            f"您在{unit}的“{title.zh}”任职已于{until.year}年{until.month}月{until.day}日结束。",
            f"Your post of {title.en} at {unit} ended on {until.isoformat()}.",
        ),
        remedy,
    )
