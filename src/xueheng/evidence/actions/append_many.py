"""Recording many facts in one transaction: a class sheet, a portion of an upload."""

from collections.abc import Sequence

from xueheng.evidence.facts import MOST_AT_ONCE, PROVENANCES, NewFact, Outcome
from xueheng.evidence.recording import Origin, prepare
from xueheng.evidence.storing import store
from xueheng.identity.public import Viewer


def append_many(by: Viewer, facts: Sequence[NewFact], *, provenance: str, batch: int | None = None) -> list[Outcome]:
    """What became of each fact, in order: `Recorded` or `Refused` with every fault. The good ones are stored together.

    At most 500. Under a `batch` records are seen by others once its upload is visible. Raises PermissionRefused (for
    all, as soon as one may not be recorded), ClientReused, TypeUnknown; ValueError for more facts or another
    provenance.
    """
    if len(facts) > MOST_AT_ONCE:
        raise ValueError(f"{len(facts)} facts; {MOST_AT_ONCE} are stored at once")
    if provenance not in PROVENANCES:
        raise ValueError(f'no provenance "{provenance}"')
    origin = Origin(by, provenance, batch)
    prepared = prepare(origin, facts)
    if not prepared.drafts:
        return [prepared.refused[index] for index in sorted(prepared.refused)]
    return store(origin, prepared)
