"""Where an expression stands, and what every name means there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from tests.reference_evaluator.nodes import Tree
from tests.reference_evaluator.rows import Id, Row, Span, World, table_lines
from tests.reference_evaluator.values import Value
from tests.reference_evaluator.windows import Window, named_day
from xueheng.evaluation.core.dataset import Period
from xueheng.language import typed
from xueheng.language.definitions import Calendar
from xueheng.language.library_definitions import Library

By = tuple[str, Value]
"""One more dimension of the grain, and the code that is asked for."""


class Answers(Protocol):
    """What a place may ask the run for."""

    library: Library
    period: Period
    world: World

    def calendar(self, pack: str) -> Calendar: ...
    def measure(self, name: str, entity: str, subject: Id, asking: Window | None, by: Value) -> Value: ...
    def result(self, standard: str, code: str, what: str, subject: Id, by: Value) -> Value: ...


@dataclass(frozen=True)
class Here:
    """The pack, the asked subject (with a code, in a grain `by` something), perhaps a row, a week, a leaf, a tree."""

    run: Answers
    pack: str
    entity: str
    subject: Id
    row: Row | None = None
    asking: Window | None = None
    by: By | None = None
    leaf: Value = None
    tree: Tree | None = None

    def column(self, name: str) -> Value:
        if self.row is not None and name in self.row.columns:
            return self.row.columns[name]
        if self.by is not None and self.by[0] == name:
            return self.by[1]
        return None

    def on_line(self, columns: Mapping[str, Value]) -> "Here":
        return replace(self, row=Row(columns))

    def _of_row(self, whose: str) -> bool:
        """Whether a name is about the row's subject rather than the asked one."""
        return whose == "row" and self.row is not None and self.row.entity is not None

    def _stands(self, whose: str) -> tuple[Id | None, Span | None, int]:
        """The subject a name is about, what holds of her there, and the day."""
        if self._of_row(whose):
            assert self.row is not None
            return self.row.subject, self.row.span, self.row.on
        world = self.run.world
        return self.subject, world.span(self.entity, self.subject, world.end), world.end

    def attribute(self, wanted: typed.Attribute) -> Value:
        own = not wanted.via and not self._of_row(wanted.whose)
        if own and self.by is not None and self.by[0] == wanted.name:
            return self.by[1]
        _, span, day = self._stands(wanted.whose)
        if wanted.via:
            _, span = self.run.world.climb(span, wanted.via, day)
        return span.values.get(wanted.name) if span is not None else None

    def _reached(self, whose: str, via: tuple[str, ...]) -> Value:
        """The subject that a name leads to."""
        subject, span, day = self._stands(whose)
        return self.run.world.climb(span, via, day)[0] if via else subject

    def measure(self, wanted: typed.MeasureValue, by: Value) -> Value:
        found = self._reached(wanted.whose, wanted.via)
        if not isinstance(found, (str, int)) or found not in self.run.world.subjects(wanted.entity):
            return None
        return self.run.measure(wanted.measure, wanted.entity, found, self.asking, self._code(wanted.by, by))

    def other_result(self, wanted: typed.OtherResult, by: Value) -> Value:
        found = self._reached(wanted.whose, wanted.via)
        if not isinstance(found, (str, int)):
            return None
        return self.run.result(wanted.standard, wanted.code, wanted.what, found, self._code(wanted.by, by))

    def _code(self, written: typed.Expression | None, read: Value) -> Value:
        """The code a name with one more dimension is read for: the row's, else the one asked for."""
        return read if written is not None else self.by[1] if self.by is not None else None

    def line_of(self, table: str, key: Value, column: str) -> Value:
        definition = self.run.library.tables[table]
        for line in table_lines(definition):
            if line.columns[definition.key[0]] == key:
                return line.columns[column]
        return None

    def leaf_value(self) -> Value:
        return self.leaf

    def result(self, wanted: typed.NodeResult) -> Value:
        assert self.tree is not None
        return self.tree.result(wanted)

    def day(self, name: str) -> Value:
        return named_day(self.run.calendar(self.pack), name, self.run.period)
