"""Whole numbers of many subjects at once, and their printing as decimals; exact, whatever their size."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

MOST_DIGITS = 38
"""Digits of the widest decimals that files hold."""
NARROW = 2**63
PLAIN_DECIMALS = 6
"""Decimals up to which Arrow prints small numbers without an exponent."""


def whole_numbers(cells: pa.Array, spare: int = 1) -> tuple[Any, Any]:
    """Cells (integers, or integers as text) as a NumPy array, 0 where absent, and which are there.

    64 bits where the sum of all of them, `spare` times, stays inside; else Python's own integers.
    """
    known = pc.is_valid(cells).to_numpy(zero_copy_only=False)
    if pa.types.is_integer(cells.type):
        ends = pc.min_max(cells).as_py()
        greatest = max(abs(ends["min"] or 0), abs(ends["max"] or 0))
        filled = pc.fill_null(cells, 0) if cells.null_count else cells
        numbers = filled.to_numpy().astype(np.int64, copy=False)
        if (greatest + 1) * (len(cells) + 1) * spare < NARROW:
            return numbers, known
        return numbers.astype(object), known
    return np.array([0 if c is None else int(c) for c in cells.to_pylist()], dtype=object), known


def decimal_array(numbers: Any, decimals: int, absent: Any = None) -> pa.Array:
    """Whole numbers in units of 10**-decimals as decimals; `absent`: a mask of cells that are null."""
    kind = pa.decimal128(MOST_DIGITS, decimals)
    if numbers.dtype == object:
        units = pa.array([str(n) for n in numbers], pa.string()).cast(pa.decimal128(MOST_DIGITS, 0))
        plain = pa.Array.from_buffers(kind, len(units), units.buffers())
    else:
        words = np.empty((len(numbers), 2), dtype="<i8")
        words[:, 0], words[:, 1] = numbers, numbers >> 63
        plain = pa.Array.from_buffers(kind, len(numbers), [None, pa.py_buffer(words)])
    return plain if absent is None else pc.if_else(pa.array(absent), pa.scalar(None, kind), plain)


def few_decimals(cells: Sequence[int | str | None], decimals: int) -> pa.Array:
    """Some cells, integers or integers as text, in units of 10**-decimals as decimals, one by one."""
    numbers = [None if cell is None else Decimal(f"{cell}E-{decimals}") for cell in cells]
    return pa.array(numbers, pa.decimal128(MOST_DIGITS, decimals))


def as_decimals(numbers: Any, decimals: int) -> pa.Array:
    """Whole numbers in units of 10**-decimals as text: 77500 with 3 decimals is 77.500."""
    if decimals == 0:
        return pa.array([str(n) for n in numbers] if numbers.dtype == object else numbers).cast(pa.string())
    if decimals > PLAIN_DECIMALS:
        return pa.array([str(Decimal(int(n)).scaleb(-decimals).__format__("f")) for n in numbers], pa.string())
    return decimal_array(numbers, decimals).cast(pa.string())
