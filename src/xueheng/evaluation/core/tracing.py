"""How one measure of one subject came about: window, numbers, what it was derived from, and the records."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sqlglot import exp

from xueheng.evaluation.core.builder import Builder
from xueheng.evaluation.core.engines.forms import Engine
from xueheng.evaluation.core.exact import Number
from xueheng.evaluation.core.floors import RUN, Instance, expressions_of
from xueheng.evaluation.core.folds import fold_columns
from xueheng.evaluation.core.lowering import Lowering
from xueheng.evaluation.core.rows import RecordRows, SubjectRow
from xueheng.evaluation.core.steps import Step
from xueheng.evaluation.core.trees import (
    SQL,
    both,
    case,
    column,
    equal,
    named,
    negated,
    present,
    relation,
    select,
    text,
    whole,
)
from xueheng.evaluation.core.values import Squared, Value
from xueheng.evaluation.core.walking import walk
from xueheng.language.public import Cell, EvidenceRows, Expression, Fold, Kind, MeasureValue, PopulationRows, WindowRows

RecordIds = dict[str, list[int]]
"""Evidence type → ids of its records."""


@dataclass
class KeptRow:
    """A record that a fold kept."""

    id: int
    day: int
    recorded: int
    value: Fraction | str | None


@dataclass
class Traced:
    """A measure's value with what it rests on."""

    instance: Instance
    value: Cell
    rows: int = 0
    known: int = 0
    hits: int = 0
    total: Fraction | None = None
    weights: Fraction | None = None
    ids: RecordIds = field(default_factory=dict)
    inputs: "list[Traced]" = field(default_factory=list)


def merge_ids(into: RecordIds, more: RecordIds) -> None:
    """Add ids, each once, in ascending order."""
    for name, ids in more.items():
        into[name] = sorted({*into.get(name, []), *ids})


