"""Draws as pages show them: how far they are, the records that the lot fell on, and the reckoning done again."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from xueheng.evidence.actions.draw_sample import DrawResult, list_digest, lot
from xueheng.evidence.catalogue import types_known
from xueheng.evidence.descriptions import Described, described
from xueheng.evidence.model_records import Record, RecordState
from xueheng.evidence.model_samples import SampleCandidate, SampleDraw
from xueheng.evidence.reading import shown_records
from xueheng.evidence.refusals import RecordUnknown
from xueheng.evidence.signatures import Signature, signatures
from xueheng.identity.public import Post, Viewer, may_do, names_on, policy
from xueheng.shell.public import Status, moment_shown
from xueheng.wording import Text

OPEN, GENUINE, OTHERWISE, GONE = "open", "genuine", "otherwise", "gone"
LOOKS: Mapping[str, Status] = {
    OPEN: Status("attention", Text("待核", "to be looked at")),
    GENUINE: Status("ok", Text("属实", "genuine")),
    OTHERWISE: Status("fault", Text("与记录不符", "not as recorded")),
    GONE: Status("unknown", Text("抽中后已更正或撤回", "corrected or taken back since")),
}
"""Where a drawn record stands."""
TO_MEND = Text("已退回，等记录人更正或撤回", "sent back; its recorder has to correct it or take it back")
MENDED = Text("已更正", "corrected")
TAKEN_BACK = Text("已撤回", "taken back")
NOT_YOURS = Text(
    "这条是您记的、关于您的，或不归您审核，要由另一位来核。",
    "It is yours, about you, or not yours to verify: somebody else has to look at it.",
)
ATTESTED_BY_YOU = Text("这条是您审核过的，要由另一位来核。", "You have verified it: somebody else has to look at it.")
_WHY = "a draw that the viewer sees"


@dataclass(frozen=True, slots=True)
class DrawTold:
    """A draw in words. `looked` of `drawn` have been looked at."""

    draw: SampleDraw
    type_title: Text
    unit: str
    post: Text
    sealed: str
    drawn_at: str
    drawn: int
    looked: int

    @property
    def number(self) -> int:
        """The draw's number."""
        return int(self.draw.number)

    @property
    def state(self) -> Status:
        """What is to be done next."""
        if self.draw.seed is None:
            return Status("going", Text("已封存，待抽取", "sealed, to be drawn"))
        if self.looked < self.drawn:
            return Status(
                "attention", Text(f"已核 {self.looked}/{self.drawn}", f"{self.looked}/{self.drawn} looked at")
            )
        return Status("ok", Text(f"已核完 {self.drawn} 条", f"all {self.drawn} looked at"))


