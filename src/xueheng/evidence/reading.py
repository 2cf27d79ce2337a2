"""Reading records: what a viewer sees of them, decrypted for the rows shown, private fields left out unless allowed."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from xueheng.evidence.catalogue import is_about_minor, is_sensitive, types_known
from xueheng.evidence.kept import KeptQuerySet
from xueheng.evidence.model_records import Attachment, Record, RecordLink, RecordState
from xueheng.evidence.payload import Payload, opened_payloads
from xueheng.evidence.refusals import RecordUnknown
from xueheng.evidence.states import FACTS
from xueheng.evidence.stored_values import Stored
from xueheng.evidence.visibility import FACTS_ONLY, PRIVATE, SEEING, WHOLE
from xueheng.identity.public import PurposeMissing, Viewer, narrowings, note_reading, policy, rights_of
from xueheng.language.public import EvidenceType
from xueheng.trust.public import ranges, write_journal

SEEN = "records seen"
"""Where a viewer keeps the query of the records that she may see."""
_WHY = "where records stand that the viewer was given, and which others say the same"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a viewer sees of a record. `fields` in stored units; `hidden`: names of fields she may not read; `erased`:
    the subject's key was destroyed. `words`: why it was corrected, refused or retracted.
    """

    record: Record
    fields: Mapping[str, Stored]
    hidden: tuple[str, ...] = ()
    words: str = ""
    erased: bool = False


def records(viewer: Viewer) -> KeptQuerySet:
    """The records that the viewer may see, newest number first left to the caller. Put together once for a viewer."""
    found: KeptQuerySet | None = viewer.memo.get(SEEN)
    if found is None:
        found = viewer.memo[SEEN] = Record.objects.visible_to(viewer)
    return found.all()


def where_any(condition: Q, seen: Callable[[], KeptQuerySet]) -> KeptQuerySet:
    """The records seen, where any record at all fits the condition. Often none does, and to ask who sees which is dear;
    whether there is one is found out by a short question, and nothing is told of it.
    """
    every: KeptQuerySet = Record.objects.for_the_programme(_WHY)
    return seen() if every.filter(condition).exists() else every.none()


def record_for(viewer: Viewer, number: int, act: str = "see") -> Record:
    """One record. Raises RecordUnknown, the same for one that is not there and one that may not be known."""
    rows = records(viewer) if act == "see" else Record.objects.visible_to(viewer, act=act)
    found: Record | None = rows.filter(pk=number).select_related("batch").first()
    if found is None:
        raise RecordUnknown
    return found


def current_fields(viewer: Viewer, record: Record) -> Mapping[str, Stored]:
    """The fields of one record that the viewer may read. Reading a minor's sensitive field is journalled first."""
    return shown_records(viewer, [record])[0].fields


def shown_records(viewer: Viewer, found: Sequence[Record], *, with_private: bool = True) -> list[Shown]:
    """The records as the viewer sees them, in order. She must have been given them by a rule of sight.

    All that is sensitive in them is noted in one entry of the journal before anything comes back. `with_private` False
    leaves private and sensitive fields out altogether, as lists do.
    """
    opened = opened_payloads(found)
    allowed = {r.number: _readable(viewer, r, with_private=with_private) for r in found}
    allowed = _noted(viewer, found, opened, allowed)
    return [_shown(record, opened[record.number], allowed[record.number]) for record in found]


def _shown(record: Record, payload: Payload | None, allowed: frozenset[str]) -> Shown:
    if payload is None:
        return Shown(record, {}, erased=True)
    fields = {name: value for name, value in payload.fields.items() if name in allowed}
    hidden = tuple(name for name in payload.fields if name not in allowed)
    return Shown(record, fields, hidden, payload.words)


def _readable(viewer: Viewer, record: Record, *, with_private: bool) -> frozenset[str]:
    """Names of the fields that the viewer's rights open; sensitive ones of a minor still await `_noted`."""
    type_ = types_known().get(record.type)
    if type_ is None:
        return frozenset()
    granted = _granted_fields(viewer, type_, record)
    open_fields = {f.name for f in type_.fields if not (f.private or is_sensitive(type_, f))}
    if not with_private or not _reads_private(viewer, record):
        return frozenset(granted & open_fields)
    return frozenset(granted)


def _granted_fields(viewer: Viewer, type_: EvidenceType, record: Record) -> set[str]:
    """Fields that rights open: one narrowed to a field opens that one alone; what one recorded is open whole."""
    names = {field.name for field in type_.fields}
    if viewer.is_programme or record.recorder == viewer.person:
        return names
    found: set[str] = set()
    for verb in (*SEEING, "records"):
        for right in rights_of(viewer, verb, type_.name):
            found |= {right.field} & names if right.field else names
    return found


def _reads_private(viewer: Viewer, record: Record) -> bool:
    """The subject, her guardians, the recorder, the verifier, and the posts that are trusted with private words."""
    if viewer.is_programme or record.recorder == viewer.person or record.subject in viewer.own_people:
        return True
    if viewer.post is None:
        return False
    if WHOLE in narrowings(viewer, "verifies", record.type):
        return True
    sees = narrowings(viewer, "sees", record.type)
    return sees != {FACTS_ONLY} and policy().allows(viewer.role, "sees", PRIVATE)


