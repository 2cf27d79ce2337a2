"""Running a plan: one standard, or single measures, over a dataset, on one engine."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from xueheng.evaluation.core.builder import Builder
from xueheng.evaluation.core.dataset import Dataset, Period, Records
from xueheng.evaluation.core.digests import leaves_digest, results_digest
from xueheng.evaluation.core.engines.duckdb import DuckDB
from xueheng.evaluation.core.engines.forms import Engine, SumOverflowed
from xueheng.evaluation.core.engines.sqlite import SQLite
from xueheng.evaluation.core.evaluation import Evaluation, columns_of
from xueheng.evaluation.core.floors import RUN, Instance
from xueheng.evaluation.core.groups import group_figures
from xueheng.evaluation.core.needs import needed_by, nodes_of
from xueheng.evaluation.core.refusals import NotUsedYet, RunError
from xueheng.evaluation.core.scoring import Scoring
from xueheng.evaluation.core.sources import attach_records, read_files
from xueheng.evaluation.core.steps import Check, Plan
from xueheng.evaluation.core.trees import cast, column, relation, select
from xueheng.evaluation.core.windows import Windows
from xueheng.language.public import (
    Cell,
    EvidenceRows,
    Kind,
    Library,
    Measure,
    PercentileScale,
    PopulationRows,
    Standard,
)
from xueheng.wording import Text

EngineName = Literal["duckdb", "sqlite"]
Progress = Callable[[Text, int, int], None]
RESULTS = "results"


def engine_named(name: EngineName) -> Engine:
    """A fresh engine."""
    return DuckDB() if name == "duckdb" else SQLite()


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
    if standard.by is not None:
        raise NotUsedYet(name, "按属性分别评价（by） / results `by` an attribute")
    return standard


def plan_standard(
    library: Library, name: str, dataset: Dataset, period: Period, engine: Engine
) -> tuple[Builder, Scoring, exp.Select]:
    """Everything that will run, refused here if it cannot stay exact or the engine cannot do it."""
    standard = runnable(library, name)
    windows = Windows(library.calendar_for(name.rpartition(".")[0]), period)
    builder = Builder(library, dataset, windows, engine)
    builder.wide(standard.of, RUN)
    builder.build(needed_by(library, standard))
    scoring = Scoring(builder, standard)
    return builder, scoring, scoring.build()


def execute(engine: Engine, library: Library, dataset: Dataset, plan: Plan, progress: Progress | None) -> None:
    """Run the steps in order; a check that answers stops the run."""
    for name, table in plan.relations.items():
        engine.register(name, table)
    attach_records(engine, library, dataset, plan.evidence)
    for number, step in enumerate(plan.steps):
        if isinstance(step, Check):
            rows = engine.fetch(step.query)
            if rows:
                raise step.refusal(rows[0])
        else:
            try:
                engine.run(step.sql)
            except SumOverflowed as error:
                raise RunError(
                    "XH-R003",
                    Text(
                        f"{step.said.zh}：某个对象的记录太多，合计超出 63 位整数",
                        f"{step.said.en}: one subject has so many records that a sum leaves 63 bits",
                    ),
                ) from error
        if progress is not None and step.said.zh:
            progress(step.said, number + 1, len(plan.steps))


def evaluate(
    library: Library,
    standard: str,
    dataset: Dataset,
    period: Period,
    *,
    engine: EngineName = "duckdb",
    progress: Progress | None = None,
) -> Evaluation:
    """Results of a standard for every subject that exists in the period.

    Raises RunError where the run must not go on: an undecided population (XH-R001), too many
    records of one subject (XH-R003), a definition that is not used yet (XH-R005).
    """
    runs_on = engine_named(engine)
    try:
        builder, scoring, query = plan_standard(library, standard, dataset, period, runs_on)
        execute(runs_on, library, dataset, builder.plan, progress)
        table = fetch_table(runs_on, query)
        definition = library.standards[standard]
        types = {
            s.code: library.measures[(s.node.measure, definition.of)].type for s in scoring.nodes if s.node.measure
        }
        return finished(library, Evaluation(definition, period, columns_of(scoring.nodes, types), table), dataset)
    finally:
        runs_on.close()


def finished(library: Library, evaluation: Evaluation, dataset: Dataset) -> Evaluation:
    """The evaluation with its digests and distributions."""
    pack = library.packs[evaluation.standard.name.rpartition(".")[0]]
    evaluation.digests = {
        "pack_meaning": pack.digest_meaning,
        "pack_bytes": pack.digest_bytes,
        "dataset": dataset.digest,
        "leaves": leaves_digest(evaluation.table, evaluation.columns),
        "results": results_digest(evaluation.table, evaluation.columns),
    }
    if evaluation.standard.groups:
        evaluation.groups = group_figures(evaluation)
    return evaluation


def fetch_table(engine: Engine, query: exp.Select) -> pa.Table:
    """The answer as a table with the query's column names."""
    if isinstance(engine, DuckDB):
        return engine.arrow(query)
    names = [e.alias_or_name for e in query.expressions]
    rows = engine.fetch(query)
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return pa.table({n: pa.array(_uniform(list(c))) for n, c in zip(names, columns, strict=True)})


