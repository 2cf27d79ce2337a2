"""What explains one subject after another, planned once: planning takes most of a second, and people open several.

Equal to `explain`, whose plan is made for each subject anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from xueheng.evaluation.core.alone import only_subjects, rests_on_others
from xueheng.evaluation.core.builder import Builder
from xueheng.evaluation.core.dataset import Dataset, Period
from xueheng.evaluation.core.engines.sqlite import SQLite
from xueheng.evaluation.core.evaluation import Evaluation, columns_of
from xueheng.evaluation.core.explanation import Explainer, ExplainerOverKept, must_exist
from xueheng.evaluation.core.instances import RUN
from xueheng.evaluation.core.kept_questions import KeptQuestions
from xueheng.evaluation.core.live import (
    fill_by,
    nobody,
    reads_registers,
    refuse_alone,
    table_of,
    tables_made,
)
from xueheng.evaluation.core.planning import Planning
from xueheng.evaluation.core.relations import spans_table
from xueheng.evaluation.core.run import runnable, value_types
from xueheng.evaluation.core.sources import complete
from xueheng.evaluation.core.windows import EVER, Days, Windows, day_number
from xueheng.language.public import EvidenceRows, Library


class ExplainingPlan:
    """One standard over one period. Threads wait for one another.

    Raises MeasureUnsupported XH-M038 where results rest on other subjects or on registers.
    """

    def __init__(self, library: Library, standard: str, period: Period) -> None:
        self.library, self.standard, self.period = library, runnable(library, standard), period
        self._lock, self._engine = Lock(), SQLite()
        windows = Windows(library.calendar_for(standard.rpartition(".")[0]), period)
        self._builder = Planning(library, nobody(library), windows, self._engine)
        scoring, query = self._builder.score(self.standard)
        if rests_on_others(self._builder.floors, self.standard) or reads_registers(self._builder.floors):
            self._engine.close()
            raise refuse_alone(standard)
        self._nodes, self._reads = scoring.nodes, _records_read(self._builder)
        self._columns = columns_of(scoring.nodes, value_types(library, self.standard))
        self._names = [e.alias_or_name for e in query.expressions]
        self._query = self._engine.text(query)
        self._statements = tables_made(library, self._builder, self._engine)
        self._questions = KeptQuestions(self._engine, self._builder)

    @property
    def entities(self) -> tuple[str, ...]:
        """The entities whose subjects it looks at."""
        return tuple(self._builder.span_relations())

    @contextmanager
    def over(self, dataset: Dataset, subject: str | int) -> Iterator[Explainer]:
        """What explains a subject by a dataset that pins no results and gives no values.

        Raises RunError XH-R009 where she is not in it; what a check of the plan finds.
        """
        must_exist(self.library, self.standard, dataset, [subject])
        alone = only_subjects(self.library, dataset, self.standard, [subject], self._reads)
        with self._lock, self._engine.at_once():
            self._fill(alone)
            fill_by(self._engine, self._statements)
            table = table_of(self._names, self._engine.execute(self._query))
            evaluation = Evaluation(self.standard, self.period, self._columns, table)
            branch = self._builder.branch(alone)
            yield ExplainerOverKept(branch, self._engine, self._nodes, evaluation, self._questions)

    def _fill(self, alone: Dataset) -> None:
        last = day_number(self.period.tree_day)
        for entity, name in self._builder.span_relations().items():
            self._engine.fill(name, spans_table(self.library, alone, entity, last))
        for evidence, name in self._builder.plan.evidence.items():
            records = alone.records.get(evidence)
            if records is not None and records.table is not None:
                self._engine.fill(name, complete(records.table, self.library.evidence[evidence]))


def _records_read(builder: Builder) -> dict[str, Days]:
    """The types of records that a plan reads, and from which to which day it looks at any of them."""
    found: dict[str, Days] = {}
    for instance in builder.floors.floor:
        fold = builder.floors.definition(instance).fold
        if fold is None or not isinstance(fold.rows, EvidenceRows):
            continue
        first, last = builder.windows.during(fold.during) if instance.context == RUN else EVER
        for type_ in fold.rows.types:
            known = found.get(type_, (first, last))
            found[type_] = min(first, known[0]), max(last, known[1])
    return {type_: found.get(type_, EVER) for type_ in builder.plan.evidence}
