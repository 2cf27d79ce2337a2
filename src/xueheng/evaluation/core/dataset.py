"""The records and subjects an evaluation reads: one typed relation per evidence type and per entity.

Values are exact: numbers with declared decimals are 64-bit integers in units of 10**-decimals
(money in hundredths), dates are days since 1970-01-01, times minutes since midnight, yes/no
booleans, codes and text strings. Subjects are named by strings, or by 64-bit integers throughout.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

import pyarrow as pa

from xueheng.language.public import Cell

FIRST_DAY = -1_000_000
"""First day of a span that is open at its beginning (year −768: before any record)."""
LAST_DAY = 1_000_000
"""Last day of a span that is open at its end."""


@dataclass(frozen=True)
class Records:
    """Records of one evidence type: a table in memory, or Parquet files on disk.

    Columns of `table`: id int64 (unique in the type) · subject · org (string, may be null) · day
    int32 · recorder (string or int64, may be null) · verified bool · recorded int64 (when it was
    typed: any increasing number; 0 unknown) · then each field by its name. For `files`, `columns`
    maps those names to the columns in the files; absent ones are null (verified: true; recorded: 0).
    `refs` names records as their owner does, by id, where that differs from the id.
    """

    table: pa.Table | None = None
    files: tuple[Path, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    refs: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Period:
    """The run's period: the window's name and label as the reader says them, both days included. `as_of`: the day whose
    tree and enrolments hold, the last one where it is left out.
    """

    window: str
    label: str
    start: date
    end: date
    as_of: date | None = None

    @property
    def tree_day(self) -> date:
        """The day whose tree, enrolments and attributes hold."""
        return self.as_of or self.end


@dataclass(frozen=True)
class PinnedResults:
    """Results of another standard, pinned: read as they stand, never computed again.

    `table`: one row a subject; columns subject, and of each node (`total` for the root) `{code}.state`,
    `{code}.points` and `{code}.points_den` (exact), `{code}.value` and `{code}.value_den` of leaves, `{code}.level`.
    `digest`: of the results file, as the run's manifest says it.
    """

    standard: str
    version: str
    period: Period
    layer: Literal["base", "own"]
    digest: str
    table: pa.Table


@dataclass(frozen=True)
class Dataset:
    """Everything one evaluation reads.

    `records` by qualified evidence type. `subjects` by entity: one row a span, columns subject ·
    from_day · to_day (int32, both included; FIRST_DAY/LAST_DAY when open) · each attribute by its
    name (typed as above, null = not known) · each ancestor entity by its name (that ancestor's
    subject id, null = none). Spans of one subject do not overlap. A subject exists from its first
    from_day to its last to_day. `results`: pinned results of other standards. `registers`: entries by
    register, as records with two more columns, `since` and `until` (int days; null = open). `values`:
    measures that are given instead of computed, by (measure, entity) and subject.
    """

    records: Mapping[str, Records]
    subjects: Mapping[str, pa.Table]
    digest: str = ""
    results: Mapping[str, PinnedResults] = field(default_factory=dict)
    registers: Mapping[str, Records] = field(default_factory=dict)
    values: Mapping[tuple[str, str], Mapping[str | int, Cell]] = field(default_factory=dict)
