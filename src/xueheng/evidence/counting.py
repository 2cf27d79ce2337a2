"""Which facts count: of those that several sources say alike, one."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef

from xueheng.evidence.catalogue import types_known
from xueheng.evidence.kept import KeptQuerySet
from xueheng.evidence.model_records import Record, RecordLink, RecordState
from xueheng.evidence.states import FACTS, STANDING
from xueheng.identity.public import PreparedQuery
from xueheng.language.public import EvidenceType

_WHY = "which facts count"


def standing_facts() -> KeptQuerySet:
    """Facts that stand, doubles included, each with its `state`: for the programme's own reckoning."""
    # Asked of each fact: as a list SQLite would first gather the states of the whole record (10 s of three million).
    standing = RecordState.objects.for_the_programme(_WHY).filter(STANDING, record_id=OuterRef("number"))
    found: KeptQuerySet = Record.objects.for_the_programme(_WHY).filter(Exists(standing), act__in=FACTS)
    return found.select_related("state")


def is_verified(type_: str, state: RecordState) -> bool:
    """Whether a fact counts as verified: attested and not refused, or of a type that nobody verifies."""
    return verified_by(types_known().get(type_), state.attested_by, state.refused_by)


def verified_by(type_: EvidenceType | None, attested_by: int | None, refused_by: int | None) -> bool:
    """The same of a type, by the records that attest and refuse."""
    if type_ is not None and not type_.verified_by_anyone:
        return True
    return attested_by is not None and refused_by is None


def _links() -> Any:
    return RecordLink.objects.for_the_programme(_WHY).values_list("record_id", "same_as_id")


_LINKS_OF = PreparedQuery(lambda subjects: _links().filter(record__subject__in=subjects))


def doubles(subjects: Iterable[int] | None = None) -> set[int]:
    """Standing facts that are not counted, because another standing one says the same: a verified one before others,
    then the least number. `subjects`: of these alone.
    """
    members: dict[int, set[int]] = defaultdict(set)
    for record, same_as in _links() if subjects is None else _LINKS_OF.rows(list(subjects)):
        members[same_as] |= {record, same_as}
    wanted = {number for group in members.values() for number in group}
    states = RecordState.objects.for_the_programme(_WHY).filter(STANDING, record__in=wanted).select_related("record")
    rank = {s.record_id: (not is_verified(s.record.type, s), s.record_id) for s in states}
    found: set[int] = set()
    for group in members.values():
        standing = sorted((number for number in group if number in rank), key=lambda number: rank[number])
        found.update(standing[1:])
    return found