class Tracing:
    """Answers questions about subjects after a plan has run, from the tables that are still there.

    Each question is asked of the engine once, for all subjects at the same time; `of` says whose
    answers are read.
    """

    def __init__(self, builder: Builder, engine: Engine, entity: str) -> None:
        self.builder = builder
        self.engine = engine
        self.entity = entity
        self.subject: str | int = ""
        self._traced: dict[Instance, Traced] = {}
        self._asked: dict[int, dict[Any, Cell]] = {}
        self._reads: dict[int, list[Instance]] = {}
        self._values: dict[Instance, dict[Any, Cell]] = {}
        self._kept: dict[Instance, dict[Any, dict[str, list[KeptRow]]]] = {}
        self._registered = set(builder.plan.relations)
        self._steps = len(builder.plan.steps)

    def of(self, subject: str | int) -> None:
        """From now on, questions are about this subject."""
        self.subject = subject
        self._traced = {}

    def _fetch(self, query: exp.Select) -> list[tuple[Any, ...]]:
        """Ask the engine, after giving it what naming things in this question has newly planned."""
        plan = self.builder.plan
        for name in [n for n in plan.relations if n not in self._registered]:
            self.engine.register(name, plan.relations[name])
            self._registered.add(name)
        for step in plan.steps[self._steps :]:
            if isinstance(step, Step):
                self.engine.run(step.sql)
        self._steps = len(plan.steps)
        return self.engine.fetch(query)

    def _literal(self, subject: str | int) -> SQL:
        return whole(subject) if isinstance(subject, int) else text(subject)

    def ask(self, expression: Expression) -> Cell:
        """The value of any expression for the subject."""
        key = id(expression)  # definitions outlive the evaluation, and comparing them by value is slow
        if key not in self._asked:
            scope = SubjectRow(self.builder, self.entity)
            value = self.builder.lowering(scope).value(expression)
            wide = self.builder.wide(self.entity, RUN).name
            self._asked[key] = self._column(value, expression.type.kind, wide, scope)
        return self._asked[key].get(self.subject)

    def _column(self, value: Value, kind: Kind, table: str, scope: SubjectRow) -> dict[Any, Cell]:
        """One value for every subject."""
        number = value.square if isinstance(value, Squared) else value
        columns = [number.num.sql, number.den.sql] if isinstance(number, Number) else [number.sql]
        query = select(
            [column("subject", "q"), *(named(c, f"x{n}") for n, c in enumerate(columns))],
            relation(table, "q"),
            scope.needed(),
        )
        return {subject: _answer(cells, kind) for subject, *cells in self._fetch(query)}

    def measure(self, instance: Instance) -> Traced:
        """A measure of the subject, traced down to its records."""
        if instance not in self._traced:
            self._traced[instance] = self._trace(instance)
        return self._traced[instance]

    def _trace(self, instance: Instance) -> Traced:
        definition = self.builder.floors.definition(instance)
        traced = Traced(instance, self._value(instance))
        fold = definition.fold
        if fold is not None:
            self._trace_fold(traced, fold)
        if fold is None:
            for expression in expressions_of(definition):
                for other in self.read_by(expression):
                    if all(i.instance != other.instance for i in traced.inputs):
                        traced.inputs.append(other)
                        merge_ids(traced.ids, other.ids)
        return traced

    def read_by(self, expression: Expression | None) -> list[Traced]:
        """The subject's own measures that an expression reads, traced."""
        if expression is None:
            return []
        key = id(expression)
        if key not in self._reads:
            nodes = [
                n for n in walk(expression) if isinstance(n, MeasureValue) and not n.via and n.entity == self.entity
            ]
            self._reads[key] = list(dict.fromkeys(Instance(n.measure, n.entity) for n in nodes))
        return [self.measure(instance) for instance in self._reads[key]]

    def _value(self, instance: Instance) -> Cell:
        if instance.context != RUN or instance not in self.builder.plan.stored:
            return None
        if instance not in self._values:
            stored = self.builder.plan.stored[instance]
            kind = self.builder.floors.definition(instance).type.kind
            table = self.builder.plan.tables[(instance.entity, instance.context)]
            self._values[instance] = self._column(
                stored.value(self.builder.exact, "q"), kind, table, SubjectRow(self.builder, instance.entity)
            )
        return self._values[instance].get(self.subject)

    # -- folds ----------------------------------------------------------------------------------

    def _trace_fold(self, traced: Traced, fold: Fold) -> None:
        if isinstance(fold.rows, EvidenceRows):
            self._trace_records(traced, fold, [self.subject])
        for expression in (fold.where, fold.condition, fold.expression, fold.weighed_by):
            for node in walk(expression):
                if isinstance(node, MeasureValue) and not node.via:
                    merge_ids(traced.ids, self._ids_below(traced, fold, Instance(node.measure, node.entity)))
        if isinstance(fold.rows, PopulationRows):
            members = self._members(traced.instance, fold)
            traced.rows = len(members)
            for node in walk(self.builder.library.populations[fold.rows.population].where):
                if isinstance(node, MeasureValue):
                    merge_ids(traced.ids, self.all_ids(Instance(node.measure, node.entity), members))

    def _ids_below(self, traced: Traced, fold: Fold, instance: Instance) -> RecordIds:
        if isinstance(fold.rows, PopulationRows):
            return self.all_ids(instance, self._members(traced.instance, fold))
        if isinstance(fold.rows, WindowRows):
            inner = self.builder.floors.inner_context(self.builder.floors.definition(traced.instance), fold)
            return self.all_ids(Instance(instance.measure, instance.entity, inner), [self.subject])
        return self.all_ids(instance, [self.subject])

    def all_ids(self, instance: Instance, subjects: Sequence[str | int]) -> RecordIds:
        """Every record that a measure of these subjects keeps, all the way down."""
        found: RecordIds = {}
        definition = self.builder.floors.definition(instance)
        fold = definition.fold
        if fold is not None and isinstance(fold.rows, EvidenceRows):
            for name, rows in self.kept_rows(instance, fold, subjects).items():
                merge_ids(found, {name: [r.id for r in rows]})
        for other, _ in self.builder.floors.reads(instance):
            merge_ids(found, self.all_ids(other, subjects))
        return found

    def _members(self, instance: Instance, fold: Fold) -> list[str | int]:
        if not isinstance(fold.rows, PopulationRows):
            return []
        relation_name = self.builder.members(fold.rows.population)
        rows = self._fetch(
            select(
                [column("subject")],
                relation(relation_name),
                where=equal(column(f"g_{instance.entity}"), self._literal(self.subject)),
            )
        )
        return [r[0] for r in rows]

    def kept_rows(self, instance: Instance, fold: Fold, subjects: Sequence[str | int]) -> dict[str, list[KeptRow]]:
        """The records a fold keeps for these subjects, by type, with the value it reads in each."""
        if instance not in self._kept:
            self._kept[instance] = self._all_kept(instance, fold)
        found: dict[str, list[KeptRow]] = {}
        for subject in subjects:
            for name, rows in self._kept[instance].get(subject, {}).items():
                found.setdefault(name, []).extend(rows)
        return found

    def _all_kept(self, instance: Instance, fold: Fold) -> dict[Any, dict[str, list[KeptRow]]]:
        found: dict[Any, dict[str, list[KeptRow]]] = {}
        for scope in self.builder.scopes(instance, fold):
            if not isinstance(scope, RecordRows):
                continue
            lower = self.builder.lowering(scope)
            condition = self.builder.kept_rows(fold, scope, lower)
            parts = fold_columns(fold, lower)[0] if fold.expression is not None else self._tested(fold, lower)
            key = scope.keys()[0]
            columns = [
                key,
                column("id", "r"),
                column("day", "r"),
                column("recorded", "r"),
                *(named(sql, name) for name, sql in parts),
            ]
            names = [name for name, _ in parts]
            for subject, id_, day, recorded, *cells in self._fetch(
                scope.select(columns, both([condition, present(key)]))
            ):
                row = KeptRow(id_, day, recorded or 0, _cell(names, cells))
                found.setdefault(subject, {}).setdefault(scope.evidence.name, []).append(row)
        return found

    def _tested(self, fold: Fold, lower: Lowering) -> list[tuple[str, SQL]]:
        test = lower.condition(fold.condition) if fold.condition is not None else exp.true()
        return [("x_v", case([(test, whole(1)), (negated(test), whole(0))]))]

    def _trace_records(self, traced: Traced, fold: Fold, subjects: Sequence[str | int]) -> None:
        kept = self.kept_rows(traced.instance, fold, subjects)
        every = [row for rows in kept.values() for row in rows]
        traced.rows = len(every)
        traced.known = sum(row.value is not None for row in every)
        if fold.kind in ("count", "share"):
            traced.hits = sum(row.value == "1" for row in every)
        numbers = [row.value for row in every if isinstance(row.value, Fraction)]
        traced.total = sum(numbers, Fraction(0)) if numbers else None
        chosen = self._contributing(fold, kept)
        for name, rows in chosen.items():
            merge_ids(traced.ids, {name: [r.id for r in rows]})

    def _contributing(self, fold: Fold, kept: dict[str, list[KeptRow]]) -> dict[str, list[KeptRow]]:
        """The records that make the value: those counted, added or chosen."""
        if fold.kind == "share" or (fold.kind == "count" and fold.empty == "missing"):
            return kept
        if fold.kind == "count":
            return {name: [r for r in rows if r.value == "1"] for name, rows in kept.items()}
        known = {name: [r for r in rows if r.value is not None] for name, rows in kept.items()}
        if fold.kind in ("min", "max", "best", "first", "latest"):
            every = [(name, row) for name, rows in known.items() for row in rows]
            if every:
                name, row = max(every, key=lambda pair: _rank(fold, pair[1]))
                return {name: [row]}
        return known


