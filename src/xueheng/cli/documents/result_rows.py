"""Results row by row, each cell with its state: what is known, what is missing, what does not apply."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import pyarrow as pa

from xueheng.cli.documents.evaluated import Evaluated

State: TypeAlias = Literal["known", "missing", "not_applying"]
SUBJECT: Final = "subject"
LEVEL: Final = "level"
MISSING: Final = "missing"
NOT_APPLYING: Final = "not_applying"
_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One subject's results. `cells`: column of the results → what is published, as text, or None.

    `missing` and `not_applying` name nodes by code.
    """

    subject: str | int
    cells: dict[str, str | None]
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


def numeric_columns(results: pa.Table) -> frozenset[str]:
    """The columns that hold numbers."""
    return frozenset(
        column.name
        for column in results.schema
        if column.name != SUBJECT and (pa.types.is_decimal(column.type) or pa.types.is_integer(column.type))
    )


def _rows_of(batch: pa.RecordBatch) -> Iterator[ResultRow]:
    subjects = batch.column(SUBJECT).to_pylist()
    missing, not_applying = batch.column(MISSING).to_pylist(), batch.column(NOT_APPLYING).to_pylist()
    names = [name for name in batch.schema.names if name not in (SUBJECT, MISSING, NOT_APPLYING)]
    columns = [batch.column(name).cast(pa.string()).to_pylist() for name in names]
    known: dict[str | None, frozenset[str]] = {}
    for place, cells in enumerate(zip(*columns, strict=True)):
        yield ResultRow(
            subjects[place],
            dict(zip(names, cells, strict=True)),
            _once(missing[place], known),
            _once(not_applying[place], known),
        )


def _once(written: str | None, known: dict[str | None, frozenset[str]]) -> frozenset[str]:
    """The codes of a cell, written with spaces between them; the same set is made once."""
    if written not in known:
        known[written] = frozenset((written or "").split())
    return known[written]
