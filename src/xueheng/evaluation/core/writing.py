"""Results as files: one writer makes them all, so that a column means the same wherever it is read.

Absent numbers are empty cells; which of them are missing and which do not apply is said in the two
last columns, so that the three absences never mix.
"""

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from xueheng.evaluation.core.decimals import decimal_array, few_decimals, whole_numbers
from xueheng.evaluation.core.digests import in_one_piece
from xueheng.evaluation.core.evaluation import Column, Evaluation
from xueheng.evaluation.core.formulas import value_text
from xueheng.evaluation.core.node_table import node_columns, nodes_table
from xueheng.evaluation.core.scored import MISSING, NOT_APPLYING
from xueheng.evaluation.core.tree_data import tree_data
from xueheng.language.public import Kind, Library

FORMAT = "xueheng.results/2"
"""What a folder of results says of itself; another number means other files or columns."""
SEALED = ("results.parquet", "leaves.parquet", "nodes.parquet", "tree.json")
"""Files whose SHA-256 stands in the manifest."""
NUMBER = r"^-?[0-9]+(\.[0-9]+|/[0-9]+)?$"
"""A number, which is no formula though it may begin with a minus."""
LINES_AT_ONCE = 50_000
ROWS_FOUND = 4_096
"""Rows of results that are read to find one subject's: pages ask for one, and the file is sorted by subject."""
FEW = 100
"""Rows that are sooner read one by one than column by column."""
SAMPLE = 1000
REPEATED = 10
"""A dictionary is worth its while where numbers occur so often."""
FORMULA = r"^[=+\-@\t\r]"


def heading(column: Column) -> str:
    """A column's name in result files."""
    return column.code


def level_heading(column: Column) -> str:
    """`level` for the total's, `code.level` for a node's."""
    return "level" if column.code == "total" else f"{column.code}.level"


def in_file_order(evaluation: Evaluation) -> list[Column]:
    """Indicators depth first, the total last."""
    return [*evaluation.columns[1:], evaluation.columns[0]]


def results_table(evaluation: Evaluation) -> pa.Table:
    """One row a subject: subject · indicators · total · level · missing · not_applying (of pairs, after the subject
    its entity's subject and the code). Numbers are decimals of their published scale, absent ones null.
    """
    columns: dict[str, Any] = {"subject": evaluation.table.column("subject"), **evaluation.pairs()}
    for column in in_file_order(evaluation):
        columns[heading(column)] = _published(evaluation, column)
        if column.has_levels:
            columns[level_heading(column)] = evaluation.part("level", column)
    for name, state in (("missing", MISSING), ("not_applying", NOT_APPLYING)):
        columns[name] = _codes_in(evaluation, state)
    return pa.table(columns)


def _published(evaluation: Evaluation, column: Column) -> pa.Array | pa.ChunkedArray:
    if not column.has_points:
        return _leaf_value(evaluation, column) if column.leaf else pa.nulls(evaluation.table.num_rows, pa.string())
    shown = evaluation.part("shown", column)
    if column.decimals == 0 and pa.types.is_integer(shown.type):
        return shown if shown.type == pa.int64() else pc.cast(shown, pa.int64())
    if len(shown) <= FEW:
        return few_decimals(evaluation.cells("shown", column), column.decimals)
    units, known = whole_numbers(shown)
    return decimal_array(units, column.decimals, absent=~known)


def _leaf_value(evaluation: Evaluation, column: Column) -> pa.Array:
    """A leaf without points shows its value."""
    cells = [evaluation.answer_at(row, column).value for row in range(evaluation.table.num_rows)]
    if column.value_type is not None and column.value_type.kind is Kind.VARIATION:
        return pa.array([None if c is None else value_text(c, column.value_type) for c in cells], pa.string())
    return pa.array([None if c is None else str(c) for c in cells], pa.string())


def _codes_in(evaluation: Evaluation, state: int) -> pa.Array:
    """Codes of the nodes in one state, separated by spaces."""
    if evaluation.table.num_rows <= FEW:
        states = [(c.code, evaluation.cells("state", c)) for c in in_file_order(evaluation)]
        rows = range(evaluation.table.num_rows)
        return pa.array([" ".join(code for code, found in states if found[row] == state) for row in rows], pa.string())
    columns = in_file_order(evaluation)
    found = [np.flatnonzero(evaluation.part("state", c).to_numpy() == state) for c in columns]
    standing = np.concatenate(found)
    codes = np.repeat(np.arange(len(columns)), [len(one) for one in found])[np.argsort(standing, kind="stable")]
    ends = np.cumsum(np.bincount(standing, minlength=evaluation.table.num_rows))
    named = pa.array([c.code for c in columns]).take(pa.array(codes))
    return pc.binary_join(pa.ListArray.from_arrays(pa.array(np.append(0, ends), pa.int32()), named), " ")


def leaves_table(evaluation: Evaluation) -> pa.Table:
    """One row a subject: each leaf's state, exact value and exact points as numerator and denominator, and level."""
    columns: dict[str, Any] = {"subject": evaluation.table.column("subject")}
    for column in (c for c in evaluation.columns if c.leaf):
        columns |= node_columns(evaluation, column)
    return pa.table(columns)


