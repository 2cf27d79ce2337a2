"""Results as files: one writer makes them all, so that a column means the same wherever it is read.

Absent numbers are empty cells; which of them are missing and which do not apply is said in the two
last columns, so that the three absences never mix.
"""

import csv
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from xueheng.evaluation.core.evaluation import STATES, Column, Evaluation, shown_text
from xueheng.evaluation.core.groups import groups_table
from xueheng.evaluation.core.scored import MISSING, NOT_APPLYING

MOST_DIGITS = 38
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+|/[0-9]+)?")
"""A number, which is no formula though it may begin with a minus."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


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
    """One row a subject: subject · indicators · total · level · missing · not_applying. Numbers are decimals
    of their published scale, absent ones null.
    """
    columns: dict[str, Any] = {"subject": evaluation.table.column("subject")}
    for column in in_file_order(evaluation):
        columns[heading(column)] = _published(evaluation, column)
        if column.has_levels:
            columns[level_heading(column)] = evaluation.table.column(f"e{column.index}")
    for name, state in (("missing", MISSING), ("not_applying", NOT_APPLYING)):
        columns[name] = _codes_in(evaluation, state)
    return pa.table(columns)


def _published(evaluation: Evaluation, column: Column) -> pa.Array | pa.ChunkedArray:
    if not column.has_points:
        return _leaf_value(evaluation, column) if column.leaf else pa.nulls(evaluation.table.num_rows, pa.string())
    units = evaluation.table.column(f"h{column.index}").combine_chunks()
    if column.decimals == 0:
        return pc.cast(units, pa.int64())
    wide = pc.cast(pc.cast(units, pa.string()), pa.decimal128(MOST_DIGITS, 0))
    return pa.Array.from_buffers(
        pa.decimal128(MOST_DIGITS, column.decimals), len(wide), wide.buffers(), offset=wide.offset
    )


def _leaf_value(evaluation: Evaluation, column: Column) -> pa.Array:
    """A leaf without points shows its value."""
    cells = [evaluation.answer_at(row, column).value for row in range(evaluation.table.num_rows)]
    return pa.array([None if c is None else str(c) for c in cells], pa.string())


def _codes_in(evaluation: Evaluation, state: int) -> pa.Array:
    """Codes of the nodes in one state, separated by spaces."""
    columns = in_file_order(evaluation)
    parts = [pc.if_else(pc.equal(evaluation.table.column(f"s{c.index}"), state), f"{c.code} ", "") for c in columns]
    return pc.utf8_trim_whitespace(pc.binary_join_element_wise(*parts, ""))


def leaves_table(evaluation: Evaluation) -> pa.Table:
    """One row a subject: each leaf's state, exact value and exact points as numerator and denominator."""
    table = evaluation.table
    columns: dict[str, Any] = {"subject": table.column("subject")}
    for column in (c for c in evaluation.columns if c.leaf):
        states = pc.cast(table.column(f"s{column.index}"), pa.int64())
        columns[f"{column.code}.state"] = pc.take(pa.array(STATES), states.combine_chunks())
        for name, source in (("value", "v"), ("value_den", "u"), ("points", "n"), ("points_den", "d")):
            if f"{source}{column.index}" in table.column_names:
                columns[f"{column.code}.{name}"] = table.column(f"{source}{column.index}")
    return pa.table(columns)


def write_csv(table: pa.Table, path: Path, columns: Mapping[str, Column] | None = None) -> None:
    """UTF-8, comma, LF; text that a spreadsheet would take for a formula is led by an apostrophe."""
    cells = []
    for name in table.column_names:
        found = (columns or {}).get(name)
        values = table.column(name).to_pylist()
        if found is not None and found.trimmed and found.decimals:
            values = [
                None if v is None else shown_text(int(v.scaleb(found.decimals)), found.decimals, trimmed=True)
                for v in values
            ]
        cells.append([_plain(v) for v in values])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.column_names)
        writer.writerows(zip(*cells, strict=True))


def _plain(cell: Any) -> Any:
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(cell):
        return f"'{cell}"
    return "" if cell is None else cell


def write_parquet(table: pa.Table, path: Path) -> None:
    """Parquet with page checksums: a flipped bit would otherwise be read as a number."""
    pq.write_table(table, path, compression="zstd", write_page_checksum=True)


def manifest_of(evaluation: Evaluation, more: Mapping[str, object]) -> dict[str, object]:
    """What was computed from what, in words a program reads."""
    standard, period = evaluation.standard, evaluation.period
    return {
        "standard": standard.name,
        "version": standard.version,
        "subjects": evaluation.table.num_rows,
        "period": {
            "window": period.window,
            "label": period.label,
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
        },
        "columns": [
            {"code": c.code, "leaf": c.leaf, "decimals": c.decimals if c.has_points else None}
            for c in in_file_order(evaluation)
        ],
        "digests": evaluation.digests,
        **more,
    }


def write_results(evaluation: Evaluation, path: Path, *, manifest: Mapping[str, object]) -> None:
    """Write to `path` by its ending: .csv, .parquet, else a folder with results, leaves, groups and manifest."""
    table = results_table(evaluation)
    columns = {heading(c): c for c in evaluation.columns}
    if path.suffix == ".csv":
        write_csv(table, path, columns)
    elif path.suffix == ".parquet":
        write_parquet(table, path)
    else:
        path.mkdir(parents=True, exist_ok=True)
        write_csv(table, path / "results.csv", columns)
        write_parquet(table, path / "results.parquet")
        write_parquet(leaves_table(evaluation), path / "leaves.parquet")
        figures = groups_table(evaluation.groups)
        write_parquet(figures, path / "groups.parquet")
        write_csv(figures, path / "groups.csv")
        text = json.dumps(manifest_of(evaluation, manifest), ensure_ascii=False, indent=2)
        (path / "manifest.json").write_text(text + "\n", encoding="utf-8")
