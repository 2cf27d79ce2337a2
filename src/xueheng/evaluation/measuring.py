"""A measure for everything it is a measure of: the same for the first time and for computing again."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from xueheng.evaluation.core.public import Dataset, Period, measure_values, value_text
from xueheng.evaluation.refusals import measure_unknown
from xueheng.language.public import Cell, Library, Type
from xueheng.trust.public import canonical_json

Subject = tuple[str, str]
"""An entity and a subject of it."""


@dataclass(frozen=True, slots=True)
class ValueTold:
    """A value as people read it, and exactly (a fraction, or a code); both None where it is missing."""

    shown: str | None
    exact: str | None


def measured(library: Library, measure: str, dataset: Dataset, period: Period) -> dict[Subject, ValueTold]:
    """Every value of the measure. Raises RunError, RunRefused for a measure that nobody declares."""
    types = types_of(library, measure)
    return {
        (entity, str(subject)): _value(cell, types[entity])
        for (_, entity), cells in measure_values(library, [measure], dataset, period).items()
        for subject, cell in cells.items()
    }


def types_of(library: Library, measure: str) -> dict[str, Type]:
    """The value's type for each entity that the measure is of. Raises RunRefused for one that nobody declares."""
    found = {entity: made.type for (name, entity), made in library.measures.items() if name == measure}
    if not found:
        raise measure_unknown(measure)
    return found


def digests_of_values(dataset: Dataset, values: Mapping[Subject, ValueTold]) -> dict[str, str]:
    """Of the dataset; and SHA-256 over the exact values in order of entity and subject."""
    told = [[entity, subject, each.exact] for (entity, subject), each in sorted(values.items())]
    return {"dataset": dataset.digest, "values": hashlib.sha256(canonical_json(told).encode()).hexdigest()}


def _value(cell: Cell, type_: Type) -> ValueTold:
    if cell is None:
        return ValueTold(None, None)
    exact = str(cell) if isinstance(cell, bool | str) else str(Fraction(cell))
    return ValueTold(value_text(cell, type_), exact)
