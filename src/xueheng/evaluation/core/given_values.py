"""Measures whose values are given instead of computed."""

from collections.abc import Mapping

import pyarrow as pa

from xueheng.evaluation.core.exact_cells import cell_columns
from xueheng.evaluation.core.planner import Planner
from xueheng.evaluation.core.trees import all_columns, relation, select
from xueheng.evaluation.core.values import Value
from xueheng.language.public import Cell, Measure
from xueheng.wording import Text


def given_table(
    builder: Planner, measure: Measure, cells: Mapping[str | int, Cell]
) -> tuple[str, tuple[str, ...], Value]:
    """The table of a measure's given values with its columns, and the value once they stand beside the subjects
    (`q`), named after the table. Who is not named has none.
    """
    name, given = builder.fresh("given"), builder.fresh("values")
    columns, value = cell_columns(builder.exact, f"{name}_x", "q", list(cells.values()), measure.type.kind)
    columns = {c.removeprefix(f"{name}_"): cells_ for c, cells_ in columns.items()}
    whole = all(isinstance(subject, int) for subject in cells)
    subjects = pa.array(list(cells) if whole else [str(s) for s in cells], pa.int64() if whole else pa.string())
    builder.plan.relations[given] = pa.table({"subject": subjects, **columns})
    builder.create(name, select([all_columns("g")], relation(given, "g")), Text("取给定的值", "taking given values"))
    return name, tuple(columns), value
