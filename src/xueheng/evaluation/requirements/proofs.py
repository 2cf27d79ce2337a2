"""The records behind a unit's requirements, as far as the reader may open them, with how many files each carries."""

from dataclasses import dataclass

from xueheng.evaluation.core.public import evidence_read
from xueheng.evaluation.explanation_page import whom_to_ask
from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.visibility import groups_seen
from xueheng.evidence.public import Described, described_records, records
from xueheng.identity.public import Viewer, library, names_on
from xueheng.wording import Text

MOST = 200
"""Records listed; the list of records has the rest."""


@dataclass(frozen=True, slots=True)
class ProofsOfType:
    """The records of one type about the unit. `ask`: which posts see them, where there is none to be seen."""

    title: Text
    rows: tuple[Described, ...]
    ask: Text


@dataclass(frozen=True, slots=True)
class Proofs:
    """A unit's proofs, by type."""

    name: str
    types: tuple[ProofsOfType, ...]
    more: bool


def proofs_told(viewer: Viewer, run: Run, unit: int) -> Proofs | None:
    """None for a unit out of reach, or a standard that the packs no longer have."""
    standard = library().standards.get(run.standard)
    if standard is None or unit not in set(groups_seen(viewer)):
        return None
    about = [
        name
        for name in evidence_read(library(), standard.of, standard.root)
        if library().evidence[name].about == standard.of
    ]
    facts = records(viewer).filter(subject=unit, type__in=about, act__in=("fact", "correction"))
    found = facts.filter(day__gte=run.first, day__lte=run.last)
    rows = described_records(viewer, list(found.order_by("type", "day", "number")[: MOST + 1]))
    types = tuple(
        ProofsOfType(
            library().evidence[name].title,
            tuple(each for each in rows[:MOST] if each.record.type == name),
            whom_to_ask(name),
        )
        for name in about
    )
    return Proofs(names_on([unit], viewer.day).get(unit, ""), types, len(rows) > MOST)
