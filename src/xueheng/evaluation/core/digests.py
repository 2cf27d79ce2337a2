"""SHA-256 of canonical text: rows sorted by subject, decimal integers, UTF-8 in NFC, lines ended by LF.

Equal on every engine: points and values stand in lowest terms, and nothing depends on how wide an
engine's integers were.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.evaluation.core.evaluation import Column

ROWS_AT_ONCE = 20_000


def digest_table(table: pa.Table, header: Sequence[str]) -> str:
    """The digest of a table whose first column is the subject; missing cells are empty."""
    digest = hashlib.sha256((",".join(header) + "\n").encode())
    ordered = table.take(pc.sort_indices(table.column(0)))
    for start in range(0, ordered.num_rows, ROWS_AT_ONCE):
        part = ordered.slice(start, ROWS_AT_ONCE).combine_chunks()
        columns = [_as_text(c, part.num_rows) for c in part.columns]
        lines = pc.binary_join_element_wise(*columns, ",").to_pylist()
        digest.update("".join(f"{unicodedata.normalize('NFC', line)}\n" for line in lines).encode())
    return digest.hexdigest()


def _as_text(column: pa.ChunkedArray, rows: int) -> pa.ChunkedArray | pa.Array:
    if pa.types.is_null(column.type):
        return pa.array([""] * rows)
    if pa.types.is_boolean(column.type):
        return pc.fill_null(pc.if_else(column, "1", "0"), "")
    return pc.fill_null(pc.replace_substring(pc.cast(column, pa.string()), ",", "\\,"), "")


def results_digest(table: pa.Table, columns: Iterable[Column]) -> str:
    """Covers every node's state, exact points, what is shown, and level."""
    names = [(c, f"{kind}{c.index}") for c in columns for kind in "sndhe"]
    return digest_table(
        table.select(["subject", *(n for _, n in names)]), ["subject", *(f"{c.code}.{n[0]}" for c, n in names)]
    )


def leaves_digest(table: pa.Table, columns: Iterable[Column]) -> str:
    """Covers every leaf's measured value, exactly."""
    names = [
        (c, f"{kind}{c.index}") for c in columns if c.leaf for kind in "vu" if f"{kind}{c.index}" in table.column_names
    ]
    return digest_table(
        table.select(["subject", *(n for _, n in names)]), ["subject", *(f"{c.code}.{n[0]}" for c, n in names)]
    )


def combined_digest(digests: Iterable[str]) -> str:
    """One digest for several, in the order given."""
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()
