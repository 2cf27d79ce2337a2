"""Records that say something about facts: attestations, refusals, retractions; many at once, in one transaction."""

from collections.abc import Sequence

from xueheng.evidence.catalogue import version_of
from xueheng.evidence.model_records import Record
from xueheng.evidence.moments import moment_upon
from xueheng.evidence.numbers import take_numbers
from xueheng.evidence.payload import canonical, commitment, new_payload, sealed_payloads
from xueheng.evidence.places import streams_of
from xueheng.evidence.states import refresh_differences, refresh_states
from xueheng.evidence.storing import write_records_journal
from xueheng.identity.public import Viewer
from xueheng.trust.public import fingerprint

_ACT = "act"


def acts_on(by: Viewer, act: str, facts: Sequence[Record], words: str) -> list[Record]:
    """A record of the act for each fact, numbered, bound and encrypted, not yet stored."""
    moment = moment_upon(facts)
    made = []
    for number, fact in zip(take_numbers(len(facts)), facts, strict=True):
        record = Record(
            number=number,
            act=act,
            type=fact.type,
            type_version=version_of(fact.type),
            subject=fact.subject,
            organisation=fact.organisation,
            day=by.day,
            recorder=by.person,
            post=by.post,
            provenance="form",
            target=fact.number,
            recorded_at=moment,
            fingerprint=fingerprint(_ACT, canonical([act, fact.number, number]).encode()),
        )
        made.append((record, new_payload({}, words)))
    for (record, payload), sealed in zip(made, sealed_payloads(made), strict=True):
        record.commitment, record.payload = commitment(record, payload), sealed
    return [record for record, _ in made]


def store_acts(by: Viewer, verb: str, made: Sequence[Record], facts: Sequence[Record]) -> None:
    """Write the acts, what they change, and the journal. In the caller's transaction, with the facts' states locked."""
    Record.objects.bulk_create(made)
    refresh_states(fact.number for fact in facts)
    refresh_differences(fact.once for fact in facts)
    write_records_journal(verb, by.person, by.post, made, streams_of(fact.organisation for fact in facts))
