"""Who did something to a record, as far as the reader may know: the post and its unit always, the person where open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xueheng.evidence.descriptions import ACT_WORDS, names_known
from xueheng.evidence.model_records import Record, RecordState
from xueheng.identity.public import Post, Viewer, names_on, policy
from xueheng.wording import Text

VERDICTS = ("attestation", "refusal")
IN_PERSON = Text("本人或家长", "in person, or a guardian")
_WHY = "under which post a record was made that the viewer sees"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who made one record, on which day. `name` is empty where it is not open to the reader."""

    number: int
    act: Text
    day: date
    post: Text
    unit: str
    name: str


def signatures(viewer: Viewer, made: Sequence[Record]) -> Mapping[int, Signature]:
    """Who made each of these records, which the viewer was given by a rule of sight; four queries at most."""
    numbers = {record.post for record in made if record.post is not None}
    posts = {post.number: post for post in Post.objects.for_the_programme(_WHY).filter(pk__in=numbers)}
    units = names_on({post.organisation_id for post in posts.values()}, viewer.day)
    names = names_known(viewer, {record.recorder for record in made})
    return {record.number: _signed(record, posts, units, names) for record in made}


def verdicts(viewer: Viewer, state: RecordState | None, acts: Iterable[Record]) -> list[Signature]:
    """Who attested a fact and who sent it back, of the acts upon it that the viewer sees; oldest first."""
    if state is None:
        return []
    named = {state.attested_by, state.refused_by}
    made = [record for record in acts if record.number in named]
    return list(signatures(viewer, made).values())


def _signed(record: Record, posts: Mapping[int, Post], units: Mapping[int, str], names: Mapping[int, str]) -> Signature:
    post = posts.get(record.post) if record.post is not None else None
    title = policy().title(post.role) if post else IN_PERSON
    unit = units.get(post.organisation_id, "") if post else ""
    name = names.get(record.recorder, "")
    return Signature(int(record.number), ACT_WORDS[record.act], record.day, title, unit, name)
