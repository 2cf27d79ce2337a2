"""A standard compiled once for one subject after another: from her records to her results in milliseconds.

The plan, the tables and the statements are made once, on SQLite in memory; for each subject the tables are
filled anew and the same prepared statements run. Equal to the batch to the last digit.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import TracebackType

import pyarrow as pa

from xueheng.evaluation.core.alone import rests_on_others
from xueheng.evaluation.core.builder import Builder
from xueheng.evaluation.core.dataset import Dataset, Period
from xueheng.evaluation.core.engines.sqlite import SQLite
from xueheng.evaluation.core.evaluation import Evaluation, columns_of
from xueheng.evaluation.core.floors import Floors
from xueheng.evaluation.core.planning import Planning
from xueheng.evaluation.core.refusals import MeasureUnsupported
from xueheng.evaluation.core.relations import record_fields, spans_table
from xueheng.evaluation.core.run import runnable, value_types
from xueheng.evaluation.core.steps import Check, Step
from xueheng.evaluation.core.windows import Windows, day_number
from xueheng.language.public import Library, RegisterRows
from xueheng.wording import Text

Row = Sequence[object]


def reads_registers(floors: Floors) -> bool:
    """Whether anything a standard rests on is folded from a register: that is no record of the subject's."""
    folds = [floors.definition(instance).fold for instance in floors.floor]
    return any(fold is not None and isinstance(fold.rows, RegisterRows) for fold in folds)


class LiveStandard:
    """One standard over one period, asked of one subject at a time. Not for several threads at once.

    Raises MeasureUnsupported XH-M038 where a subject's results rest on others (a percentile, a population) or on a
    register: those are computed in a run over all.
    """

    def __init__(self, library: Library, standard: str, period: Period) -> None:
        self.library = library
        self.standard = runnable(library, standard)
        self.period = period
        self._engine = SQLite()
        empty = nobody(library)
        windows = Windows(library.calendar_for(standard.rpartition(".")[0]), period)
        self._builder = Planning(library, empty, windows, self._engine)
        scoring, query = self._builder.score(self.standard)
        if rests_on_others(self._builder.floors, self.standard) or reads_registers(self._builder.floors):
            self.close()
            raise refuse_alone(standard)
        self._columns = columns_of(scoring.nodes, value_types(library, self.standard))
        self._names = [e.alias_or_name for e in query.expressions]
        self._spans = self._builder.span_relations()
        self._statements = tables_made(library, self._builder, self._engine)
        self._query = self._engine.text(query)
        self._narrow()
        self.evaluate({}, empty.subjects)  # so that every statement is understood before the first is asked

    def _narrow(self) -> None:
        """Leave of the tables of records what some statement reads."""
        read = self._engine.columns_read([*(text for text, _ in self._statements), self._query])
        self._reads: dict[str, tuple[str, ...]] = {}
        self._filled: dict[str, str] = {}
        for evidence, name in self._builder.plan.evidence.items():
            type_ = self.library.evidence[evidence]
            own = type_.about == self.standard.of
            columns = tuple(c for c in record_fields(type_) if c in read[name] and not (own and c == "subject"))
            self._reads[evidence] = columns or ("day",)  # a table has a column
            self._filled[evidence] = self._engine.narrow(name, self._reads[evidence], own=own)

    def evaluate(self, records: Mapping[str, Sequence[Row]], subjects: Mapping[str, pa.Table]) -> Evaluation:
        """The results of the one subject that `subjects` lists, as in a Dataset.

        `records`: of each evidence type, rows with the columns that `record_columns` says, in its order. Those of types
        about the standard's entity must be the subject's; types that the standard does not read are left aside.
        """
        last = day_number(self.period.tree_day)
        given = Dataset({}, subjects)
        with self._engine.at_once():
            for entity, name in self._spans.items():
                spans = spans_table(self.library, given, entity, last)
                self._engine.fill(name, spans)
                if entity == self.standard.of:
                    self._engine.ask(_only(spans))
            for evidence, name in self._filled.items():
                self._engine.fill_rows(name, records.get(evidence, ()))
            fill_by(self._engine, self._statements)
            rows = self._engine.execute(self._query)
        return Evaluation(self.standard, self.period, self._columns, table_of(self._names, rows))

    def record_columns(self, evidence: str) -> tuple[str, ...]:
        """The columns of a row of records, those that the standard reads: of id, subject (not in types about the
        standard's entity), org, day (days since 1970-01-01), recorder, verified, recorded, then the type's fields in
        stored units. None where it reads no record of the type.
        """
        return self._reads.get(evidence, ())

    @property
    def reads(self) -> tuple[str, ...]:
        """The evidence types whose records the standard reads."""
        return tuple(self._reads)

    def close(self) -> None:
        """Let go of the tables."""
        self._engine.close()

    def __enter__(self) -> "LiveStandard":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


