"""Who has looked at a person's sensitive fields, for the person and her guardians."""

from collections.abc import Iterable
from dataclasses import dataclass

from xueheng.identity.holding import unit_names
from xueheng.identity.model_posts import Post, ReadingPurpose
from xueheng.identity.permission import refused, require
from xueheng.identity.policy import policy
from xueheng.identity.purposes import PURPOSES
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import JournalEntry, read_about
from xueheng.wording import Text

WHY = "telling a family who has looked"
MOST = 500
"""So many of the latest entries about the person are gone through at once."""
FAMILY = Text("本人或监护人", "The person or a guardian")
PROGRAMME = Text("系统程序", "The programme")


@dataclass(frozen=True, slots=True)
class Looking:
    """One reading: when (microseconds since 1970), under which post of which unit, which fields, and what for.

    `post` says the post, not the person: a family learns which office looked, and asks there. `key`: where the next
    page of `who_looked` begins.
    """

    key: int
    at: int
    post: Text
    unit: str
    fields: tuple[str, ...]
    purpose: Text | None
    reason: str


def who_looked(by: Viewer, person: int, *, before: int | None = None) -> list[Looking]:
    """The readings of a person's sensitive fields, latest first. For herself and her guardians; raises
    PermissionRefused.
    """
    if person not in by.own_people and not by.is_programme:
        raise refused("reads", "journal")
    entries = [
        entry
        for entry in read_about("person", person, before=before, limit=MOST)
        if entry.stream == "reading" and entry.verb == "read"
    ]
    posts = _posts([entry.post for entry in entries if entry.post is not None])
    units = unit_names([post.organisation_id for post in posts.values()], by.day)
    purposes = _purposes(entries)
    return [_looking(entry, posts, units, purposes) for entry in entries]


def purposes_of_entries(by: Viewer, numbers: Iterable[int]) -> dict[int, ReadingPurpose]:
    """For what it was read, by the number that an entry names. May: whoever reads the journal; PermissionRefused."""
    require(by, "reads", "journal")
    rows = ReadingPurpose.objects.for_the_programme("for what an entry of the journal says it was read")
    return {int(row.number): row for row in rows.filter(pk__in=set(numbers))}


def _posts(numbers: list[int]) -> dict[int, Post]:
    return {post.number: post for post in Post.objects.for_the_programme(WHY).filter(pk__in=set(numbers))}


def _purposes(entries: list[JournalEntry]) -> dict[int, ReadingPurpose]:
    numbers = {number for entry in entries for kind, number in entry.about if kind == "purpose"}
    return {asked.number: asked for asked in ReadingPurpose.objects.for_the_programme(WHY).filter(pk__in=numbers)}


def _looking(
    entry: JournalEntry, posts: dict[int, Post], units: dict[int, str], purposes: dict[int, ReadingPurpose]
) -> Looking:
    post = posts.get(entry.post) if entry.post is not None else None
    asked = next((purposes[number] for kind, number in entry.about if kind == "purpose" and number in purposes), None)
    fields = entry.detail.get("fields", ())
    return Looking(
        key=entry.key,
        at=entry.at,
        post=policy().title(post.role) if post else FAMILY if entry.actor is not None else PROGRAMME,
        unit=units.get(post.organisation_id, "") if post else "",
        fields=tuple(str(name) for name in fields) if isinstance(fields, list) else (),
        purpose=PURPOSES.get(asked.purpose) if asked else None,
        reason=asked.reason if asked else "",
    )
