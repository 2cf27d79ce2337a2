"""Scoring again after a changed weight, scale, rule or level: from what a results folder keeps, without any record."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from xueheng.evaluation.core.dataset import Dataset, Period
from xueheng.evaluation.core.engines.duckdb import DuckDB
from xueheng.evaluation.core.evaluation import Column, Evaluation, columns_of
from xueheng.evaluation.core.exact import NARROW
from xueheng.evaluation.core.exact_cells import recast
from xueheng.evaluation.core.ground import described_ground, refuse_what_needs_more, stored_of
from xueheng.evaluation.core.groups import group_figures
from xueheng.evaluation.core.instances import RUN, Instance
from xueheng.evaluation.core.planning import Planning
from xueheng.evaluation.core.run import fetch_table, finished, runnable, value_types
from xueheng.evaluation.core.scoring import Scoring
from xueheng.evaluation.core.stored import Stored, WideTable
from xueheng.evaluation.core.trees import column, create_table, named, relation, select
from xueheng.evaluation.core.windows import Windows
from xueheng.language.public import Library

SUBJECTS = "kept_subjects"


def rescore(
    library: Library, standard: str, folder: Path, period: Period, *, digests: bool = False, groups: bool = True
) -> Evaluation:
    """Results of a standard whose weights, scales, rules or levels have changed since `folder` was written.

    Reads leaves.parquet and ground.parquet of the folder and nothing else. Raises RunError XH-R020 where more has
    changed than scoring, XH-R021 where the folder cannot be scored again.
    """
    definition = runnable(library, standard)
    ground, found = described_ground(folder)
    refuse_what_needs_more(definition, found)
    engine = DuckDB()
    try:
        builder = Planning(library, Dataset({}, {}), Windows(library.calendar_for(_pack(standard)), period), engine)
        stored = dict(stored_of(one) for one in found["stored"])
        kept = pq.read_table(folder / "leaves.parquet", columns=_wanted(folder))
        table = _beside(ground, kept, found["leaves"])
        engine.register(SUBJECTS, table)
        name = _recast(builder, engine, table.column_names, stored)
        wide = WideTable(name, found["grain"], ("subject",), tuple(found["names"]), columns=stored)
        builder.give(found["grain"], RUN, wide)
        scoring = Scoring(builder, definition, with_values=False)
        results = fetch_table(engine, scoring.build())
        columns = columns_of(scoring.nodes, value_types(library, definition))
        evaluation = Evaluation(definition, period, columns, _with_values(results, columns, kept), ground=ground)
    finally:
        engine.close()
    if digests:
        return finished(library, evaluation, Dataset({}, {}))
    return replace(evaluation, groups=group_figures(evaluation)) if groups else evaluation


def _pack(standard: str) -> str:
    return standard.rpartition(".")[0]


def _wanted(folder: Path) -> list[str]:
    """The leaves' values, their points and states left aside."""
    names = pq.read_schema(folder / "leaves.parquet").names
    return [name for name in names if name == "subject" or name.endswith((".value", ".value_den"))]


def _beside(ground: pa.Table, kept: pa.Table, leaves: dict[str, list[str]]) -> pa.Table:
    """The subjects' table as it was: the ground, and the leaves' values beside it. Both in order of subjects."""
    table = ground if ground.column("subject").equals(kept.column("subject")) else ground.sort_by("subject")
    for name, (code, part) in leaves.items():
        table = table.append_column(name, kept.column(f"{code}.{part}"))
    return table


def _with_values(results: pa.Table, columns: list[Column], kept: pa.Table) -> pa.Table:
    """The results with the leaves' values as they were."""
    for leaf in (c for c in columns if c.leaf):
        for letter, part in (("v", "value"), ("u", "value_den")):
            if f"{leaf.code}.{part}" in kept.column_names and not (letter == "u" and leaf.value_den is not None):
                results = results.append_column(f"{letter}{leaf.index}", kept.column(f"{leaf.code}.{part}"))
    return results


def _recast(builder: Planning, engine: DuckDB, names: list[str], stored: dict[Instance, Stored]) -> str:
    """The relation with its wide integers as integers again: files hold them as text."""
    wide = {
        f"{one.name}_{part}": number.tier
        for one in stored.values()
        for part, number in (("n", one.num), ("d", one.den))
        if number is not None and number.value is None and number.tier != NARROW
    }
    if not wide:
        return SUBJECTS
    columns = [named(recast(builder.exact, column(n, "q"), wide[n]), n) if n in wide else column(n, "q") for n in names]
    name = builder.fresh("subjects")
    engine.run(create_table(name, select(columns, relation(SUBJECTS, "q"))))
    return name
