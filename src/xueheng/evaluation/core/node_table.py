"""The inner nodes of an evaluation, exactly: what the leaves were combined into, before anything was rounded."""

from typing import Any

import pyarrow as pa

from xueheng.evaluation.core.evaluation import STATES, Column, Evaluation, Part

_NAMES = pa.array(STATES)
GROUP = "group."
"""Before the entity's name in columns that say which group a subject belongs to."""


def nodes_table(evaluation: Evaluation) -> pa.Table:
    """One row a subject: of each inner node state, exact points as numerator and denominator, and level; where it has
    rows of weights, `{code}.row`: which one applied (from 1; 0 not known, −1 none). Last the groups that distributions
    are made of.
    """
    table = evaluation.table
    columns: dict[str, Any] = {"subject": table.column("subject")}
    for column in (c for c in evaluation.columns if not c.leaf):
        columns |= node_columns(evaluation, column)
    for name, _ in evaluation.standard.groups:
        if f"g_{name}" in table.column_names:
            columns[f"{GROUP}{name}"] = table.column(f"g_{name}")
    return pa.table(columns)


def node_columns(evaluation: Evaluation, column: Column) -> dict[str, Any]:
    """State, points and level of one node; of a leaf its value too."""
    code = column.code
    found: dict[str, Any] = {f"{code}.state": state_names(evaluation.part("state", column))}
    parts: list[Part] = ["value", "value_den"] if column.leaf else []
    parts += ["points", "points_den"] if column.has_points else []
    for part in parts:
        cells = evaluation.part(part, column)
        if part != "value_den" or not pa.types.is_null(cells.type):
            found[f"{code}.{part}"] = cells
    if column.has_levels:
        found[f"{code}.level"] = evaluation.part("level", column)
    if f"w{column.index}" in evaluation.table.column_names:
        found[f"{code}.row"] = evaluation.table.column(f"w{column.index}")
    return found


def state_names(states: Any) -> Any:
    """Numbers of states as their names."""
    return pa.DictionaryArray.from_arrays(states.cast(pa.int8()), _NAMES)