def write_csv(table: pa.Table, path: Path, columns: Mapping[str, Column] | None = None) -> None:
    """UTF-8, comma, LF; text that a spreadsheet would take for a formula is led by an apostrophe."""
    cells = [_as_text(table.column(n).combine_chunks(), (columns or {}).get(n)) for n in table.column_names]
    with path.open("wb") as file:
        file.write(",".join(_quoted(pa.array(table.column_names)).to_pylist()).encode() + b"\n")
        for start in range(0, table.num_rows, LINES_AT_ONCE):
            part = [column.slice(start, LINES_AT_ONCE) for column in cells]
            file.write(in_one_piece(pc.binary_join_element_wise(*part, ",", null_handling="replace")))


def _quoted(text: pa.Array) -> pa.Array:
    """Text in quotes where it holds what would end a cell."""
    unsafe = pc.match_substring_regex(text, '[",\r\n]')
    if not pc.any(unsafe).as_py():
        return text
    return pc.if_else(unsafe, pc.binary_join_element_wise('"', pc.replace_substring(text, '"', '""'), '"', ""), text)


def _as_text(cells: pa.Array, column: Column | None) -> pa.Array:
    """Cells as they are printed; absent ones stay absent."""
    if pa.types.is_integer(cells.type):
        return pc.cast(cells, pa.string())
    if pa.types.is_decimal(cells.type):
        text = pc.cast(cells, pa.string())
        trims = column is not None and column.trimmed and column.decimals
        return pc.utf8_rtrim(pc.utf8_rtrim(text, "0"), ".") if trims else text
    text = pc.cast(cells, pa.string())
    if pa.types.is_dictionary(cells.type):
        text = pc.cast(cells.dictionary_decode(), pa.string())
    formula = pc.and_(pc.match_substring_regex(text, FORMULA), pc.invert(pc.match_substring_regex(text, NUMBER)))
    return _quoted(pc.if_else(formula, pc.binary_join_element_wise("'", text, ""), text))


def write_parquet(table: pa.Table, path: Path, rows: int | None = None) -> None:
    """Parquet with page checksums: a flipped bit would otherwise be read as a number. Whole numbers that repeat little
    are written as differences, all else by dictionary; least and greatest are not told of names. `rows`: of one part
    that can be read alone.
    """
    fields = {field.name: field.type for field in table.schema}
    spread = {name for name, kind in fields.items() if pa.types.is_int64(kind) and _differs(table.column(name))}
    pq.write_table(
        table,
        path,
        row_group_size=rows,
        compression="zstd",
        compression_level=1,
        write_page_checksum=True,
        use_dictionary=[name for name in fields if name not in spread],
        column_encoding=dict.fromkeys(spread, "DELTA_BINARY_PACKED") or None,
        write_statistics=[name for name, kind in fields.items() if not pa.types.is_dictionary(kind)] or False,
    )


def _differs(cells: pa.ChunkedArray) -> bool:
    """Whether a column's numbers, by the first of them, repeat less than a dictionary is worth."""
    some = cells.slice(0, SAMPLE)
    return int(pc.count_distinct(some).as_py()) * REPEATED > len(some)


def manifest_of(evaluation: Evaluation, more: Mapping[str, object]) -> dict[str, object]:
    """What was computed from what, in words a program reads."""
    standard, period = evaluation.standard, evaluation.period
    return {
        "format": FORMAT,
        "standard": standard.name,
        "version": standard.version,
        "subjects": evaluation.table.num_rows,
        "period": {
            "window": period.window,
            "label": period.label,
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
            **({"as_of": period.as_of.isoformat()} if period.as_of else {}),
        },
        "columns": [
            {"code": c.code, "leaf": c.leaf, "decimals": c.decimals if c.has_points else None}
            for c in in_file_order(evaluation)
        ],
        "digests": evaluation.digests,
        **more,
    }


def write_results(
    evaluation: Evaluation, path: Path, *, manifest: Mapping[str, object], library: Library | None = None
) -> None:
    """Write to `path` by its ending: .csv, .parquet, else a folder with results, leaves, inner nodes, groups, the
    standard as data and a manifest. Without `library` the standard is left out, and nothing can compare the folder.
    """
    columns = {heading(c): c for c in evaluation.columns}
    if path.suffix == ".csv":
        write_csv(results_table(evaluation), path, columns)
    elif path.suffix == ".parquet":
        write_parquet(results_table(evaluation), path)
    else:
        path.mkdir(parents=True, exist_ok=True)
        write_tables(evaluation, path)
        write_csv(results_table(evaluation), path / "results.csv", columns)
        if evaluation.groups is not None:
            write_csv(evaluation.groups, path / "groups.csv")
        if library is not None:
            _write_json(tree_data(library, evaluation.standard), path / "tree.json")
        sealed = {"sealed": {name: file_digest(path / name) for name in SEALED if (path / name).exists()}}
        _write_json({**manifest_of(evaluation, manifest), **sealed}, path / "manifest.json")


def write_tables(evaluation: Evaluation, folder: Path) -> None:
    """Results, leaves, inner nodes and distributions as Parquet, side by side."""
    tables: dict[str, Callable[[Evaluation], pa.Table | None]] = {
        "leaves": leaves_table, "results": results_table, "nodes": nodes_table, "groups": lambda e: e.groups,
        "ground": lambda e: e.ground,
    }  # fmt: skip
    with ThreadPoolExecutor(os.cpu_count() or 1) as writers:
        list(writers.map(lambda one: _write_table(one[1](evaluation), folder, one[0]), tables.items()))


def _write_table(table: pa.Table | None, folder: Path, name: str) -> None:
    if table is not None:
        write_parquet(table, folder / f"{name}.parquet", ROWS_FOUND if name == "results" else None)


def _write_json(data: object, path: Path) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
