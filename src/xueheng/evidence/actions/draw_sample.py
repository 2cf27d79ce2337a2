"""A draw by lot for a second look: the seed is fixed and sealed first, then shown with the records it fell on.

The lot: each record's ticket is HMAC-SHA-256 of its number (in decimal digits) under the seed; the smallest tickets are
drawn, as many as the share of all, rounded up. Whoever has the seed and the list of numbers can draw again.
"""

import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from xueheng.evidence.catalogue import evidence_type
from xueheng.evidence.model_records import Record, RecordState
from xueheng.evidence.model_samples import SampleCandidate, SampleDraw
from xueheng.evidence.places import streams_of
from xueheng.evidence.refusals import DayRefused, DrawRefused, RecordUnknown
from xueheng.evidence.states import STANDING, refresh_states
from xueheng.identity.public import Closure, Viewer, holds_on, require
from xueheng.trust.public import PROGRAMME, now, ranges, seal, unseal, write_journal

SEED = 32
MOST_AMONG = 20_000
"""Records of one draw; more are drawn from in several, by month or by unit."""
_WHY = "a draw is among all that stands"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class DrawResult:
    """What came of a draw so far."""

    among: int
    drawn: int
    confirmed: int
    refused: int
    gone: int = 0
    """Drawn, and corrected or taken back before anybody looked: nobody looks at it any more."""

    @property
    def open(self) -> int:
        """Drawn and not looked at yet."""
        return self.drawn - self.confirmed - self.refused - self.gone


def seal_sample(by: Viewer, *, type: str, organisation: int, from_day: date, to_day: date, per_cent: int) -> int:
    """Fix what is drawn from, and a seed that nobody knows yet; the number of the draw.

    Its `commitment` (SHA-256 of the seed) can be shown at once. Raises PermissionRefused, TypeUnknown, DayRefused,
    DrawRefused.
    """
    require(by, "verifies", type, organisation)
    evidence_type(type)
    if from_day > to_day:
        raise DayRefused(from_day, to_day)
    if not 1 <= per_cent <= 100:
        raise DrawRefused.share(per_cent)
    among = _standing(by, type, organisation, from_day, to_day)
    if not 0 < len(among) <= MOST_AMONG:
        raise DrawRefused.number(len(among), MOST_AMONG)
    seed = secrets.token_bytes(SEED)
    draw = SampleDraw(
        type=type, organisation=organisation, from_day=from_day, to_day=to_day, per_cent=per_cent, person=by.person,
        post=by.post, commitment=hashlib.sha256(seed).hexdigest(), among=len(among), among_digest=list_digest(among),
        sealed_at=now(),
    )  # fmt: skip
    draw.sealed_seed = seal(PROGRAMME, _label(draw), seed)
    with transaction.atomic():
        draw.save(force_insert=True)
        SampleCandidate.objects.bulk_create(
            (SampleCandidate(draw=draw, record_id=number) for number in among), batch_size=_AT_ONCE
        )
        _journal(
            by, draw, "seal_sample", {"commitment": draw.commitment, "among": draw.among, "list": draw.among_digest}
        )
    return int(draw.number)


def draw_sample(by: Viewer, draw: int) -> list[int]:
    """Open the seed and draw: the numbers that the lot fell on. Once only. Raises RecordUnknown, DrawRefused."""
    with transaction.atomic():
        found = SampleDraw.objects.visible_to(by, act="draw").select_for_update().filter(pk=draw).first()
        if found is None:
            raise RecordUnknown
        if found.seed is not None:
            raise DrawRefused.drawn()
        seed = unseal(PROGRAMME, _label(found), bytes(found.sealed_seed))
        candidates = SampleCandidate.objects.for_the_programme(_WHY).filter(draw=found)
        drawn = lot(seed, candidates.values_list("record_id", flat=True), found.per_cent)
        for start in range(0, len(drawn), _AT_ONCE):
            candidates.filter(record__in=drawn[start : start + _AT_ONCE]).update(drawn=True)
        found.seed, found.drawn_at = seed.hex(), now()
        found.save(update_fields=["seed", "drawn_at"])
        refresh_states(drawn)
        _journal(by, found, "draw_sample", {"seed": found.seed, "drawn": ranges(drawn)})
    return drawn


def lot(seed: bytes, numbers: Iterable[int], per_cent: int) -> list[int]:
    """The numbers that the lot falls on, in order of their tickets.

    >>> lot(bytes(32), range(1, 11), 25) == lot(bytes(32), reversed(range(1, 11)), 25)
    True
    """
    tickets = sorted((ticket(seed, number), number) for number in set(numbers))
    return [number for _, number in tickets[: -(-len(tickets) * per_cent // 100)]]


def ticket(seed: bytes, number: int) -> int:
    """A record's ticket."""
    return int.from_bytes(hmac.digest(seed, str(number).encode("ascii"), "sha256"), "big")


def list_digest(numbers: Iterable[int]) -> str:
    """SHA-256 of the numbers in order, one a line."""
    return hashlib.sha256("".join(f"{number}\n" for number in sorted(numbers)).encode("ascii")).hexdigest()


def draw_result(by: Viewer, draw: int) -> DrawResult:
    """What came of a draw so far. Raises RecordUnknown."""
    found = SampleDraw.objects.visible_to(by).filter(pk=draw).first()
    if found is None:
        raise RecordUnknown
    rows = SampleCandidate.objects.for_the_programme("counts of a draw").filter(draw=found, drawn=True)
    looked = [number for number in rows.values_list("looked", flat=True) if number is not None]
    acts = Counter(
        Record.objects.for_the_programme("counts of a draw").filter(pk__in=looked).values_list("act", flat=True)
    )
    waiting = rows.filter(looked=None)
    standing = RecordState.objects.for_the_programme("counts of a draw").filter(
        STANDING, record__in=waiting.values("record")
    )
    gone = waiting.count() - standing.count()
    return DrawResult(found.among, rows.count(), acts["attestation"], acts["refusal"], gone)


def _standing(by: Viewer, type_: str, organisation: int, from_day: date, to_day: date) -> list[int]:
    under = Closure.objects.for_the_programme(_WHY).filter(
        holds_on(by.day), hierarchy=by.hierarchy, ancestor=organisation
    )
    states = RecordState.objects.for_the_programme(_WHY).filter(
        STANDING,
        refused_by=None,
        record__type=type_,
        record__day__range=(from_day, to_day),
        record__organisation__in=under.values("descendant_id"),
    )
    return sorted(states.values_list("record_id", flat=True)[: MOST_AMONG + 1])


def _label(draw: SampleDraw) -> str:
    return f"seed of draw {draw.number}"


def _journal(by: Viewer, draw: SampleDraw, verb: str, detail: dict[str, object]) -> None:
    stream = streams_of([draw.organisation])[draw.organisation]
    told = {"type": draw.type, "per_cent": draw.per_cent, **detail}
    write_journal(stream, verb, actor=by.person, post=by.post, about=[("draw", draw.number)], detail=told)
