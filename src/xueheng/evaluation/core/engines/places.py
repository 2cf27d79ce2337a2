"""Where rows stand: for each key of a list, the row of another list that bears it."""

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

    def rows_in(self, others: pa.Array) -> pa.Array:
        """For each key its row in `others` (each key there at most once), null where it has none."""
        if not self._span or not pa.types.is_integer(others.type) or others.null_count:
            return pc.index_in(self._keys, value_set=others.cast(self._keys.type))
        place = others.to_numpy().astype(np.int64) - self._lowest
        rows = np.arange(len(place), dtype=np.int64)
        inside = (place >= 0) & (place < self._span)
        row_of = np.full(self._span, -1, np.int64)
        row_of[place[inside]] = rows[inside]
        found = row_of[self._offsets]
        return pa.array(found, mask=found < 0)
