"""Which records a viewer may see, verify, or change: one rule, for pages, actions and the yes or no to a single row.

A post sees what it is granted at the units that it reaches, and what is about the pupils enrolled there today; a former
school keeps what was recorded while it was reached. Pupils and guardians see what they are granted about themselves and
their wards. Whoever may record a type keeps sight of her own. An upload is seen by others once it is visible.
"""

from collections.abc import Callable, Iterable

from django.db.models import Exists, OuterRef, Q

from xueheng.evidence.catalogue import types_about_minors
from xueheng.evidence.model_batches import Batch, BatchRow
from xueheng.evidence.model_objections import Objection, ShownChoice
from xueheng.evidence.model_records import Attachment, Record, RecordLink, RecordState
from xueheng.evidence.model_samples import SampleCandidate, SampleDraw
from xueheng.evidence.states import FACTS
from xueheng.identity.public import (
    NOTHING,
    Enrolment,
    Viewer,
    covered_by_purpose,
    declare_rule,
    holds_on,
    may_do,
    once_within_reach,
    policy,
    rights_of,
    sees_pupils_by_purpose,
    units_reached,
    within_reach,
)

EVIDENCE = "evidence"
WHOLE, FACTS_ONLY, OWN, OBJECTED = "", "facts", "own", "objected"
DECIDING = (("verifies", (WHOLE,)), ("decides", (WHOLE, OBJECTED)))
"""Rights under which objections are decided on; `decides: type.objected` opens a record only while one stands."""
PRIVATE = "private_fields"
"""The kernel's kind for who reads private words in records besides the subject, the recorder and the verifier."""
CLASS, FAMILY = "class", "family"
"""To whom a pupil shows what is hers: those trusted with private words, or her family alone."""
SEEING = ("sees", "verifies", "decides", "objects", "keeps")
"""Rights that cannot be used without sight of the record."""
ACTS = ("see", "verify", "correct", "retract", "draw")
ARRIVED = ("visible", "retracted")
"""States of an upload whose records others see; those of one that was taken back after that, as retracted."""
MOST_NEAR = 200
"""Units of a post beyond which what is near her is most of the record: a school has at most as many classes."""
_WHY = "whom a post reaches today"
Rule = Callable[[Viewer, str], Q]


def types_with(viewer: Viewer, verbs: Iterable[str], suffixes: Iterable[str] = (WHOLE,)) -> frozenset[str]:
    """The record types that the viewer has one of these rights to, narrowed in one of these ways."""
    wanted = set(suffixes)
    rights = (right for verb in verbs for right in rights_of(viewer, verb, EVIDENCE))
    return frozenset(right.thing for right in rights if right.suffix in wanted)


def record_rule(viewer: Viewer, act: str) -> Q:
    """The condition on records under which the viewer may do the act to them."""
    if act == "see":
        return _seen(viewer)
    if act == "verify":
        return _verified(viewer)
    if act in ("correct", "retract"):
        return _changed(viewer)
    return NOTHING


def _seen(viewer: Viewer) -> Q:
    granted = types_with(viewer, SEEING, (WHOLE, FACTS_ONLY))
    recorded = types_with(viewer, ("records",))
    own = recorded | types_with(viewer, SEEING, (OWN,))
    if viewer.post is None:
        about = Q(subject__in=viewer.own_people, type__in=granted | recorded)
        return (about | Q(recorder=viewer.person, type__in=own)) & _arrived(viewer)
    mine = Q(recorder=viewer.person, type__in=own) | _corrects_mine(viewer, own)
    seen = (Q(type__in=granted) & _in_sight(viewer) & _shown_to(viewer)) | (mine & _recorded_here(viewer))
    objected = types_with(viewer, ("decides",), (OBJECTED,))
    if objected:
        put = Objection.objects.for_the_programme(_WHY).filter(record=OuterRef("pk")).exclude(state="withdrawn")
        seen |= Q(Exists(put), type__in=objected) & _in_sight(viewer)
    return seen & _arrived(viewer) if granted or own or objected else NOTHING


