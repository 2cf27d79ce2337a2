"""Running a plan: one standard, or single measures, over a dataset, on one engine."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from xueheng.evaluation.core.alone import only_subjects, rests_on_others
from xueheng.evaluation.core.builder import Builder
from xueheng.evaluation.core.dataset import Dataset, Period
from xueheng.evaluation.core.digests import leaves_digest, results_digest
from xueheng.evaluation.core.engines.duckdb import DuckDB
from xueheng.evaluation.core.engines.forms import Engine, SumOverflowed
from xueheng.evaluation.core.engines.sqlite import SQLite
from xueheng.evaluation.core.evaluation import Evaluation, columns_of
from xueheng.evaluation.core.floors import Floors
from xueheng.evaluation.core.grains import grain_of_measure
from xueheng.evaluation.core.ground import ground_of
from xueheng.evaluation.core.groups import group_figures
from xueheng.evaluation.core.instances import RUN, Instance
from xueheng.evaluation.core.needs import nodes_of
from xueheng.evaluation.core.planning import Planning
from xueheng.evaluation.core.refusals import NotUsedYet, RunError
from xueheng.evaluation.core.scoring import Scoring
from xueheng.evaluation.core.sources import attach_records, rows_there
from xueheng.evaluation.core.steps import Assembling, Check, Plan, Step
from xueheng.evaluation.core.trees import cast, column, relation, select
from xueheng.evaluation.core.windows import Windows
from xueheng.language.public import (
    Cell,
    Kind,
    Library,
    Standard,
    Type,
)
from xueheng.wording import Text

EngineName = Literal["duckdb", "sqlite"]
Progress = Callable[[Text, int, int], None]
RESULTS = "results"


FEW_RECORDS = 50_000
"""Up to so many, several threads cost more than they give."""


def engine_named(name: EngineName, memory: str | None = None, dataset: Dataset | None = None) -> Engine:
    """A fresh engine, of one thread where the dataset is small."""
    if name == "sqlite":
        return SQLite()
    few = dataset is not None and sum(rows_there(r) for r in dataset.records.values()) <= FEW_RECORDS
    return DuckDB(memory=memory, threads=1 if few else None)


def runnable(library: Library, name: str) -> Standard:
    """A standard that can run now."""
    standard = library.standards.get(name)
    if standard is None:
        known = "、".join(sorted(library.standards))
        raise RunError(
            "XH-R004",
            Text(f"没有名为“{name}”的标准", f'no standard is called "{name}"'),
            Text(f"可用的有：{known}", f"known: {known}"),
        )
    if standard.unused:
        raise NotUsedYet(name, standard.unused)
    return standard


def plan_standard(
    library: Library, name: str, dataset: Dataset, period: Period, engine: Engine
) -> tuple[Builder, Scoring, exp.Select]:
    """Everything that will run, refused here if it cannot stay exact or the engine cannot do it."""
    standard = runnable(library, name)
    windows = Windows(library.calendar_for(name.rpartition(".")[0]), period)
    builder = Planning(library, dataset, windows, engine)
    scoring, query = builder.score(standard)
    return builder, scoring, query


def execute(engine: Engine, library: Library, dataset: Dataset, plan: Plan, progress: Progress | None) -> None:
    """Run the steps in order; a check that answers stops the run."""
    for name, table in plan.relations.items():
        engine.register(name, table)
    attach_records(engine, library, dataset, plan.evidence)
    done = 0
    for steps in together(plan.steps):
        several = [step.sql for step in steps if isinstance(step, Step)] if len(steps) > 1 else []
        running = engine.run_beside(several) if several and isinstance(engine, DuckDB) else None
        for step in steps:
            if isinstance(step, Check):
                rows = engine.fetch(step.query)
                if rows:
                    raise step.refusal(rows[0])
            else:
                _run(engine, step, running)
            done += 1
            if progress is not None and step.said.zh:
                progress(step.said, done, len(plan.steps))


def together(steps: Sequence[Step | Check]) -> Iterator[list[Step | Check]]:
    """Steps in order, those that may run at the same time in one list."""
    group: list[Step | Check] = []
    for step in steps:
        if group and not (isinstance(step, Step) and step.beside):
            yield group
            group = []
        group.append(step)
    if group:
        yield group


def _run(engine: Engine, step: Step, running: Iterator[None] | None) -> None:
    """Run a step, or wait for it where it is `running` already."""
    try:
        if running is not None:
            next(running)
        elif isinstance(step, Assembling):
            engine.assemble(step)
        else:
            engine.run(step.sql)
    except SumOverflowed as error:
        raise RunError(
            "XH-R003",
            Text(
                f"{step.said.zh}：某个对象的记录太多，合计超出 63 位整数",
                f"{step.said.en}: one subject has so many records that a sum leaves 63 bits",
            ),
        ) from error


def evaluate(
    library: Library,
    standard: str,
    dataset: Dataset,
    period: Period,
    *,
    engine: EngineName = "duckdb",
    progress: Progress | None = None,
    digests: bool = True,
    memory: str | None = None,
) -> Evaluation:
    """Results of a standard for every subject that exists in the period. `digests`: whether those of leaves and
    results are computed; `memory`: the most that the batch engine takes ('4GB'), beyond which it uses the disk.

    Raises RunError where the run must not go on: an undecided population (XH-R001), too many
    records of one subject (XH-R003), a definition that is not used yet (XH-R005).
    """
    runs_on = engine_named(engine, memory, dataset)
    try:
        builder, scoring, query = plan_standard(library, standard, dataset, period, runs_on)
        execute(runs_on, library, dataset, builder.plan, progress)
        table = fetch_table(runs_on, query, builder.wide(scoring.grain, RUN).name)
        definition = library.standards[standard]
        columns = columns_of(scoring.nodes, value_types(library, definition))
        evaluation = Evaluation(definition, period, columns, table)
        evaluation.ground = ground_of(runs_on, builder, scoring)
    finally:
        runs_on.close()
    return finished(library, evaluation, dataset, digests=digests)


def value_types(library: Library, standard: Standard) -> dict[str, Type]:
    """The type of each leaf's value."""
    leaves = (node for node in nodes_of(standard.root) if node.measure is not None)
    return {node.code: library.measures[(node.measure or "", standard.of)].type for node in leaves}


