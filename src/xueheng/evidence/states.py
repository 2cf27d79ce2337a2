"""Where facts stand, read off the records that name them: one small rule, used for one record and for all.

The rule does not rest on the order of records, so that a clock set back changes nothing: a record is corrected or
retracted at most once; a refusal outweighs attestations; of several attestations the least number is named.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from xueheng.evidence.catalogue import types_known
from xueheng.evidence.model_records import Record, RecordState
from xueheng.evidence.model_samples import SampleCandidate

FACTS = ("fact", "correction")
"""Records that say a fact; the others say something about one."""
GONE = ("failed", "withdrawing", "withdrawn")
"""States of an upload whose records never stand."""
STANDING = Q(corrected_by__isnull=True, retracted_by__isnull=True) & ~Q(record__batch__state__in=GONE)
"""The condition on a state that its record stands: neither corrected nor retracted, nor of an upload taken back."""
_WHY = "where facts stand"
_AT_ONCE = 500
Once = bytes | memoryview | None
"""A record's `once` as a database gives it."""


@dataclass(frozen=True, slots=True)
class Acts:
    """The records that name one fact, by what they do; of each the least number."""

    corrected_by: int | None = None
    attested_by: int | None = None
    refused_by: int | None = None
    retracted_by: int | None = None

    @property
    def stands(self) -> bool:
        """Whether it is neither corrected nor retracted."""
        return self.corrected_by is None and self.retracted_by is None

    def waits(self, verified_by_anyone: bool) -> bool:
        """Whether somebody has still to verify it."""
        return verified_by_anyone and self.stands and self.attested_by is None and self.refused_by is None


MEMBER = {
    "correction": "corrected_by",
    "attestation": "attested_by",
    "refusal": "refused_by",
    "retraction": "retracted_by",
}
"""Act of a record → what it sets in the state of the fact that it names."""


def acts_upon(naming: Iterable[tuple[str, int]]) -> Acts:
    """What (act, number) of the records that name a fact come to."""
    least: dict[str, int] = {}
    for act, number in naming:
        member = MEMBER[act]
        least[member] = min(number, least.get(member, number))
    return Acts(**least)


def refresh_states(numbers: Iterable[int]) -> None:
    """Make the states of these facts anew from the records that name them."""
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        _store(states_of(some))


def states_of(numbers: Iterable[int]) -> list[RecordState]:
    """The states of facts as their records say, not stored; `differs` is left for `refresh_differences`."""
    wanted = set(numbers)
    naming: dict[int, list[tuple[str, int]]] = defaultdict(list)
    about = Record.objects.for_the_programme(_WHY).filter(target__in=wanted)
    for target, act, number in about.values_list("target", "act", "number"):
        naming[target].append((act, number))
    open_looks = SampleCandidate.objects.for_the_programme(_WHY).filter(drawn=True, looked__isnull=True)
    sampled = set(open_looks.filter(record__in=wanted).values_list("record_id", flat=True))
    facts = Record.objects.for_the_programme(_WHY).filter(number__in=wanted, act__in=FACTS)
    return [
        _state(number, acts_upon(naming[number]), type_, number in sampled)
        for number, type_ in facts.values_list("number", "type")
    ]


def _state(number: int, acts: Acts, type_: str, sampled: bool) -> RecordState:
    known = types_known().get(type_)
    return RecordState(
        record_id=number,
        corrected_by=acts.corrected_by,
        attested_by=acts.attested_by,
        refused_by=acts.refused_by,
        retracted_by=acts.retracted_by,
        to_verify=acts.waits(known is not None and known.verified_by_anyone),
        sampled=sampled and acts.stands,
    )


_MEMBERS = ("corrected_by", "attested_by", "refused_by", "retracted_by", "to_verify", "sampled")


def _store(states: list[RecordState]) -> None:
    RecordState.objects.bulk_create(
        states, update_conflicts=True, unique_fields=["record"], update_fields=list(_MEMBERS)
    )


def refresh_differences(keys: Iterable[Once]) -> None:
    """Mark the standing facts of each `once` key that do not agree, and unmark those that do."""
    wanted = {bytes(key) for key in keys if key is not None}
    if not wanted:
        return
    disputed = differing(wanted)
    states = RecordState.objects.for_the_programme(_WHY).filter(record__once__in=wanted)
    states.filter(differs=True).exclude(record__in=disputed).update(differs=False)
    states.filter(differs=False, record__in=disputed).update(differs=True)


def differing(keys: Iterable[bytes]) -> set[int]:
    """Record numbers of the standing facts that another standing fact of the same key contradicts."""
    said: dict[bytes, dict[int, bytes]] = defaultdict(dict)
    standing = RecordState.objects.for_the_programme(_WHY).filter(STANDING, record__once__in=list(keys))
    for number, once, told in standing.values_list("record_id", "record__once", "record__fingerprint"):
        said[bytes(once)][number] = bytes(told)
    return {number for told in said.values() if len(set(told.values())) > 1 for number in told}


def rebuild_states() -> int:
    """Throw all states away and make them anew from the records; how many facts there are."""
    with transaction.atomic():
        RecordState.objects.for_the_programme("made anew").delete()
        facts = Record.objects.for_the_programme(_WHY).filter(act__in=FACTS).order_by("number")
        numbers = list(facts.values_list("number", flat=True))
        refresh_states(numbers)
        once = facts.exclude(once=None).values_list("once", flat=True).distinct()
        keys = [bytes(key) for key in once.iterator()]
        for start in range(0, len(keys), _AT_ONCE):
            refresh_differences(keys[start : start + _AT_ONCE])
    return len(numbers)


def state_rows() -> Mapping[int, tuple[object, ...]]:
    """Every state as values, for comparing the kept ones with those made anew."""
    rows = RecordState.objects.for_the_programme(_WHY).order_by("record").values_list("record", *_MEMBERS, "differs")
    return {row[0]: tuple(row[1:]) for row in rows}
