"""The transaction in which facts enter the record: rows, states, links, files, journal stand or fall together."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from xueheng.evidence.facts import Outcome, Recorded, Refused
from xueheng.evidence.files.kept_files import attach
from xueheng.evidence.model_records import Record, RecordLink, RecordState
from xueheng.evidence.payload import commitments_root
from xueheng.evidence.quick_rows import insert_rows, new_row
from xueheng.evidence.recording import Draft, Origin, Prepared
from xueheng.evidence.refusals import ClientReused
from xueheng.evidence.states import Once, refresh_differences, refresh_states
from xueheng.evidence.twins import says_the_same, sent_before, standing_twins
from xueheng.trust.public import lock_streams, now, ranges, write_journal

_TRIES = 3
NAMED_ONE_BY_ONE = 50
"""Up to so many records an entry of the journal names each one as what it is about; of more it names the upload."""


def store(origin: Origin, prepared: Prepared) -> list[Outcome]:
    """Everything prepared, in the order it was brought. Raises ClientReused."""
    for tried in range(_TRIES):
        try:
            return _stored(origin, prepared, sure=tried == 0 and origin.batch is not None)
        except IntegrityError:
            # The same client id at the same moment from two sides: the other one is stored, the next try finds it.
            if tried == _TRIES - 1 or not any(draft.record.client for draft in prepared.drafts):
                raise
    raise AssertionError("unreachable")


def _stored(origin: Origin, prepared: Prepared, *, sure: bool) -> list[Outcome]:
    """`sure`: nobody else sends under these client ids, as far as is known. An upload passes over what it has stored;
    another process that stores it too is met by its facts, which are these, or by the key of client ids.
    """
    outcomes: dict[int, Outcome] = dict(prepared.refused)
    with transaction.atomic():
        # The streams' locks keep two writers of one school apart from here on: neither misses the other's facts.
        lock_streams(prepared.streams.values())
        standing = standing_twins(prepared.drafts)
        if standing or not sure:
            before = sent_before(origin.by.person, prepared.drafts)
            outcomes |= {index: Recorded(number, is_new=False) for index, number in before.items()}
        fresh = _first_of_each_client(prepared.drafts, outcomes)
        kept: list[Draft] = []
        for draft in fresh:
            outcome = outcomes[draft.index] = standing.settle(draft)
            if isinstance(outcome, Recorded) and outcome.is_new:
                kept.append(draft)
        _repeat_outcomes(prepared.drafts, outcomes)
        _write(origin, kept, outcomes, prepared.streams)
    return [outcomes[index] for index in sorted(outcomes)]


def _first_of_each_client(drafts: Sequence[Draft], outcomes: dict[int, Outcome]) -> list[Draft]:
    """Drafts that are still to be stored; one that is sent twice in one sending once. Raises ClientReused."""
    found: list[Draft] = []
    clients: dict[str, Draft] = {}
    for draft in drafts:
        if draft.index in outcomes:
            continue
        first = clients.setdefault(draft.record.client, draft) if draft.record.client else draft
        if first is draft:
            found.append(draft)
        elif not says_the_same(draft.record, draft.payload, first.record, first.payload):
            raise ClientReused(first.record.number)
    return found


def _repeat_outcomes(drafts: Sequence[Draft], outcomes: dict[int, Outcome]) -> None:
    """A fact that stands twice in one sending under one client id has the outcome of the first."""
    first = {
        str(d.record.client): outcomes[d.index] for d in reversed(drafts) if d.record.client and d.index in outcomes
    }
    for draft in drafts:
        if draft.index not in outcomes:
            said = first[str(draft.record.client)]
            outcomes[draft.index] = Recorded(said.number, is_new=False) if isinstance(said, Recorded) else said


def _write(origin: Origin, kept: Sequence[Draft], outcomes: dict[int, Outcome], streams: dict[int | None, str]) -> None:
    if not kept:
        return
    records = [draft.record for draft in kept]
    insert_rows(records)
    corrected = [] if origin.corrects is None else [origin.corrects.number]
    if corrected:
        refresh_states([*corrected, *(record.number for record in records)])
    else:
        insert_rows(
            [
                new_row(RecordState, record_id=draft.record.number, to_verify=draft.type_.verified_by_anyone)
                for draft in kept
            ]
        )
    _link(kept, outcomes)
    attach([(draft.record, file) for draft in kept for file in draft.files])
    refresh_differences([*_disputed(kept, outcomes), *([origin.corrects.once] if origin.corrects else [])])
    write_records_journal("record" if not corrected else "correct", origin.by.person, origin.by.post, records, streams)


def _link(kept: Sequence[Draft], outcomes: dict[int, Outcome]) -> None:
    moment = now()
    links = []
    for draft in kept:
        outcome = outcomes[draft.index]
        if isinstance(outcome, Recorded) and outcome.same_as is not None:
            links.append(RecordLink(record_id=draft.record.number, same_as_id=outcome.same_as, found_at=moment))
    RecordLink.objects.bulk_create(links)


def _disputed(kept: Sequence[Draft], outcomes: dict[int, Outcome]) -> list[Once]:
    """Keys about which a new fact contradicts another; all keys where a correction may have settled one."""
    found: list[Once] = []
    for draft in kept:
        outcome = outcomes[draft.index]
        if draft.record.target is not None or (isinstance(outcome, Recorded) and outcome.differs):
            found.append(draft.record.once)
    return found


def write_records_journal(
    verb: str, person: int, post: int | None, records: Sequence[Record], streams: dict[int | None, str]
) -> None:
    """One entry for each school's records: their numbers, and the Merkle root of their commitments."""
    by_stream: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_stream[streams[record.organisation]].append(record)
    for stream in sorted(by_stream):
        some = by_stream[stream]
        about = [("record", record.number) for record in some] if len(some) <= NAMED_ONE_BY_ONE else []
        batches = {record.batch_id for record in some if record.batch_id is not None}
        write_journal(
            stream,
            verb,
            actor=person,
            post=post,
            about=[*about, *(("batch", number) for number in sorted(batches))],
            detail={
                "acts": sorted({record.act for record in some}),
                "numbers": ranges(record.number for record in some),
                "root": commitments_root((record.number, bytes(record.commitment)) for record in some),
                "types": sorted({record.type for record in some}),
            },
        )


def as_recorded(outcome: Outcome) -> Recorded:
    """The outcome of one fact. Raises EvidenceRejected."""
    if isinstance(outcome, Refused):
        raise outcome.error()
    return outcome
