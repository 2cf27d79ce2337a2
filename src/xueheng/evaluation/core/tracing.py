"""How one measure of one subject came about: window, numbers, what it was derived from, and the records."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sqlglot import exp

from xueheng.evaluation.core.builder import Builder
from xueheng.evaluation.core.engines.forms import Engine
from xueheng.evaluation.core.exact import Number
from xueheng.evaluation.core.grains import ancestors_of, grain_read
from xueheng.evaluation.core.instances import RUN, Instance
from xueheng.evaluation.core.kept_questions import KeptQuestions
from xueheng.evaluation.core.kept_rows import KeptRow, chosen, row_of, rows_are_of, rows_query
from xueheng.evaluation.core.lineage import Lineage, RecordIds, merge_ids
from xueheng.evaluation.core.needs import expressions_of
from xueheng.evaluation.core.rows import SubjectRow
from xueheng.evaluation.core.steps import Step
from xueheng.evaluation.core.trees import column, named, relation, select
from xueheng.evaluation.core.values import Squared, Value
from xueheng.evaluation.core.walking import walk
from xueheng.language.public import (
    Cell,
    EvidenceRows,
    Expression,
    Fold,
    Kind,
    MeasureValue,
    OtherResult,
    RegisterRows,
    StandardRows,
)

__all__ = ["RecordIds", "ResultRead", "Traced", "Tracing", "merge_ids"]

Asked = tuple[Instance, Any]
"""A measure of a subject (or pair)."""


@dataclass(frozen=True)
class ResultRead:
    """A result of another standard that a value was derived from, and whose."""

    node: OtherResult
    subject: str | int
    value: Cell


@dataclass
class Traced:
    """A measure's value with what it rests on. `kept`: the leaves of a standard, or the entries of a register, that
    it folded.
    """

    instance: Instance
    value: Cell
    subject: str | int = ""
    rows: int = 0
    known: int = 0
    hits: int = 0
    total: Fraction | None = None
    given: bool = False
    ids: RecordIds = field(default_factory=dict)
    inputs: "list[Traced]" = field(default_factory=list)
    results: list[ResultRead] = field(default_factory=list)
    kept: list[KeptRow] = field(default_factory=list)


class Tracing:
    """Answers questions about subjects after a plan has run, from the tables that are still there.

    Each question is asked of the engine once, for all subjects at the same time; `of` says whose
    answers are read.
    """

    def __init__(self, builder: Builder, engine: Engine, entity: str, questions: KeptQuestions | None = None) -> None:
        self.builder = builder
        self._questions = questions
        self.engine = engine
        self.entity = entity
        self.subject: str | int = ""
        self.lineage = Lineage(builder, self, self._standing)
        self._traced: dict[Asked, Traced] = {}
        self._asked: dict[tuple[int, str], dict[Any, Cell]] = {}
        self._reads: dict[tuple[int, str], list[MeasureValue | OtherResult]] = {}
        self._values: dict[Instance, dict[Any, Cell]] = {}
        self._kept: dict[tuple[Instance, bool], dict[Any, list[KeptRow]]] = {}
        self._above: dict[str, dict[Any, dict[str, Any]]] = {}
        self._registered = set(builder.plan.relations)
        self._steps = len(builder.plan.steps)

    def of(self, subject: str | int) -> None:
        """From now on, questions are about this subject."""
        self.subject = subject
        self._traced = {}

    def _fetch(self, query: exp.Select) -> list[tuple[Any, ...]]:
        """Ask the engine, after giving it what naming things in this question has newly planned."""
        self._take_in()
        return self.engine.fetch(query)

    def _fetch_said(self, text: str, questions: KeptQuestions) -> list[tuple[Any, ...]]:
        """The same of a question in words."""
        self._take_in()
        return questions.answer(text)

    def _take_in(self) -> None:
        plan = self.builder.plan
        for name in [n for n in plan.relations if n not in self._registered]:
            self.engine.register(name, plan.relations[name])
            self._registered.add(name)
        for step in plan.steps[self._steps :]:
            if isinstance(step, Step):
                self.engine.run(step.sql)
        self._steps = len(plan.steps)

    def ask(self, expression: Expression) -> Cell:
        """The value of any expression for the subject."""
        return self._ask(expression, self.entity, self.subject)

    def _ask(self, expression: Expression, grain: str, subject: str | int) -> Cell:
        key = (id(expression), grain)  # definitions outlive the evaluation, and comparing them by value is slow
        if key not in self._asked:
            rows = self._answers(key, lambda: self._question(expression, grain), expression)
            self._asked[key] = {subject: _answer(cells, expression.type.kind) for subject, *cells in rows}
        return self._asked[key].get(subject)

    def _question(self, expression: Expression, grain: str) -> exp.Select:
        scope = SubjectRow(self.builder, grain)
        value = self.builder.lowering(scope).value(expression)
        return _column(value, self.builder.wide(grain, RUN).name, scope)

    def _answers(
        self, key: Hashable, question: Callable[[], exp.Select], about: object = None
    ) -> list[tuple[Any, ...]]:
        """The answer to a question, which is put once where the plan is kept."""
        if self._questions is None:
            return self._fetch(question())
        return self._fetch_said(self._questions.text(key, question, self.builder, about), self._questions)

    # -- derived values -------------------------------------------------------------------------

    def measure(self, instance: Instance, subject: str | int | None = None) -> Traced:
        """A measure of the subject (or of another one that hers was derived from), traced down to its records."""
        whose = self.subject if subject is None else subject
        if (instance, whose) not in self._traced:
            self._traced[(instance, whose)] = self._trace(instance, whose)
        return self._traced[(instance, whose)]

    def _trace(self, instance: Instance, subject: str | int) -> Traced:
        definition = self.builder.floors.definition(instance)
        traced = Traced(instance, self._value(instance, subject), subject)
        traced.given = self.builder.floors.is_given(instance)
        if traced.given:
            return traced
        if definition.fold is not None:
            self._trace_fold(traced, definition.fold)
            return traced
        for expression in expressions_of(definition):
            measures, results = self._read(expression, instance.entity, subject)
            traced.inputs += [m for m in measures if all(m is not i for i in traced.inputs)]
            traced.results += [r for r in results if r not in traced.results]
            asked = frozenset([subject])
            merge_ids(traced.ids, self.lineage.of_expression(expression, instance, asked) if results else {})
        for read in traced.inputs:
            merge_ids(traced.ids, read.ids)
        return traced

    def read_by(self, expression: Expression | None) -> list[Traced]:
        """The measures that an expression reads for the subject, traced."""
        return self._read(expression, self.entity, self.subject)[0]

    def ids_behind(self, expression: Expression | None) -> RecordIds:
        """The records behind all that an expression reads for the subject."""
        measures, results = self._read(expression, self.entity, self.subject)
        found: RecordIds = {}
        for traced in measures:
            merge_ids(found, traced.ids)
        if results:
            asked = Instance("", self.entity)
            merge_ids(found, self.lineage.of_expression(expression, asked, frozenset([self.subject])))
        return found

    def results_read_by(self, expression: Expression | None) -> list[ResultRead]:
        """The results of other standards that an expression reads for the subject."""
        return self._read(expression, self.entity, self.subject)[1]

    def _read(
        self, expression: Expression | None, grain: str, subject: str | int
    ) -> tuple[list[Traced], list[ResultRead]]:
        key = (id(expression), grain)
        if key not in self._reads:
            found = [n for n in walk(expression) if isinstance(n, (MeasureValue, OtherResult))]
            self._reads[key] = list(dict.fromkeys(found))
        measures, results = [], []
        for node in self._reads[key]:
            read = grain_read(self.builder.library, node)
            whose = self._whose(node, read, grain, subject)
            if isinstance(node, OtherResult):
                results.append(ResultRead(node, subject if whose is None else whose, self._ask(node, grain, subject)))
            elif whose is not None:
                measures.append(self.measure(Instance(node.measure, read), whose))
        return measures, results

    def _whose(self, node: MeasureValue | OtherResult, read: str, grain: str, subject: str | int) -> Any:
        """The subject that a name is read for, when it is asked for this subject of `grain`; None where nobody is."""
        if read == grain and not node.via:
            return subject
        if read not in ancestors_of(self.builder.library, grain):
            return None
        if grain not in self._above:
            above = ancestors_of(self.builder.library, grain)
            wide = self.builder.wide(grain, RUN).name
            rows = self._fetch(select([column("subject"), *(column(f"g_{a}") for a in above)], relation(wide)))
            self._above[grain] = {name: dict(zip(above, cells, strict=True)) for name, *cells in rows}
        return self._above[grain].get(subject, {}).get(read)

    def _value(self, instance: Instance, subject: str | int) -> Cell:
        if instance.context != RUN or instance not in self.builder.plan.stored:
            return None
        if instance not in self._values:
            kind = self.builder.floors.definition(instance).type.kind
            rows = self._answers(instance, lambda: self._stored(instance))
            self._values[instance] = {subject: _answer(cells, kind) for subject, *cells in rows}
        return self._values[instance].get(subject)

    def _stored(self, instance: Instance) -> exp.Select:
        value = self.builder.plan.stored[instance].value(self.builder.exact, "q")
        table = self.builder.plan.tables[(instance.entity, instance.context)]
        return _column(value, table, SubjectRow(self.builder, instance.entity))

    # -- folds ----------------------------------------------------------------------------------

    def _trace_fold(self, traced: Traced, fold: Fold) -> None:
        subjects = frozenset([traced.subject])
        every = self.rows(traced.instance, fold, subjects)
        traced.rows = len(every)
        traced.known = sum(row.value is not None for row in every)
        if fold.kind in ("count", "share"):
            traced.hits = sum(row.value == "1" for row in every)
        numbers = [row.value for row in every if isinstance(row.value, Fraction)]
        traced.total = sum(numbers, Fraction(0)) if numbers else None
        if isinstance(fold.rows, EvidenceRows):
            for row in chosen(fold, every):
                merge_ids(traced.ids, {row.of: [row.id]})
        elif isinstance(fold.rows, (StandardRows, RegisterRows)):
            traced.kept = every
        merge_ids(traced.ids, self.lineage.below_rows(traced.instance, fold, subjects))

    def rows(self, instance: Instance, fold: Fold, subjects: Iterable[Any]) -> list[KeptRow]:
        """The rows that a fold keeps for these subjects, with the value it reads in each."""
        return self._rows(instance, fold, subjects, conditions=True)

    def candidates(self, instance: Instance, fold: Fold, subjects: Iterable[Any]) -> list[KeptRow]:
        """The rows that a fold could keep for these subjects, whatever its `where` says of them."""
        return self._rows(instance, fold, subjects, conditions=fold.where is None)

    def _rows(self, instance: Instance, fold: Fold, subjects: Iterable[Any], *, conditions: bool) -> list[KeptRow]:
        key = (instance, conditions)
        if key not in self._kept:
            found: dict[Any, list[KeptRow]] = {}
            for of, names, rows in self._rows_asked(instance, fold, conditions=conditions):
                for subject, *cells in rows:
                    found.setdefault(subject, []).append(row_of(of, names, cells))
            self._kept[key] = found
        return [row for subject in subjects for row in self._kept[key].get(subject, ())]

    def _rows_asked(
        self, instance: Instance, fold: Fold, *, conditions: bool
    ) -> Iterator[tuple[str, Sequence[str], list[tuple[Any, ...]]]]:
        """The rows of a fold from each of its sources: of what they are, what their columns are called."""

        def asked() -> Iterator[tuple[str, Sequence[str], exp.Select]]:
            for scope in self.builder.scopes(instance, fold):
                query, names = rows_query(self.builder, fold, scope, conditions=conditions)
                yield rows_are_of(scope), names, query

        if self._questions is None:
            for of, names, query in asked():
                yield of, names, self._fetch(query)
            return
        for each in self._questions.rows((instance, conditions), asked, self.builder):
            yield each.of, each.names, self._fetch_said(each.text, self._questions)

    def _standing(self, population: str) -> Sequence[Any]:
        """Everybody who exists on a population's day, in it or not."""
        return self._fetched_subjects(self.builder.standing(population))

    def members(self, population: str) -> Sequence[Any]:
        """Everybody in a population."""
        return self._fetched_subjects(self.builder.members(population))

    def _fetched_subjects(self, name: str) -> list[Any]:
        return [r[0] for r in self._fetch(select([column("subject")], relation(name)))]


def _column(value: Value, table: str, scope: SubjectRow) -> exp.Select:
    """One value for every subject."""
    number = value.square if isinstance(value, Squared) else value
    columns = [number.num.sql, number.den.sql] if isinstance(number, Number) else [number.sql]
    return select(
        [column("subject", "q"), *(named(c, f"x{n}") for n, c in enumerate(columns))],
        relation(table, "q"),
        scope.needed(),
    )


def _answer(cells: Sequence[Any], kind: Kind) -> Cell:
    if cells[0] is None:
        return None
    if len(cells) > 1:
        exactly = Fraction(int(cells[0]), int(cells[1]))
        return int(exactly) if kind in (Kind.DATE, Kind.TIME) else exactly
    return bool(cells[0]) if kind is Kind.YES_NO else str(cells[0])