Statements = Sequence[tuple[str, Check | None]]
"""Texts that fill the tables of a plan one after the other; those with a check must answer nothing."""


def tables_made(library: Library, builder: Builder, engine: SQLite) -> Statements:
    """Make every table of a plan, empty but for those that stay from subject to subject; what fills the others."""
    plan = builder.plan
    for name, table in plan.relations.items():
        engine.register(name, table)
        engine.find_by_words(name, table)
    for evidence, name in plan.evidence.items():
        columns = {c: pa.array([], kind) for c, kind in record_fields(library.evidence[evidence]).items()}
        engine.register(name, pa.table(columns))
    statements: list[tuple[str, Check | None]] = []
    for step in plan.steps:
        if isinstance(step, Check):
            statements.append((engine.text(step.query), step))
        elif (made := _makes(step)) is not None:
            engine.run(step.sql)
            statements.append((engine.refill_text(made, step.sql.expression), None))
    return statements


def fill_by(engine: SQLite, statements: Statements) -> None:
    """Fill the tables of a plan. Raises what a check finds."""
    for text, check in statements:
        rows = engine.execute(text)
        if check is not None and rows:
            raise check.refusal(rows[0])


def _only(spans: pa.Table) -> str | int | None:
    """The one subject of spans; None where there is none."""
    found: list[str | int] = spans.column("subject").unique().to_pylist()
    if len(found) > 1:
        raise ValueError("one subject at a time")
    return found[0] if found else None


def table_of(names: Sequence[str], rows: Sequence[Row]) -> pa.Table:
    """An answer's rows under its names; in one piece, for one short row in hundreds of columns."""
    kinds = tuple(zip(*(map(type, row) for row in rows), strict=True)) if rows else ((),) * len(names)
    cells = pa.array([dict(zip(names, row, strict=True)) for row in rows], _row_type(tuple(names), kinds))
    return pa.Table.from_batches([pa.RecordBatch.from_struct_array(cells)])


@lru_cache(maxsize=256)
def _row_type(names: tuple[str, ...], kinds: tuple[tuple[type, ...], ...]) -> pa.DataType:
    """The type of rows whose cells are of these types of Python, column by column."""
    return pa.struct([(name, _cell_type(set(found))) for name, found in zip(names, kinds, strict=True)])


def _cell_type(found: set[type]) -> pa.DataType:
    if str in found:
        return pa.string()
    return pa.int64() if int in found else pa.null()


def _makes(step: Step) -> str | None:
    """The table that a step makes; None where it lets one go, since tables are kept from subject to subject."""
    return step.sql.this.name if step.sql.key == "create" else None


def nobody(library: Library) -> Dataset:
    """A dataset in which nothing was recorded and nobody is."""
    columns = {"subject": pa.string(), "from_day": pa.int64(), "to_day": pa.int64()}
    empty = pa.table({name: pa.array([], kind) for name, kind in columns.items()})
    return Dataset({}, dict.fromkeys(library.entities, empty))


def refuse_alone(standard: str) -> MeasureUnsupported:
    """The refusal of a standard whose results rest on others."""
    return MeasureUnsupported(
        "XH-M038",
        Text(
            f"“{standard}”的结果要看其他对象，不能只算一个",
            f'results of "{standard}" rest on others and cannot be computed for one alone',
        ),
    )
