"""A standard compiled once for one subject after another: from her records to her results in milliseconds.

The plan, the tables and the statements are made once, on SQLite in memory; for each subject the tables are
filled anew and the same prepared statements run. Equal to the batch to the last digit.
"""

from collections.abc import Mapping, Sequence
from types import TracebackType

import pyarrow as pa

from xueheng.evaluation.core.alone import rests_on_others
from xueheng.evaluation.core.dataset import Dataset, Period
from xueheng.evaluation.core.engines.sqlite import SQLite
from xueheng.evaluation.core.evaluation import Evaluation, columns_of
from xueheng.evaluation.core.planning import Planning
from xueheng.evaluation.core.refusals import MeasureUnsupported
from xueheng.evaluation.core.relations import record_fields, spans_table
from xueheng.evaluation.core.run import runnable, value_types
from xueheng.evaluation.core.steps import Check, Step
from xueheng.evaluation.core.windows import Windows, day_number
from xueheng.language.public import Library
from xueheng.wording import Text

Row = Sequence[object]


class LiveStandard:
    """One standard over one period, asked of one subject at a time. Not for several threads at once.

    Raises MeasureUnsupported XH-M038 where a subject's results rest on others (a percentile, a population): those
    are computed in a run over all.
    """

    def __init__(self, library: Library, standard: str, period: Period) -> None:
        self.library = library
        self.standard = runnable(library, standard)
        self.period = period
        self._engine = SQLite()
        nobody = Dataset({}, {name: _nobody() for name in library.entities})
        windows = Windows(library.calendar_for(standard.rpartition(".")[0]), period)
        self._builder = Planning(library, nobody, windows, self._engine)
        scoring, query = self._builder.score(self.standard)
        if rests_on_others(self._builder.floors, self.standard):
            self.close()
            raise MeasureUnsupported(
                "XH-M038",
                Text(
                    f"“{standard}”的结果要看其他对象，不能只算一个",
                    f'results of "{standard}" rest on others and cannot be computed for one alone',
                ),
            )
        self._columns = columns_of(scoring.nodes, value_types(library, self.standard))
        self._names = [e.alias_or_name for e in query.expressions]
        self._prepare()
        self._query = self._engine.text(query)

    def _prepare(self) -> None:
        """Make every table, empty; write every statement."""
        plan = self._builder.plan
        self._spans = self._builder.span_relations()
        for name, table in plan.relations.items():
            self._engine.register(name, table)
        for evidence, name in plan.evidence.items():
            columns = {c: pa.array([], kind) for c, kind in record_fields(self.library.evidence[evidence]).items()}
            self._engine.register(name, pa.table(columns))
        self._statements: list[tuple[str, Check | None]] = []
        for step in plan.steps:
            if isinstance(step, Check):
                self._statements.append((self._engine.text(step.query), step))
            elif (made := _makes(step)) is not None:
                self._engine.run(step.sql)
                self._statements.append((self._engine.refill_text(made, step.sql.expression), None))

    def evaluate(self, records: Mapping[str, Sequence[Row]], subjects: Mapping[str, pa.Table]) -> Evaluation:
        """The results of the subject (or the few subjects) that `subjects` lists, as in a Dataset.

        `records`: of each evidence type, rows with the type's columns in the order of `record_columns`; types that the
        standard does not read are left aside.
        """
        last = day_number(self.period.end)
        given = Dataset({}, subjects)
        with self._engine.at_once():
            for entity, name in self._spans.items():
                self._engine.fill(name, spans_table(self.library, given, entity, last))
            for evidence, name in self._builder.plan.evidence.items():
                self._engine.fill_rows(name, records.get(evidence, ()))
            for text, check in self._statements:
                rows = self._engine.execute(text)
                if check is not None and rows:
                    raise check.refusal(rows[0])
            rows = self._engine.execute(self._query)
        columns = zip(*rows, strict=True) if rows else [()] * len(self._names)
        table = pa.table({n: pa.array(list(c)) for n, c in zip(self._names, columns, strict=True)})
        return Evaluation(self.standard, self.period, self._columns, table)

    def record_columns(self, evidence: str) -> tuple[str, ...]:
        """The columns of a row of records: id, subject, org, day (days since 1970-01-01), recorder, verified,
        recorded, then the type's fields in stored units.
        """
        return tuple(record_fields(self.library.evidence[evidence]))

    @property
    def reads(self) -> tuple[str, ...]:
        """The evidence types whose records the standard reads."""
        return tuple(self._builder.plan.evidence)

    def close(self) -> None:
        """Let go of the tables."""
        self._engine.close()

    def __enter__(self) -> "LiveStandard":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _makes(step: Step) -> str | None:
    """The table that a step makes; None where it lets one go, since tables are kept from subject to subject."""
    return step.sql.this.name if step.sql.key == "create" else None


def _nobody() -> pa.Table:
    return pa.table({"subject": pa.array([], pa.string()), "from_day": pa.array([], pa.int64()),
                     "to_day": pa.array([], pa.int64())})  # fmt: skip
