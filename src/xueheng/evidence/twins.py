"""Facts that were said before: by the same sender, by another source alike, or by another source otherwise."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from xueheng.evidence.facts import Recorded, Refused
from xueheng.evidence.model_records import Record, RecordLink, RecordState
from xueheng.evidence.payload import Payload, opened_payloads
from xueheng.evidence.recording import Draft
from xueheng.evidence.refusals import ClientReused, FieldFault
from xueheng.evidence.states import STANDING
from xueheng.trust.public import many_values
from xueheng.wording import Text

_WHY = "whether a fact is in the record already"
Source = tuple[int, str, int | None]
"""Recorder, provenance and upload: who says it twice in the same way means it twice."""


@dataclass(frozen=True, slots=True)
class Twin:
    """A standing fact that a new one may repeat or contradict."""

    number: int
    fingerprint: bytes
    once: bytes | None
    source: Source


@dataclass
class Standing:
    """Standing facts by what makes them alike, those of this transaction included."""

    by_fingerprint: dict[bytes, list[Twin]] = field(default_factory=lambda: defaultdict(list))
    by_once: dict[bytes, list[Twin]] = field(default_factory=lambda: defaultdict(list))
    roots: dict[int, int] = field(default_factory=dict)
    """Linked record → the one it is linked to: links lead to one record, never to another link."""

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.by_fingerprint)

    def add(self, twin: Twin) -> None:
        """One more."""
        self.by_fingerprint[twin.fingerprint].append(twin)
        if twin.once is not None:
            self.by_once[twin.once].append(twin)

    def settle(self, draft: Draft) -> Recorded | Refused:
        """What becomes of a new fact beside those that stand; adds it when it is recorded."""
        new, corrects = twin_of(draft.record), draft.record.target is not None
        others = [t for t in self.by_once.get(new.once or b"", ()) if t.number != draft.record.target]
        alike = [t for t in self.by_fingerprint.get(new.fingerprint, ()) if t.number != draft.record.target]
        if not others and not alike:
            self.add(new)
            return Recorded(new.number)
        again = next((t for t in alike if not corrects and _is_again(t, new)), None)
        if again is not None:
            return Recorded(again.number, is_new=False)
        in_the_way = next((t for t in others if _asks_here(t, new) and _bars(t, new, corrects)), None)
        if in_the_way is not None:
            return _second(in_the_way, same=in_the_way.fingerprint == new.fingerprint)
        elsewhere = next((t for t in alike if corrects or t.source != new.source), None)
        same_as = None if elsewhere is None else self.roots.get(elsewhere.number, elsewhere.number)
        if same_as is not None:
            self.roots[new.number] = same_as
        self.add(new)
        return Recorded(new.number, True, same_as, any(t.fingerprint != new.fingerprint for t in others))


COPIES = ("upload", "import")
"""How facts come that were written down elsewhere before: a workbook that repeats a workbook is no second source."""


def _is_again(twin: Twin, new: Twin) -> bool:
    """Whether an upload brings what another upload has brought before; what somebody recorded by hand is linked."""
    return new.source[1] in COPIES and twin.source[1] in COPIES and twin.source != new.source


def _asks_here(twin: Twin, new: Twin) -> bool:
    """Whether a fact that says otherwise is settled before the new one enters: one's own, and whatever an upload would
    contradict, for its sender is told of it row by row.
    """
    return twin.source[0] == new.source[0] or new.source[1] in COPIES


def twin_of(record: Record) -> Twin:
    """A record as others are compared with it."""
    once = None if record.once is None else bytes(record.once)
    source = (record.recorder, record.provenance, record.batch_id)
    return Twin(record.number, bytes(record.fingerprint), once, source)


def _bars(twin: Twin, new: Twin, corrects: bool) -> bool:
    """Whether one's own earlier fact keeps a second out: unless it says the same and came another way, or settles what
    another said.
    """
    return twin.fingerprint != new.fingerprint or (twin.source == new.source and not corrects)


def _second(twin: Twin, *, same: bool) -> Refused:
    if same:
        reason = Text(
            f"您已经记过这一条（记录 {twin.number}）", f"you have recorded this already (record {twin.number})"
        )
        remedy = Text("不用再记。", "There is nothing more to do.")
    else:
        reason = Text(
            f"这一段时间您已经记过一条（记录 {twin.number}），只能记一次",
            f"you have recorded one for this time already (record {twin.number}); only one is kept",
        )
        remedy = Text("要改，请更正那一条。", "To change it, correct that record.")
    return Refused((FieldFault("", reason, remedy),), twin.number)


def standing_twins(drafts: Sequence[Draft]) -> Standing:
    """The standing facts that these may repeat or contradict; three queries whatever their number."""
    prints = {bytes(draft.record.fingerprint) for draft in drafts}
    keys = {bytes(draft.record.once) for draft in drafts if draft.record.once is not None}
    found: dict[int, Twin] = {}
    for name, wanted in (("record__fingerprint__in", prints), ("record__once__in", keys)):
        if not wanted:
            continue
        states = RecordState.objects.for_the_programme(_WHY).filter(STANDING, **{name: many_values(wanted)})
        rows = states.values_list(
            "record_id",
            "record__fingerprint",
            "record__once",
            "record__recorder",
            "record__provenance",
            "record__batch_id",
        )
        for number, told, once, *source in rows:
            key = None if once is None else bytes(once)
            found[number] = Twin(number, bytes(told), key, (source[0], source[1], source[2]))
    if not found:
        return Standing()
    links = RecordLink.objects.for_the_programme(_WHY).filter(record__in=many_values(found))
    standing = Standing(roots=dict(links.values_list("record_id", "same_as_id")))
    for number in sorted(found):
        standing.add(found[number])
    return standing


def sent_before(recorder: int, drafts: Iterable[Draft]) -> dict[int, int]:
    """Draft's index → number of the record that the same client id stored, where it says the same.

    Raises ClientReused.
    """
    by_client: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.record.client is not None:
            by_client[draft.record.client].append(draft)
    if not by_client:
        return {}
    stored = list(Record.objects.for_the_programme(_WHY).filter(recorder=recorder, client__in=many_values(by_client)))
    if not stored:
        return {}
    payloads = opened_payloads(stored)
    found: dict[int, int] = {}
    for record in stored:
        for draft in by_client[str(record.client)]:
            if not says_the_same(draft.record, draft.payload, record, payloads[record.number]):
                raise ClientReused(record.number)
            found[draft.index] = record.number
    return found


def says_the_same(one: Record, payload: Payload, other: Record, others: Payload | None) -> bool:
    """Whether two rows say the same to the letter. What was erased says nothing any more."""
    if others is None or (dict(payload.fields), payload.words) != (dict(others.fields), others.words):
        return False
    return _envelope(one) == _envelope(other)


def _envelope(record: Record) -> tuple[object, ...]:
    return record.act, record.type, record.subject, record.day, record.target
