"""An evaluation in the shape that documents read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from xueheng.evaluation.core.public import Evaluation, Period, results_table


@dataclass(frozen=True, slots=True)
class EvaluatedView:
    """Results and distributions as tables, the standard by its name."""

    standard: str
    period: Period
    subjects: Sequence[str | int] = field(repr=False)
    results: pa.Table = field(repr=False)
    groups: pa.Table = field(repr=False)
    digests: Mapping[str, str]


def view_of(evaluation: Evaluation) -> EvaluatedView:
    """The view of a finished evaluation."""
    return EvaluatedView(
        evaluation.standard.name,
        evaluation.period,
        evaluation.subjects,
        results_table(evaluation),
        evaluation.groups,
        evaluation.digests,
    )
