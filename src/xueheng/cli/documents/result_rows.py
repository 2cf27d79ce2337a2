"""Results row by row, each cell with its state: what is known, what is missing, what does not apply."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

import pyarrow as pa

from xueheng.cli.documents.evaluated import Evaluated

State: TypeAlias = Literal["known", "missing", "not_applying"]
SUBJECT, LEVEL, MISSING, NOT_APPLYING = "subject", "level", "missing", "not_applying"
_BATCH = 10_000
_BETWEEN_CODES = re.compile(r"[\s,;]+")

Shown: TypeAlias = Decimal | str | None
"""A published number, a code, or nothing."""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One subject's results. `cells` by column of the results; `missing` and `not_applying` name nodes by code."""

    subject: str | int
    cells: dict[str, Shown]
    missing: frozenset[str]
    not_applying: frozenset[str]

    def state(self, code: str) -> State:
        """The state of a node; a missing one may still have a cell, where it counts as zero."""
        if code in self.not_applying:
            return NOT_APPLYING
        return MISSING if code in self.missing else "known"


def result_rows(evaluation: Evaluated) -> Iterator[ResultRow]:
    """The rows of the results, in their order, a batch at a time."""
    for batch in evaluation.results.to_batches(max_chunksize=_BATCH):
        yield from _rows_of(batch)


def _rows_of(batch: pa.RecordBatch) -> Iterator[ResultRow]:
    columns = {name: batch.column(name).to_pylist() for name in batch.schema.names}
    subjects = columns.pop(SUBJECT)
    missing, not_applying = columns.pop(MISSING), columns.pop(NOT_APPLYING)
    names = list(columns)
    known: dict[object, frozenset[str]] = {}
    for place, cells in enumerate(zip(*columns.values(), strict=True)):
        yield ResultRow(
            subjects[place],
            dict(zip(names, cells, strict=True)),
            _codes(missing[place], known),
            _codes(not_applying[place], known),
        )


def _codes(written: str | Sequence[str] | None, known: dict[object, frozenset[str]]) -> frozenset[str]:
    """Codes given as a list, or as text with something between them; the same answer is made once."""
    key = tuple(written) if isinstance(written, list) else written
    if key not in known:
        parts = _BETWEEN_CODES.split(written) if isinstance(written, str) else written or ()
        known[key] = frozenset(part for part in parts if part)
    return known[key]
