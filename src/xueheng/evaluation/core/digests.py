"""SHA-256 of canonical text: subjects in order, column by column, decimal integers, UTF-8 in NFC, lines ended by LF.

Equal on every engine: a fraction stands over the denominator that all share, which the column's name says, or in
lowest terms; nothing depends on how wide an engine's integers were. The digest of the whole is that of the columns'
digests, so that columns can be computed side by side.
"""

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.evaluation.core.evaluation import Column, Evaluation, Part

ROWS_AT_ONCE = 100_000


def digest_of_columns(subjects: pa.Array, columns: Sequence[tuple[str, pa.Array]]) -> str:
    """The digest of columns for subjects: subject by subject in the order of their names' bytes (whole numbers: of
    the numbers), column by column, each under its name; absent cells are empty.
    """
    order = pc.sort_indices(subjects)
    stands = order.equals(pa.array(np.arange(len(order)), order.type))

    def of_column(named: tuple[str, pa.Array]) -> str:
        name, cells = named
        return _column_digest(name, cells if stands or not len(cells) else pc.take(cells, order))

    with ThreadPoolExecutor(os.cpu_count() or 1) as workers:
        found = list(workers.map(of_column, [("subject", subjects), *columns]))
    return hashlib.sha256("".join(f"{digest}\n" for digest in found).encode()).hexdigest()


def _column_digest(name: str, cells: pa.Array) -> str:
    """Each different cell is made text once: making text takes most of the time, and cells repeat."""
    coded = (cells.cast(pa.string()) if pa.types.is_null(cells.type) else cells).dictionary_encode()
    text = _as_text(coded.dictionary)
    if not pa.types.is_integer(cells.type) and not pa.types.is_boolean(cells.type):
        text = pc.utf8_normalize(text, form="NFC")
    lines = pc.binary_join_element_wise(text, "\n", "")
    digest = hashlib.sha256(f"{name}\n".encode())
    for start in range(0, len(coded), ROWS_AT_ONCE):
        digest.update(_bytes_of(pc.take(lines, coded.indices.slice(start, ROWS_AT_ONCE)).fill_null("\n")))
    return digest.hexdigest()


def in_one_piece(lines: pa.Array) -> bytes | memoryview:
    """Texts, each ended by a line feed, one after another; absent ones are empty lines."""
    return _bytes_of(pc.binary_join_element_wise(lines, "\n", "", null_handling="replace"))


def _bytes_of(ended: pa.Array) -> bytes | memoryview:
    """Texts one after another."""
    if not len(ended):
        return b""
    _, offsets, data = ended.buffers()
    ends = np.frombuffer(offsets, np.int32)[ended.offset : ended.offset + len(ended) + 1]
    return memoryview(data)[int(ends[0]) : int(ends[-1])]


def _as_text(cells: pa.Array) -> pa.Array:
    """Cells as text; a line break inside one is written as a backslash and n, so that it stays one line."""
    if pa.types.is_boolean(cells.type):
        return pc.if_else(cells, "1", "0")
    if pa.types.is_integer(cells.type):
        return pc.cast(cells, pa.string())
    return pc.replace_substring(pc.replace_substring(pc.cast(cells, pa.string()), "\\", "\\\\"), "\n", "\\n")


def results_digest(evaluation: Evaluation) -> str:
    """Covers, of every node: its state, its exact points, what is shown, and its level."""
    columns: list[tuple[str, pa.Array]] = []
    for column in evaluation.columns:
        columns += _standing(evaluation, column)
        for part in _exact_parts(evaluation, column):
            columns.append((_named(column, part), evaluation.part(part, column)))
        if column.has_levels:
            columns.append((f"{column.code}.level", evaluation.part("level", column)))
    return digest_of_columns(evaluation.part_of_subjects(), columns)


def _standing(evaluation: Evaluation, column: Column) -> list[tuple[str, pa.Array]]:
    """The state where it is not the same for everybody; said once where it is."""
    states = evaluation.part("state", column)
    ends = pc.min_max(states).as_py()
    if ends["min"] == ends["max"]:
        return [(f"{column.code}.state={ends['min']}", pa.nulls(0))]
    return [(f"{column.code}.state", states)]


def _exact_parts(evaluation: Evaluation, column: Column) -> list[Part]:
    """Points with their denominator where it differs, and what is shown unless the points say it."""
    if not column.has_points:
        return []
    parts: list[Part] = ["points"] if column.points_den is not None else ["points", "points_den"]
    return parts if column.shown_times is not None else [*parts, "shown"]


def leaves_digest(evaluation: Evaluation) -> str:
    """Covers every leaf's measured value, exactly."""
    columns: list[tuple[str, pa.Array]] = []
    for column in (c for c in evaluation.columns if c.leaf):
        parts: list[Part] = ["value"] if column.value_den is not None else ["value", "value_den"]
        columns += [(_named(column, part), evaluation.part(part, column)) for part in parts]
    return digest_of_columns(evaluation.part_of_subjects(), columns)


def _named(column: Column, part: Part) -> str:
    """A column's name; a denominator that all share stands in it."""
    constant = {"points": column.points_den, "value": column.value_den}.get(part)
    return f"{column.code}.{part}/{constant}" if constant not in (None, 1) else f"{column.code}.{part}"
