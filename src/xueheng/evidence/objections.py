"""Objections to records: what may be wrong, who may put one and who decides, and what each reader is told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xueheng.evidence.catalogue import types_known
from xueheng.evidence.model_objections import Objection
from xueheng.evidence.model_records import Record, RecordState
from xueheng.evidence.states import FACTS
from xueheng.evidence.visibility import DECIDING, EVIDENCE, types_with
from xueheng.identity.public import Post, Viewer, names_on, policy
from xueheng.shell.public import Status
from xueheng.trust.public import unseal_many
from xueheng.wording import Text

KINDS = {
    "not_mine": Text("不是本人的", "not about me"),
    "wrong_value": Text("内容不对", "what it says is wrong"),
    "double": Text("重复了", "recorded twice"),
    "missing": Text("有遗漏", "something is missing"),
    "other": Text("其他", "something else"),
}
LONGEST_WORDS = 300
OPEN, ANSWERED, WITHDRAWN = "open", "answered", "withdrawn"
_WHY = "what was said about records that the viewer sees"


@dataclass(frozen=True, slots=True)
class ObjectionTold:
    """An objection as a reader sees it. `words`, `answer`: empty where there are none or they are not open to her."""

    objection: Objection
    kind: Text
    by: Text
    status: Status
    words: str
    answer: str
    answered_by: Text
    type_title: Text

    @property
    def number(self) -> int:
        """Its number: that of the receipt."""
        return int(self.objection.number)


def label(objection: Objection, what: str) -> str:
    """What its words are sealed under, besides the subject."""
    return f"objection {what}|{objection.number}"


def may_object(viewer: Viewer, record: Record, state: RecordState | None) -> bool:
    """Whether the viewer may object to this record, which she sees: about herself or her ward, recorded by others, of a
    type that she is granted to object to and that somebody decides on, and standing.
    """
    stands = state is not None and state.corrected_by is None and state.retracted_by is None
    about_own = viewer.post is None and record.subject in viewer.own_people and record.recorder != viewer.person
    granted = record.type in types_with(viewer, ("objects",))
    return stands and about_own and record.act in FACTS and granted and bool(deciders_of(record.type))


def deciders_of(type_: str) -> list[Text]:
    """The posts that decide on objections to records of a type, by their titles."""
    found: dict[str, Text] = {}
    for verb, suffixes in DECIDING:
        for post in policy().posts.values():
            rights = policy().rights_to(post.name, verb, EVIDENCE)
            if post.appointed and any(right.thing == type_ and right.suffix in suffixes for right in rights):
                found[post.name] = post.title
    return list(found.values())


def deciders_words(type_: str) -> Text:
    """The same in one line."""
    titles = deciders_of(type_)
    return Text("或".join(t.zh for t in titles), " or ".join(t.en or t.zh for t in titles))


def told(viewer: Viewer, found: Sequence[Objection]) -> list[ObjectionTold]:
    """Objections that the viewer was given by the rule of sight, in words; two queries at most."""
    posts = {
        post.number: post
        for post in Post.objects.for_the_programme(_WHY).filter(
            pk__in={each.answered_post for each in found if each.answered_post is not None}
        )
    }
    units = names_on({post.organisation_id for post in posts.values()}, viewer.day)
    opened = _opened(found)
    return [
        _told(viewer, each, said, posts.get(each.answered_post), units)
        for each, said in zip(found, opened, strict=True)
    ]


def _told(
    viewer: Viewer, each: Objection, said: tuple[str, str], post: Post | None, units: Mapping[int, str]
) -> ObjectionTold:
    open_to_her = each.subject in viewer.own_people or decides(viewer, each)
    known = types_known().get(each.type)
    title = policy().title(post.role) if post else Text("")
    unit = units.get(post.organisation_id, "") if post else ""
    return ObjectionTold(
        each,
        KINDS.get(each.kind, KINDS["other"]),
        Text("学生本人", "the pupil") if each.person == each.subject else Text("家长", "a guardian"),
        status_of(each),
        said[0] if open_to_her else "",
        said[1],
        Text(f"{unit} {title.zh}".strip(), f"{title.en or title.zh} {unit}".strip()),
        known.title if known else Text(each.type),
    )


def _opened(found: Sequence[Objection]) -> list[tuple[str, str]]:
    """The words and the answer of each; empty where there are none, or nothing can be read any more."""
    sealed = [
        (each.subject, label(each, what), bytes(said))
        for each in found
        for what, said in (("words", each.words), ("answer", each.answer))
        if said
    ]
    plain = iter(unseal_many(sealed))
    told_of = {what: (next(plain) or b"").decode() for _, what, _ in sealed}
    return [(told_of.get(label(each, "words"), ""), told_of.get(label(each, "answer"), "")) for each in found]


def decides(viewer: Viewer, each: Objection) -> bool:
    """Whether it is the viewer's to decide, or was."""
    types = frozenset[str]().union(*(types_with(viewer, (verb,), suffixes) for verb, suffixes in DECIDING))
    others = viewer.person not in (each.recorder, each.subject, each.person)
    return viewer.is_programme or (viewer.post is not None and each.type in types and others)


def status_of(each: Objection) -> Status:
    """Where it stands, in a word."""
    if each.state == OPEN:
        return Status("going", Text("待答复", "waits for an answer"))
    if each.state == WITHDRAWN:
        return Status("unknown", Text("已撤回", "taken back"))
    if each.upheld:
        return Status("attention", Text("成立", "upheld"))
    return Status("ok", Text("维持原记录", "the record stands"))
