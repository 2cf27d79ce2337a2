"""The records and subjects an evaluation reads: one typed relation per evidence type and per entity.

Values are exact: numbers with declared decimals are 64-bit integers in units of 10**-decimals
(money in hundredths), dates are days since 1970-01-01, times minutes since midnight, yes/no
booleans, codes and text strings. Subjects are named by strings, or by 64-bit integers throughout.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa

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


@dataclass(frozen=True)
class Dataset:
    """Everything one evaluation reads.

    `records` by qualified evidence type. `subjects` by entity: one row a span, columns subject ·
    from_day · to_day (int32, both included; FIRST_DAY/LAST_DAY when open) · each attribute by its
    name (typed as above, null = not known) · each ancestor entity by its name (that ancestor's
    subject id, null = none). Spans of one subject do not overlap. A subject exists from its first
    from_day to its last to_day.
    """

    records: Mapping[str, Records]
    subjects: Mapping[str, pa.Table]
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """The run's period: the window's name and label as the reader says them, both days included."""

    window: str
    label: str
    start: date
    end: date
