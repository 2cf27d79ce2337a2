"""Where rows stand: for each key of a list, the row of another list that bears it."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

SPARSEST = 8
"""Whole numbers are looked up by position while they leave no more than this many places for each key."""


class Places:
    """A list of keys, each once, whose rows are looked for in others."""

    def __init__(self, keys: pa.Array) -> None:
        self._keys = keys
        self._lowest = 0
        self._span = 0
        if pa.types.is_integer(keys.type) and len(keys) and not keys.null_count:
            ends = pc.min_max(keys).as_py()
            span = ends["max"] - ends["min"] + 1
            if span <= SPARSEST * len(keys):
                self._lowest, self._span = ends["min"], span
                self._offsets = keys.to_numpy().astype(np.int64) - self._lowest

    def rows_in(self, others: pa.Array) -> "Rows":
        """For each key its row in `others` (each key there at most once)."""
        if not self._span or not pa.types.is_integer(others.type) or others.null_count:
            found = pc.index_in(self._keys, value_set=others.cast(self._keys.type))
            return Rows(found.fill_null(-1).to_numpy())
        place = others.to_numpy().astype(np.int64) - self._lowest
        inside = (place >= 0) & (place < self._span)
        rows = slice(None) if inside.all() else inside
        row_of = np.full(self._span, -1, np.int32)
        row_of[place[rows]] = np.arange(len(place), dtype=np.int32)[rows]
        return Rows(row_of[self._offsets])


class Rows:
    """Rows of other lists as long as one another, -1 where there is none."""

    def __init__(self, rows: Any) -> None:
        self._absent = rows < 0
        self._some = bool(self._absent.any())
        self._rows = np.maximum(rows, 0) if self._some else rows
        self._taken = pa.array(rows, mask=self._absent) if self._some else pa.array(rows)

    def of(self, cells: pa.Array) -> pa.Array:
        """The cells in these rows, null where there is none. Which are absent is worked out once for all lists."""
        if not self._some or cells.null_count or not pa.types.is_integer(cells.type) or not len(cells):
            return pc.take(cells, self._taken)
        found = np.take(cells.to_numpy(), self._rows)
        known, count = self._taken.buffers()[0], self._taken.null_count
        return pa.Array.from_buffers(cells.type, len(found), [known, pa.py_buffer(found)], count)