def _uniform(cells: list[Any]) -> list[Any]:
    """SQLite's unbounded integers are text; a column is either all integers or all text."""
    return [None if c is None else str(c) for c in cells] if any(isinstance(c, str) for c in cells) else cells


def measure_values(
    library: Library, measures: Sequence[str], dataset: Dataset, period: Period, *, engine: EngineName = "duckdb"
) -> dict[tuple[str, str], dict[Any, Cell]]:
    """Values of measures at every grain they have: (measure, entity) → subject → value (None = missing)."""
    runs_on = engine_named(engine)
    try:
        instances = [Instance(m, e) for (m, e) in library.measures if m in set(measures)]
        pack = measures[0].rpartition(".")[0]
        builder = Builder(library, dataset, Windows(library.calendar_for(pack), period), runs_on)
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
    kind = builder.library.measures[(instance.measure, instance.entity)].type.kind
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


def looks_beyond(library: Library, builder: Builder, standard: Standard) -> bool:
    """Whether a subject's result rests on others: then one subject alone cannot be computed."""
    if any(isinstance(s.scale, PercentileScale) for s in nodes_of(standard.root)):
        return True
    return any(_reads_others(library, library.measures[(i.measure, i.entity)]) for i in builder.floors.floor)


def _reads_others(library: Library, measure: Measure) -> bool:
    """Whether a fold reads members of a population, or records about others than the subject itself."""
    fold = measure.fold
    if fold is None or not isinstance(fold.rows, EvidenceRows):
        return fold is not None and isinstance(fold.rows, PopulationRows)
    return fold.through is not None or any(library.evidence[t].about != measure.of for t in fold.rows.types)


def only_subjects(library: Library, dataset: Dataset, of: str, subjects: Sequence[str | int]) -> Dataset:
    """The part of a dataset about some subjects; other entities' tables stay."""
    records = {}
    for name, source in dataset.records.items():
        type_ = library.evidence[name]
        mine = subjects if type_.about == of else None
        if source.table is not None:
            records[name] = Records(table=_filtered(source.table, mine), refs=source.refs)
        else:
            records[name] = Records(table=read_files(source, type_, mine), refs=source.refs)
    own = {of: _filtered(dataset.subjects[of], subjects)} if of in dataset.subjects else {}
    return Dataset(records, {**dataset.subjects, **own}, dataset.digest)


def _filtered(table: pa.Table, subjects: Sequence[str | int] | None) -> pa.Table:
    if subjects is None:
        return table
    column = table.column("subject")
    return table.filter(pc.is_in(column, value_set=pa.array(subjects, column.type)))


def evaluate_subject(
    library: Library, standard: str, dataset: Dataset, period: Period, subject: str | int
) -> Evaluation:
    """One subject's results on SQLite in memory, equal to the batch to the last digit.

    A standard whose results rest on other subjects (a percentile, a population) is computed whole.
    """
    definition = runnable(library, standard)
    engine = SQLite()
    try:
        builder = Builder(library, dataset, Windows(library.calendar_for(standard.rpartition(".")[0]), period), engine)
        builder.floors.need(needed_by(library, definition))
        beyond = looks_beyond(library, builder, definition)
    finally:
        engine.close()
    if beyond:
        return evaluate(library, standard, dataset, period)
    return evaluate(
        library, standard, only_subjects(library, dataset, definition.of, [subject]), period, engine="sqlite"
    )