def finished(library: Library, evaluation: Evaluation, dataset: Dataset, *, digests: bool = True) -> Evaluation:
    """The evaluation with its digests and distributions."""
    pack = library.packs[evaluation.standard.name.rpartition(".")[0]]
    evaluation.digests = {
        "pack_meaning": pack.digest_meaning,
        "pack_bytes": pack.digest_bytes,
        "dataset": dataset.digest,
    }
    if digests:
        evaluation.digests |= {"leaves": leaves_digest(evaluation), "results": results_digest(evaluation)}
    evaluation.groups = group_figures(evaluation)
    return evaluation


def fetch_table(engine: Engine, query: exp.Select, base: str | None = None) -> pa.Table:
    """The answer as a table with the query's column names, in the order of its first column. `base`: the relation for
    whose rows the query answers one by one, if it does.
    """
    if isinstance(engine, DuckDB):
        return in_order(engine.arrow(query) if base is None else engine.arrow_by_rows(query, base))
    names = [e.alias_or_name for e in query.expressions]
    rows = engine.fetch(query)
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return in_order(pa.table({n: pa.array(_uniform(list(c))) for n, c in zip(names, columns, strict=True)}))


def in_order(table: pa.Table) -> pa.Table:
    """The table by its first column, each column in one piece. Engines would carry every column through a sort;
    mostly it is sorted already.
    """
    order = pc.sort_indices(table.column(0))
    stands = pc.all(pc.equal(order, pa.array(np.arange(len(order)), order.type))).as_py() if len(order) else True
    found = table if stands else table.take(order)
    if found.column(0).num_chunks <= 1:
        return found.combine_chunks()
    with ThreadPoolExecutor(os.cpu_count() or 1) as workers:
        columns = list(workers.map(pa.ChunkedArray.combine_chunks, found.columns))
    return pa.Table.from_arrays(columns, schema=found.schema)


def _uniform(cells: list[Any]) -> list[Any]:
    """SQLite's unbounded integers are text; a column is either all integers or all text."""
    return [None if c is None else str(c) for c in cells] if any(isinstance(c, str) for c in cells) else cells


def measure_values(
    library: Library,
    measures: Sequence[str],
    dataset: Dataset,
    period: Period,
    *,
    engine: EngineName = "duckdb",
    reader: str | None = None,
) -> dict[tuple[str, str], dict[Any, Cell]]:
    """Values of measures at every grain they have: (measure, entity) → subject → value (None = missing). `reader`: the
    standard whose inputs say which pinned results are read.
    """
    runs_on = engine_named(engine, dataset=dataset)
    try:
        wanted = [made for (name, _), made in library.measures.items() if name in set(measures)]
        instances = [Instance(made.name, grain_of_measure(made)) for made in wanted]
        pack = measures[0].rpartition(".")[0]
        builder = Planning(library, dataset, Windows(library.calendar_for(pack), period), runs_on)
        if reader is not None:
            builder.floors.take_inputs(library.standards[reader])
        plan = builder.build(instances)
        execute(runs_on, library, dataset, plan, None)
        return {(i.measure, i.entity): _values(runs_on, builder, i) for i in instances}
    finally:
        runs_on.close()


def _values(engine: Engine, builder: Builder, instance: Instance) -> dict[Any, Cell]:
    stored = builder.plan.stored[instance]
    table = builder.plan.tables[(instance.entity, instance.context)]
    names = [f"{stored.name}_v"] if stored.num is None else [f"{stored.name}_n"]
    moving = stored.den is not None and stored.den.value is None
    if moving:
        names.append(f"{stored.name}_d")
    query = select(
        [column("subject"), *(cast(column(n), "text") if stored.num is not None else column(n) for n in names)],
        relation(table),
    )
    kind = builder.floors.definition(instance).type.kind
    values: dict[Any, Cell] = {}
    for subject, value, *den in engine.fetch(query):
        if value is None:
            values[subject] = None
        elif stored.num is None:
            values[subject] = bool(value) if kind is Kind.YES_NO else str(value)
        else:
            exactly = Fraction(
                int(value), int(den[0]) if den else (stored.den.value if stored.den and stored.den.value else 1)
            )
            values[subject] = int(exactly) if kind in (Kind.DATE, Kind.TIME) else exactly
    return values


def evaluate_subject(
    library: Library, standard: str, dataset: Dataset, period: Period, subject: str | int
) -> Evaluation:
    """One subject's results on SQLite in memory, equal to the batch to the last digit.

    A standard whose results rest on other subjects (a percentile, a population) is computed whole.
    """
    definition = runnable(library, standard)
    windows = Windows(library.calendar_for(standard.rpartition(".")[0]), period)
    floors = Floors(library, windows, dataset)
    floors.need_standard(definition)
    if rests_on_others(floors, definition):
        return evaluate(library, standard, dataset, period)
    alone = only_subjects(library, dataset, definition, [subject])
    return evaluate(library, standard, alone, period, engine="sqlite")