def _shown_to(viewer: Viewer) -> Q:
    """Not what its pupil chose to show to fewer; whoever verifies the type sees it all the same."""
    trusted = policy().allows(viewer.role, "sees", PRIVATE)
    kept = (FAMILY,) if trusted else (FAMILY, CLASS)
    rows = ShownChoice.objects.for_the_programme(_WHY).filter(ended_at__isnull=True, audience__in=kept)
    return ~Q(Exists(rows.filter(record=OuterRef("pk")))) | Q(type__in=types_with(viewer, ("verifies",)))


def _verified(viewer: Viewer) -> Q:
    """Facts that the viewer may attest or refuse: never her own, never about herself."""
    types = types_with(viewer, ("verifies",))
    if viewer.post is None or not types:
        return NOTHING
    others = ~Q(recorder=viewer.person) & ~Q(subject=viewer.person)
    return Q(type__in=types, act__in=FACTS) & _in_sight(viewer) & others & _arrived(viewer)


def _changed(viewer: Viewer) -> Q:
    """Facts that the viewer may correct or take back: her own; as verifier of the type; where two sources differ,
    also as one who records the type there.
    """
    recorded, verified = types_with(viewer, ("records",)), types_with(viewer, ("verifies",))
    facts = Q(act__in=FACTS)
    if viewer.post is None:
        return facts & Q(recorder=viewer.person, type__in=recorded)
    own = Q(recorder=viewer.person, type__in=recorded)
    disputed = Q(type__in=recorded, state__differs=True)
    verifier = Q(type__in=verified) & ~Q(subject=viewer.person)
    return facts & (own | disputed | verifier) & _in_sight(viewer) & _arrived(viewer)


def may_change(viewer: Viewer, record: Record) -> bool:
    """Whether the viewer may correct this record and take it back: one rule says both."""
    return may_do(viewer, "correct", record)


def _in_sight(viewer: Viewer) -> Q:
    """Recorded at a unit reached, or about a pupil enrolled at one today. A post that sees pupils under an approved
    purpose alone sees so what is recorded of them.
    """
    rows = Enrolment.objects.for_the_programme(_WHY)
    enrolled = rows.filter(holds_on(viewer.day), within_reach(viewer, "organisation")).values("pupil_id")
    found = _recorded_here(viewer) | Q(subject__in=enrolled)
    if sees_pupils_by_purpose(viewer):
        found &= ~Q(type__in=types_about_minors()) | covered_by_purpose(viewer, "subject")
    return found


def near(viewer: Viewer, act: str = "see") -> Q:
    """No rule but a way to find: true of all that the rule of the act lets the viewer see, and of more. Each part is
    read from one index; the rule alone lets a database go through all records of a type (17 s among three million).
    Says nothing where it would not shorten the way: for families, and for posts that reach a whole district.
    """
    if viewer.post is None or len(units_reached(viewer)) > MOST_NEAR:
        return Q()
    rows = Record.objects.for_the_programme(_WHY)
    verifying = act == "verify"
    types = types_with(viewer, ("verifies",)) if verifying else types_with(viewer, SEEING, (WHOLE, FACTS_ONLY))
    enrolments = Enrolment.objects.for_the_programme(_WHY)
    enrolled = enrolments.filter(holds_on(viewer.day), within_reach(viewer, "organisation")).values("pupil_id")
    parts = [rows.filter(_recorded_here(viewer), type__in=types), rows.filter(subject__in=enrolled, type__in=types)]
    if not verifying:
        mine = rows.filter(recorder=viewer.person)
        put = Objection.objects.for_the_programme(_WHY).exclude(state="withdrawn")
        parts += [mine, rows.filter(target__in=mine.values("number")), rows.filter(number__in=put.values("record"))]
    first, *others = (part.values("number") for part in parts)
    return Q(number__in=first.union(*others, all=True))


def _recorded_here(viewer: Viewer) -> Q:
    return once_within_reach(viewer, "organisation", "day")


def _corrects_mine(viewer: Viewer, types: frozenset[str]) -> Q:
    """What others did to one's own records: whoever recorded a fact learns what became of it."""
    mine = Record.objects.for_the_programme(_WHY).filter(recorder=viewer.person, type__in=types)
    return Q(type__in=types, target__in=mine.values("number"))


