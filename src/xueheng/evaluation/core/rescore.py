"""Scoring again after a changed weight, scale, rule or level: from what a results folder keeps, without any record.
Nodes that the change does not touch are taken over as they were computed; only the others are computed.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlglot import exp

from xueheng.evaluation.core.dataset import Dataset, Period
from xueheng.evaluation.core.engines.duckdb import DuckDB
from xueheng.evaluation.core.evaluation import Evaluation, columns_of
from xueheng.evaluation.core.exact import Int
from xueheng.evaluation.core.exact_cells import recast
from xueheng.evaluation.core.ground import (
    described_as,
    described_ground,
    nodes_described,
    refuse_what_needs_more,
    stored_of,
)
from xueheng.evaluation.core.groups import OF_WHAT, Figure, group_figures, kept_means
from xueheng.evaluation.core.instances import RUN, Instance
from xueheng.evaluation.core.kept_nodes import KeptNodes, absent_columns, refuse_other_subjects
from xueheng.evaluation.core.node_meanings import Meanings, take_given
from xueheng.evaluation.core.planning import Planning
from xueheng.evaluation.core.run import fetch_table, finished, in_order, runnable, value_types
from xueheng.evaluation.core.scored import Scored, read_by
from xueheng.evaluation.core.scoring import Scoring
from xueheng.evaluation.core.stored import Stored, WideTable
from xueheng.evaluation.core.trees import column, create_table, named, relation, select
from xueheng.evaluation.core.windows import Windows
from xueheng.language.public import Library, Standard

SUBJECTS = "kept_subjects"
FILED = "filed_subjects"
"""The subjects' table as files hold it, where it has integers that files hold as text."""


def rescore(
    library: Library, standard: str, folder: Path, period: Period, *, digests: bool = False, groups: bool = True
) -> Evaluation:
    """Results of a standard whose weights, scales, rules or levels have changed since `folder` was written.

    Reads leaves, inner nodes, ground and distributions of the folder and nothing else. Raises RunError XH-R020
    where more has changed than scoring, XH-R021 where the folder cannot be scored again.
    """
    definition = runnable(library, standard)
    ground, found = described_ground(folder)
    ground = in_order(ground)
    refuse_what_needs_more(library, definition, found)
    engine = DuckDB()
    try:
        windows = Windows(library.calendar_for(standard.rpartition(".")[0]), period)
        builder = Planning(library, Dataset({}, {}), windows, engine)
        stored = dict(stored_of(one) for one in found["stored"])
        names, grain = tuple(found["names"]), found["grain"]
        builder.give(grain, RUN, WideTable(SUBJECTS, grain, ("subject",), names, columns=stored))
        scoring = Scoring(builder, definition, with_values=False)
        meanings = Meanings(library, windows, definition, scoring.nodes)
        _take_over(scoring.nodes, meanings, found)
        leaves = {s.code: stored[Instance(s.node.measure or "", grain)] for s in scoring.nodes if s.leaf}
        query = scoring.build()
        kept = KeptNodes(folder, scoring.nodes, leaves)
        refuse_other_subjects(folder, ground.column("subject"), kept.subjects)
        table = _subjects(ground, kept, found["leaves"], scoring.nodes, _read_by(query))
        _register(builder, engine, table, _told_as_text(table, stored, scoring.nodes))
        for name, relation_ in builder.plan.relations.items():
            engine.register(name, relation_)
        results = fetch_table(engine, query)
    finally:
        engine.close()
    evaluation = Evaluation(
        definition,
        period,
        columns_of(scoring.nodes, value_types(library, definition)),
        pa.table({**_columns(results), **kept.read(f"w{s.index}" for s in scoring.nodes)}),
        ground=described_as(ground, found | nodes_described(meanings, scoring, figures=groups or digests)),
        rest=kept,
    )
    if digests:
        return finished(library, evaluation, Dataset({}, {}))
    if groups:
        evaluation.groups = group_figures(evaluation, _kept_means(folder, definition, scoring.nodes, found))
    return evaluation


def _take_over(nodes: list[Scored], meanings: Meanings, found: Mapping[str, Any]) -> None:
    """Mark the nodes that mean what they meant when the folder was written. Older folders do not say what that was."""
    for scored in nodes:
        known = found.get("nodes", {}).get(scored.code)
        if known is not None and known["meaning"] == meanings.of(scored.code):
            take_given(scored, known)


def _columns(table: pa.Table) -> dict[str, pa.ChunkedArray]:
    return dict(zip(table.column_names, table.columns, strict=True))


def _kept_means(
    folder: Path, standard: Standard, nodes: list[Scored], found: Mapping[str, Any]
) -> dict[tuple[str, str], Figure]:
    """The means of the nodes that are taken over; none where the whole is shown with other decimals, as means are."""
    path, root = folder / "groups.parquet", nodes[0]
    given = {s.code for s in nodes if s.given}
    entities = [entity for entity, _ in standard.groups]
    alone = len({entity.rpartition(".")[2] for entity in entities}) == len(entities)
    if not given or not alone or found["figures"] != entities or not path.is_file():
        return {}
    if found["nodes"][root.code]["shown_decimals"] != root.shown_decimals:
        return {}
    figures = pq.ParquetFile(path, read_dictionary=OF_WHAT, page_checksum_verification=True)
    means = kept_means(figures.read())
    return {(entity, code): figure for (entity, code), figure in means.items() if code in given}


def _read_by(query: exp.Select) -> set[str]:
    """The columns of the subjects' table that a scoring query reads: its lowest layer does."""
    return set(read_by([query.args["with_"].expressions[0].this]))


def _subjects(
    ground: pa.Table, kept: KeptNodes, leaves: Mapping[str, tuple[str, str]], nodes: list[Scored], wanted: set[str]
) -> pa.Table:
    """The wanted columns of the subjects' table as it was: the ground, the leaves' values, and beside them the results
    that are taken over.
    """
    index, letters = {s.code: s.index for s in nodes if s.leaf}, {"value": "v", "value_den": "u"}
    stands = {name: f"{letters[part]}{index[code]}" for name, (code, part) in leaves.items() if name in wanted}
    found = kept.read({*stands.values(), *wanted})
    columns = _columns(ground) | found | {name: found[place] for name, place in stands.items()}
    columns |= absent_columns(nodes, ground.num_rows)
    return pa.table({name: column for name, column in columns.items() if name in wanted})


def _told_as_text(table: pa.Table, stored: Mapping[Instance, Stored], nodes: list[Scored]) -> dict[str, int]:
    """The columns of integers that the files hold as text, each with the tier it has in the plan."""
    numbers: dict[str, Int | None] = {}
    for one in stored.values():
        numbers |= {f"{one.name}_n": one.num, f"{one.name}_d": one.den}
    for scored in nodes:
        if scored.given and scored.points is not None:
            numbers |= {f"n{scored.index}": scored.points.num, f"d{scored.index}": scored.points.den}
    texts = (field.name for field in table.schema if pa.types.is_string(field.type))
    found = {name: numbers.get(name) for name in texts}
    return {name: number.tier for name, number in found.items() if number is not None}


def _register(builder: Planning, engine: DuckDB, table: pa.Table, wide: Mapping[str, int]) -> None:
    """Give the engine the subjects' table, its wider integers as integers again."""
    if not wide:
        engine.register(SUBJECTS, table)
        return
    engine.register(FILED, table)
    columns = [
        named(recast(builder.exact, column(n, "q"), wide[n]), n) if n in wide else column(n, "q")
        for n in table.column_names
    ]
    engine.run(create_table(SUBJECTS, select(columns, relation(FILED, "q"))))
