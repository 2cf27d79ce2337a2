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


def signatures(
    viewer: Viewer, made: Sequence[Record], names: Mapping[int, str] | None = None
) -> Mapping[int, Signature]:
    """Who made each of these records, which the viewer was given by a rule of sight; four queries at most. `names`: of
    their recorders, where they were looked up already.
    """
    if not made:
        return {}
    numbers = {record.post for record in made if record.post is not None}
    held = Post.objects.for_the_programme(_WHY).filter(pk__in=numbers).values_list("number", "role", "organisation_id")
    posts = {number: (role, unit) for number, role, unit in held}
    units = names_on({unit for _, unit in posts.values()}, viewer.day)
    known = names_known(viewer, {record.recorder for record in made}) if names is None else names
    return {record.number: _signed(record, posts.get(record.post), units, known) for record in made}


def verdicts(state: RecordState | None, acts: Iterable[Record], signed: Mapping[int, Signature]) -> list[Signature]:
    """Who attested a fact and who sent it back, of the acts upon it that the viewer sees; oldest first."""
    named = {state.attested_by, state.refused_by} if state else set()
    return [signed[record.number] for record in acts if record.number in named]


def _signed(
    record: Record, post: tuple[str, int] | None, units: Mapping[int, str], names: Mapping[int, str]
) -> Signature:
    role, unit = post or ("", 0)
    title = policy().title(role) if post else IN_PERSON
    name = names.get(record.recorder, "")
    return Signature(int(record.number), ACT_WORDS[record.act], record.day, title, units.get(unit, ""), name)