@dataclass(frozen=True, slots=True)
class Look:
    """A drawn record: what it says, where it stands, who looked at it, and what followed."""

    told: Described
    draw: int
    state: str
    by: Signature | None
    words: str
    after: Text | None
    newer: int | None
    """The number of the correction that followed."""

    @property
    def status(self) -> Status:
        """Where it stands, in words."""
        return LOOKS[self.state]


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The draw done again from what is kept: each answer is yes where it comes to the same."""

    seed_fits: bool
    list_fits: bool
    lot_fits: bool

    @property
    def fits(self) -> bool:
        """Whether all of it does."""
        return self.seed_fits and self.list_fits and self.lot_fits


def draw_for(viewer: Viewer, number: int) -> SampleDraw:
    """A draw. Raises RecordUnknown, the same for one that is not there and one that may not be known."""
    found: SampleDraw | None = SampleDraw.objects.visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise RecordUnknown
    return found


def draws_told(viewer: Viewer, draws: Sequence[SampleDraw]) -> list[DrawTold]:
    """Draws that the viewer was given by a rule of sight, in words and in order; a fixed number of queries."""
    units = names_on({draw.organisation for draw in draws}, viewer.day)
    posts = Post.objects.for_the_programme(_WHY).filter(pk__in={draw.post for draw in draws if draw.post is not None})
    roles = dict(posts.values_list("number", "role"))
    rows = SampleCandidate.objects.for_the_programme(_WHY).filter(draw__in=draws, drawn=True).values("draw")
    counts = {
        row["draw"]: (row["drawn"], row["seen"]) for row in rows.annotate(drawn=Count("pk"), seen=Count("looked"))
    }
    return [_told(draw, units, roles, counts.get(draw.pk, (0, 0))) for draw in draws]


def _told(draw: SampleDraw, units: Mapping[int, str], roles: Mapping[int, str], counts: tuple[int, int]) -> DrawTold:
    type_ = types_known().get(draw.type)
    role = roles.get(draw.post) if draw.post is not None else None
    return DrawTold(
        draw,
        type_.title if type_ else Text(draw.type),
        units.get(draw.organisation, ""),
        policy().title(role) if role else Text("程序", "the programme"),
        moment_shown(draw.sealed_at),
        moment_shown(draw.drawn_at) if draw.drawn_at else "",
        *counts,
    )


def looks_of(viewer: Viewer, rows: Sequence[SampleCandidate], *, with_private: bool = False) -> list[Look]:
    """Drawn records that the viewer was given by a rule of sight, in order; a fixed number of queries."""
    facts = {fact.number: fact for fact in _records([row.record_id for row in rows])}
    told = described(viewer, [facts[row.record_id] for row in rows], with_private=with_private)
    made = _records([row.looked for row in rows if row.looked is not None])
    words = {shown.record.number: shown.words for shown in shown_records(viewer, made)}
    acts, signed = {record.number: record for record in made}, signatures(viewer, made)
    states = {state.record_id: state for state in _states(facts)}
    return [
        _look(row, each, states.get(row.record_id), acts.get(row.looked or 0), signed, words)
        for row, each in zip(rows, told, strict=True)
    ]


def _look(
    row: SampleCandidate,
    told: Described,
    state: RecordState | None,
    act: Record | None,
    signed: Mapping[int, Signature],
    words: Mapping[int, str],
) -> Look:
    newer = state.corrected_by if state is not None else None
    gone = newer is not None or (state is not None and state.retracted_by is not None)
    if act is None:
        return Look(told, row.draw_id, GONE if gone else OPEN, None, "", None, newer)
    genuine = act.act == "attestation"
    after = None if genuine else MENDED if newer is not None else TAKEN_BACK if gone else TO_MEND
    found = GENUINE if genuine else OTHERWISE
    return Look(told, row.draw_id, found, signed.get(act.number), words.get(act.number, ""), after, newer)


def narrowed_looks(rows: "QuerySet[SampleCandidate]", state: str) -> "QuerySet[SampleCandidate]":
    """The drawn records in one state: not looked at, genuine, or not as recorded."""
    if state == OPEN:
        return rows.filter(looked=None)
    act = "attestation" if state == GENUINE else "refusal"
    made = Record.objects.for_the_programme(_WHY).filter(act=act, target__in=rows.values("record"))
    return rows.filter(looked__in=made.values("number"))


def why_not(viewer: Viewer, look: Look) -> Text | None:
    """Why this viewer does not look at a drawn record that is still open; None where she may."""
    if not may_do(viewer, "verify", look.told.record):
        return NOT_YOURS
    state = next(iter(_states([look.told.number])), None)
    attested = _records([state.attested_by]) if state is not None and state.attested_by is not None else []
    return ATTESTED_BY_YOU if any(act.recorder == viewer.person for act in attested) else None


def numbers_among(draw: SampleDraw) -> list[int]:
    """The numbers that the draw was among, in order: what its digest was made of."""
    rows = SampleCandidate.objects.for_the_programme(_WHY).filter(draw=draw)
    return sorted(rows.values_list("record_id", flat=True))


def reckoned_again(draw: SampleDraw) -> Reckoning | None:
    """The draw done again from its seed and its list; None before it is drawn."""
    if draw.seed is None:
        return None
    seed, numbers = bytes.fromhex(draw.seed), numbers_among(draw)
    drawn = SampleCandidate.objects.for_the_programme(_WHY).filter(draw=draw, drawn=True)
    return Reckoning(
        hashlib.sha256(seed).hexdigest() == draw.commitment,
        list_digest(numbers) == draw.among_digest,
        set(lot(seed, numbers, draw.per_cent)) == set(drawn.values_list("record_id", flat=True)),
    )


def share_of(part: int, whole: int) -> Text:
    """A share as it is: the fraction, and the per cent to a tenth, which says so where it is rounded (half up).

    >>> share_of(2, 3).zh, share_of(3, 4).zh, share_of(0, 0).zh
    ('2/3（约 66.7%）', '3/4（75%）', '—')
    """
    if not whole:
        return Text("—", "—")
    tenths = (2000 * part + whole) // (2 * whole)
    exact = part * 1000 % whole == 0
    said = f"{tenths // 10}.{tenths % 10}".removesuffix(".0")
    return Text(
        f"{part}/{whole}（{'' if exact else '约 '}{said}%）", f"{part}/{whole} ({'' if exact else 'about '}{said}%)"
    )


def result_told(result: DrawResult) -> list[tuple[Text, Text]]:
    """What came of a draw: each count with its share of what was looked at."""
    looked = result.confirmed + result.refused
    return [
        (Text("已核", "Looked at"), share_of(looked, result.drawn)),
        (Text("其中属实", "Genuine"), share_of(result.confirmed, looked)),
        (Text("其中与记录不符", "Not as recorded"), share_of(result.refused, looked)),
        (Text("待核", "To be looked at"), Text(f"{result.open} 条", str(result.open))),
        *([(LOOKS[GONE].words, Text(f"{result.gone} 条", str(result.gone)))] if result.gone else []),
    ]


def _records(numbers: Iterable[int]) -> list[Record]:
    return list(Record.objects.for_the_programme(_WHY).filter(pk__in=set(numbers)).select_related("batch"))


def _states(numbers: Iterable[int]) -> list[RecordState]:
    return list(RecordState.objects.for_the_programme(_WHY).filter(record__in=set(numbers)))