def _answer(cells: Sequence[Any], kind: Kind) -> Cell:
    if cells[0] is None:
        return None
    if len(cells) > 1:
        exactly = Fraction(int(cells[0]), int(cells[1]))
        return int(exactly) if kind in (Kind.DATE, Kind.TIME) else exactly
    return bool(cells[0]) if kind is Kind.YES_NO else str(cells[0])


def _rank(fold: Fold, row: KeptRow) -> tuple[Any, ...]:
    """Greatest for the row a choosing fold takes."""
    number = row.value if isinstance(row.value, Fraction) else Fraction(0)
    good = -number if fold.better == "low" else number
    if fold.kind in ("first", "latest"):
        day = row.day if fold.kind == "latest" else -row.day
        by_value = good if fold.ties == "best" and fold.better is not None else Fraction(0)
        return (day, by_value, row.recorded, row.id)
    lowest = fold.kind == "min" or (fold.kind == "best" and fold.better == "low")
    return (-number if lowest else number, row.recorded, row.id)


def _cell(names: Sequence[str], cells: Sequence[Any]) -> Fraction | str | None:
    found = dict(zip(names, cells, strict=True))
    if "x_n" in found:
        return None if found["x_n"] is None else Fraction(int(found["x_n"]), int(found["x_d"]))
    return None if found["x_v"] is None else str(found["x_v"])