def _noted(
    viewer: Viewer, found: Sequence[Record], opened: Mapping[int, Payload | None], allowed: dict[int, frozenset[str]]
) -> dict[int, frozenset[str]]:
    """One journal entry for everything sensitive about minors that is about to be shown; what needs a purpose that the
    viewer lacks is taken out. The subject and her guardians read without an entry.
    """
    sensitive = {
        record.number: _sensitive_in(record, opened[record.number]) & allowed[record.number]
        for record in found
        if record.subject not in viewer.own_people and not viewer.is_programme
    }
    by_duty: list[Record] = []
    by_purpose: list[Record] = []
    for record in found:
        if sensitive.get(record.number):
            (by_duty if _reads_by_duty(viewer, record) else by_purpose).append(record)
    if not by_duty and not by_purpose:
        return allowed  # nothing is written: such a page is read while the disk or somebody else's work is in the way
    with transaction.atomic():
        if by_duty:
            _note(viewer, by_duty, sensitive)
        if not by_purpose or _purpose_noted(viewer, by_purpose, sensitive):
            return allowed
    closed = {record.number for record in by_purpose}
    return {n: names - sensitive.get(n, frozenset()) if n in closed else names for n, names in allowed.items()}


def _sensitive_in(record: Record, payload: Payload | None) -> frozenset[str]:
    type_ = types_known().get(record.type)
    if type_ is None or payload is None or not is_about_minor(type_):
        return frozenset()
    return frozenset(f.name for f in type_.fields if f.name in payload.fields and is_sensitive(type_, f))


def _reads_by_duty(viewer: Viewer, record: Record) -> bool:
    """Who recorded it, and who has to verify it, need no other purpose."""
    return record.recorder == viewer.person or WHOLE in narrowings(viewer, "verifies", record.type)


def _note(viewer: Viewer, found: Sequence[Record], sensitive: Mapping[int, frozenset[str]]) -> None:
    names = {name for record in found for name in sensitive[record.number]}
    write_journal(
        "reading",
        "read",
        actor=viewer.person,
        post=viewer.post,
        about=[("person", record.subject) for record in found],
        detail={"fields": sorted(names), "records": ranges(record.number for record in found)},
    )


def _purpose_noted(viewer: Viewer, found: Sequence[Record], sensitive: Mapping[int, frozenset[str]]) -> bool:
    """Whether an approved purpose covers them all; then the entry is written."""
    try:
        note_reading(
            viewer, sorted({r.subject for r in found}), sorted({n for r in found for n in sensitive[r.number]})
        )
    except PurposeMissing:
        return False
    return True


@dataclass(frozen=True, slots=True)
class History:
    """A fact from its first record to the one that stands, and every act upon them; oldest first, as far as seen."""

    facts: tuple[Record, ...]
    acts: tuple[Record, ...]
    states: Mapping[int, RecordState]

    @property
    def current(self) -> Record:
        """The last of the facts."""
        return self.facts[-1]


def history_of(viewer: Viewer, record: Record) -> History:
    """The chain of corrections that a fact belongs to, which the viewer was given by a rule of sight, and what was done
    to it. Only what she may see.
    """
    chain, about = _chain(viewer, record)
    acts = sorted((each for each in about if each.act not in FACTS), key=lambda each: (each.recorded_at, each.number))
    states = RecordState.objects.for_the_programme(_WHY).filter(record__in=[each.number for each in chain])
    return History(tuple(chain), tuple(acts), {state.record_id: state for state in states})


def _chain(viewer: Viewer, record: Record) -> tuple[list[Record], list[Record]]:
    """Corrections form one line, for each fact is corrected at most once; and all that was recorded about the line."""
    seen = records(viewer)
    chain = [record]
    while chain[0].act == "correction":
        before = seen.filter(number=chain[0].target).first()
        if before is None:
            break
        chain.insert(0, before)
    about = newer = list(seen.filter(target__in=[each.number for each in chain]))
    while after := [each for each in newer if each.act == "correction" and each.target == chain[-1].number]:
        chain += after
        newer = list(seen.filter(target=chain[-1].number))
        about = [*about, *newer]
    return chain, about


def links_of(viewer: Viewer, record: Record) -> list[Record]:
    """Other records that say the same fact as one that the viewer was given by a rule of sight, as far as she may see
    them.
    """
    links = RecordLink.objects.for_the_programme(_WHY).filter(Q(record=record.number) | Q(same_as=record.number))
    others = {number for pair in links.values_list("record_id", "same_as_id") for number in pair} - {record.number}
    return list(records(viewer).filter(number__in=others).order_by("number")) if others else []


def files_of(viewer: Viewer, readable: Mapping[int, Collection[str]]) -> Mapping[int, list[Attachment]]:
    """The files of records by record number: those of the fields that the viewer reads (see `shown_records`)."""
    wanted = [number for number, names in readable.items() if names]
    rows = Attachment.objects.visible_to(viewer).filter(record__in=wanted).order_by("number") if wanted else ()
    files: dict[int, list[Attachment]] = defaultdict(list)
    for row in rows:
        if row.field in readable[row.record_id]:
            files[row.record_id].append(row)
    return files