def _arrived(viewer: Viewer) -> Q:
    """Not of an upload that is still on its way or was taken back, unless it is one's own."""
    return Q(batch__isnull=True) | Q(batch__state__in=ARRIVED) | Q(recorder=viewer.person)


def _through(path: str) -> Rule:
    """The rule of rows that belong to a record: whoever may do the act to the record may do it to them."""

    def rule(viewer: Viewer, act: str) -> Q:
        return _of_seen(viewer, act, path)

    return rule


def _of_seen(viewer: Viewer, act: str, path: str) -> Q:
    """That the record there may be seen, asked of each row by itself: such rows are asked for by their record, and a
    list of all that a head sees among three million took four seconds.
    """
    return Q(Exists(Record.objects.visible_to(viewer, act=act).filter(number=OuterRef(path))))


def link_rule(viewer: Viewer, act: str) -> Q:
    """A link is seen by whoever sees both records: else it would tell of one that may not be known."""
    return _of_seen(viewer, act, "record") & _of_seen(viewer, act, "same_as")


def draw_rule(viewer: Viewer, act: str) -> Q:
    """Draws at units reached, of types that the viewer verifies; `draw` only at the viewer's own post."""
    types = types_with(viewer, ("verifies",))
    if viewer.post is None or not types:
        return NOTHING
    found = Q(type__in=types) & within_reach(viewer, "organisation")
    return found & Q(person=viewer.person) if act == "draw" else found


def candidate_rule(viewer: Viewer, act: str) -> Q:
    """What a draw was among: with the draw, and only the records one may see."""
    return Q(draw__in=SampleDraw.objects.visible_to(viewer, act=act).values("number")) & Q(
        record__in=Record.objects.visible_to(viewer).values("number")
    )


def batch_rule(viewer: Viewer, act: str) -> Q:
    """An upload and its rows: whoever sent it, under the post it was sent under."""
    return Q(person=viewer.person, post=viewer.post) if viewer.post is not None else NOTHING


def batch_row_rule(viewer: Viewer, act: str) -> Q:
    """Rows go with their upload."""
    return Q(batch__in=Batch.objects.visible_to(viewer, act=act).values("number"))


def objection_rule(viewer: Viewer, act: str) -> Q:
    """Objections: the pupil's and her guardians' own; those that a post decides on, within sight; whoever recorded the
    fact knows that there is one. `answer`: open ones that are hers to decide; `withdraw`: her own.
    """
    is_open = Q(state="open")
    if act == "withdraw":
        return is_open & Q(person=viewer.person, subject__in=viewer.own_people) if viewer.post is None else NOTHING
    if viewer.post is None:
        return Q(subject__in=viewer.own_people) if act == "see" else NOTHING
    types = frozenset[str]().union(*(types_with(viewer, (verb,), suffixes) for verb, suffixes in DECIDING))
    others = ~Q(recorder=viewer.person) & ~Q(subject=viewer.person) & ~Q(person=viewer.person)
    deciding = Q(type__in=types) & _in_sight(viewer) & others if types else NOTHING
    if act == "answer":
        return deciding & is_open
    recorded = Q(recorder=viewer.person, type__in=types_with(viewer, ("records",))) & _recorded_here(viewer)
    return deciding | recorded if act == "see" else NOTHING


def choice_rule(viewer: Viewer, act: str) -> Q:
    """What a pupil chose to show: her own and her guardians'."""
    return Q(subject__in=viewer.own_people) if viewer.post is None and act == "see" else NOTHING


declare_rule(Objection, objection_rule)
declare_rule(ShownChoice, choice_rule)
declare_rule(Batch, batch_rule)
declare_rule(BatchRow, batch_row_rule)
declare_rule(Record, record_rule)
declare_rule(RecordState, _through("record"))
declare_rule(Attachment, _through("record"))
declare_rule(RecordLink, link_rule)
declare_rule(SampleDraw, draw_rule)
declare_rule(SampleCandidate, candidate_rule)
