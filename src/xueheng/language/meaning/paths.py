"""What a name or a path means in its scope."""

from dataclasses import dataclass
from typing import Literal

from xueheng.language.definitions import Field
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.dimensions import value_in_row
from xueheng.language.meaning.each_window import can_be_asked_each
from xueheng.language.meaning.field_types import worth_type
from xueheng.language.meaning.naming import short, suggestion, unlisted_pack
from xueheng.language.meaning.results import ResultNamed, result_named, standard_named
from xueheng.language.meaning.scope import DATE, NUMBER, Scope
from xueheng.language.meaning.shelf import Definition
from xueheng.language.nearest import did_you_mean
from xueheng.language.positions import Place, Scalar
from xueheng.language.syntax import Path
from xueheng.language.typed import (
    Attribute,
    Expression,
    Kind,
    MeasureValue,
    NamedDay,
    NodeResult,
    OtherResult,
    RowColumn,
    TableLookup,
    Type,
    Worth,
)  # fmt: skip
from xueheng.wording import Text

EACH = {
    "weeks": Text("周", "week"),
    "months": Text("月", "month"),
    "quarters": Text("季度", "quarter"),
    "terms": Text("学期", "term"),
}
Whose = Literal["row", "asked"]


@dataclass(frozen=True, slots=True)
class _Start:
    """What the first names of a path mean, the field where it is one, and how many names that took."""

    expression: Expression | None
    field: Field | None
    taken: int


class PathReading:
    """Reads one path of one expression."""

    def __init__(self, checking: Checking, scope: Scope, scalar: Scalar, path: Path) -> None:
        self.checking = checking
        self.scope = scope
        self.scalar = scalar
        self.path = path
        self.names = path.names

    def place(self, name: int = 0) -> Place:
        """The place of the path's n-th name."""
        return self.scalar.place_at(self.path.column + sum(len(word) + 1 for word in self.names[:name]))

    def read(self) -> Expression | None:
        """The typed expression; None when something was reported or cannot be known yet."""
        start = self._start()
        if start is None:
            self._report_unknown()
            return None
        return self._onward(start) if start.expression is not None else None

    def _start(self) -> _Start | None:
        scope, first = self.scope, self.names[0]
        if first == "subject" and scope.asked and len(self.names) > 1:
            return self._of_subject("asked", scope.asked, (), 1, own_by=True)
        if first in scope.words:
            return _Start(scope.words[first], None, 1)
        if first in scope.nodes or first in scope.other_nodes:
            found = self._node(first)
            if found:
                return found
        if scope.columns is not None and first in scope.columns:
            column = scope.columns[first]
            return _Start(RowColumn(first, column.type), column.field, 1)
        if scope.any_column:
            return _Start(None, None, len(self.names))
        return self._of_someone() or self._day()

    def _of_someone(self) -> _Start | None:
        """Of the row's subject where the row has one; else of the asked subject."""
        if self.scope.row_subject:
            return self._of_subject("row", self.scope.row_subject, (), 0)
        if self.scope.asked:
            return self._of_subject("asked", self.scope.asked, (), 0, own_by=True)
        return None

    def _of_subject(
        self, whose: Whose, entity: str, via: tuple[str, ...], at: int, own_by: bool = False
    ) -> _Start | None:
        """An attribute, a measure, a result, or a parent's, from name `at` on."""
        name = self.names[at]
        if own_by and self.scope.by and name == self.scope.by[0]:
            return _Start(Attribute(whose, via, entity, name, self.scope.by[1]), None, at + 1)
        for attribute in self.checking.entities[entity].attributes:
            if attribute.name == name:
                return _Start(Attribute(whose, via, entity, name, attribute.type), attribute, at + 1)
        found = self._measure(whose, entity, via, at) or self._result(whose, entity, via, at)
        if found:
            return found
        above = next((a for a in self.checking.entities[entity].ancestors if short(a) == name), None)
        if above and len(self.names) > at + 1:
            return self._of_subject(whose, above, (*via, above), at + 1)
        return None

    def _measure(self, whose: Whose, entity: str, via: tuple[str, ...], at: int) -> _Start | None:
        """A measure by name (`pack.name` for another pack's) at this grain."""
        for length in (2, 1):
            written = ".".join(self.names[at : at + length])
            if at + length > len(self.names) or (length == 2) != ("." in written):
                continue
            definition = self._measure_definition(written)
            if definition:
                return _Start(self._measure_value(definition, whose, entity, via, at), None, at + length)
        return None

    def _measure_definition(self, written: str) -> Definition | None:
        shelf, pack = self.checking.shelf, self.scope.pack
        return shelf.find("measures", written, pack) or shelf.find("duties", written, pack)

    def _measure_value(
        self, definition: Definition, whose: Whose, entity: str, via: tuple[str, ...], at: int
    ) -> Expression | None:
        grains = self.checking.grains(definition)
        if entity not in grains:
            said = ", ".join(short(grain) for grain in grains)
            candidates = self._visible()
            hint = did_you_mean(definition.name, [name for name in candidates if name != definition.name])
            self.checking.report(
                "XH-M017", self.place(at), name=definition.name, grains=said, wanted=short(entity), hint=hint
            )
            return None
        made = self.checking.measure(definition, entity, self.place(at))
        if made is None:
            return None
        if self.scope.windows and whose == "row" and not can_be_asked_each(self.checking, made):
            self.checking.report("XH-T002", self.place(at), name=definition.name, each=EACH[self.scope.rows])
            return None
        if not self._can_read(made.by, definition.name, whose, via, at):
            return None
        return MeasureValue(whose, via, made.name, entity, made.type, self._code_read(made.by, whose, via))

    def _result(self, whose: Whose, entity: str, via: tuple[str, ...], at: int) -> _Start | None:
        """A result of a standard of this entity: `standard.code`, `pack.standard.level`."""
        named = standard_named(self.checking, self.scope.pack, self.names[at:])
        if named is None or named.of != entity:
            return None
        after = at + named.taken
        standard = self.checking.standard(named.definition, self.place(at))
        nothing = _Start(None, None, len(self.names))
        if standard is None or not self._can_read(standard.by, named.definition.name, whose, via, at):
            return nothing
        if self.scope.windows and whose == "row":
            self.checking.report("XH-T002", self.place(at), name=named.definition.name, each=EACH[self.scope.rows])
            return nothing
        found = result_named(self.checking, standard, self.names[after:])
        if not isinstance(found, ResultNamed):
            self.checking.report(found.rule, self.place(after + found.at), **found.facts)
            return nothing
        by = self._code_read(standard.by, whose, via)
        result = OtherResult(standard.name, found.code, found.what, found.type, whose, via, entity, by)
        return _Start(result, None, after + found.taken)

    def _can_read(self, by: str | None, name: str, whose: Whose, via: tuple[str, ...], at: int) -> bool:
        """Whether it is said for which code of one more dimension something is read; reports where it is not."""
        if by is None or self._same_grain(by, whose, via) or self._code_read(by, whose, via) is not None:
            return True
        self.checking.report("XH-M035", self.place(at), name=name, by=by)
        return False

    def _same_grain(self, by: str, whose: Whose, via: tuple[str, ...]) -> bool:
        """The asked grain has the same dimension: what is read there is read for its own code."""
        return whose == "asked" and not via and self.scope.by is not None and self.scope.by[0] == by

    def _code_read(self, by: str | None, whose: Whose, via: tuple[str, ...]) -> Expression | None:
        """What the folded row says of the dimension; None where the grain's own code is meant."""
        scope = self.scope
        if by is None or self._same_grain(by, whose, via) or not scope.folded or scope.windows:
            return None
        return value_in_row(self.checking, scope.columns, scope.row_subject, by)

    def _node(self, first: str) -> _Start | None:
        scope = self.scope
        what = self.names[1] if len(self.names) == 2 else ""
        if len(self.names) > 2 or what not in ("", "value", "level"):
            return None
        if first not in scope.nodes:
            self.checking.report("XH-S008", self.place(), node=first)
            return _Start(None, None, 1)
        facts = scope.nodes[first]
        if what == "":
            return _Start(NodeResult(first, "points", NUMBER), None, 1)
        if what == "value" and facts.value:
            return _Start(NodeResult(first, "value", facts.value), None, 2)
        if what == "level" and facts.levels:
            return _Start(NodeResult(first, "level", Type(Kind.CODE, codes=facts.levels)), None, 2)
        return None

    def _day(self) -> _Start | None:
        first = self.names[0]
        if first in ("period_start", "period_end") or first in self.checking.calendar_for(self.scope.pack).days:
            return _Start(NamedDay(first, DATE), None, 1)
        return None

    def _onward(self, start: _Start) -> Expression | None:
        """The names after what the path began with: `.worth`, or a column of the table a code names."""
        found = start.expression
        for at in range(start.taken, len(self.names)):
            if found is None:
                return None
            found = self._step(found, start.field if at == start.taken else None, at)
        return found

    def _step(self, found: Expression, field: Field | None, at: int) -> Expression | None:
        name = self.names[at]
        table = found.type.table
        if name == "worth" and field and field.worth:
            return Worth(found, field.worth, worth_type(field.worth))
        if table and len(self.checking.table_keys[table]) == 1:
            columns = self.checking.table_columns[table]
            if name in columns:
                return TableLookup(found, table, name, columns[name].type)
            hint = did_you_mean(name, columns)
            self.checking.report("XH-N004", self.place(at), column=name, table=short(table), hint=hint)
            return None
        self._report_unknown(at)
        return None

    def _visible(self) -> list[str]:
        """Every name that would have meant something here."""
        scope, checking = self.scope, self.checking
        entity = scope.row_subject or scope.asked
        found = [*(scope.columns or {}), *scope.words, *scope.nodes]
        if entity:
            found += [attribute.name for attribute in checking.entities[entity].attributes]
            for kind in ("measures", "duties"):
                for definition in checking.shelf.things[kind].values():
                    if entity in checking.grains(definition):
                        own = definition.pack == scope.pack
                        if own or definition.pack in checking.shelf.packs[scope.pack].used:
                            found.append(definition.name if own else definition.qualified)
        return found

    def _report_unknown(self, at: int = 0) -> None:
        checking, scope = self.checking, self.scope
        written = str(self.path)
        other = unlisted_pack(checking, written, scope.pack)
        if other:
            checking.report("XH-N001", self.place(), pack=other)
            return
        if not at and self._report_other_subject():
            return
        said = self.names[at] if at else written
        hint = suggestion(said, self._visible())
        entity = scope.row_subject or scope.asked
        if scope.columns and not scope.windows:
            of = short(entity) if entity else ""
            rule = "XH-M014" if of else "XH-M032"
            checking.report(rule, self.place(at), name=said, rows=scope.rows, entity=of, hint=hint)
        else:
            checking.report("XH-M012", self.place(at), name=said, hint=hint)

    def _report_other_subject(self) -> bool:
        """XH-S015 where the name is a result, but of a standard of somebody else."""
        entity = self.scope.row_subject or self.scope.asked
        named = standard_named(self.checking, self.scope.pack, self.names)
        if named is None or entity is None:
            return False
        name = named.definition.name
        self.checking.report("XH-S015", self.place(), name=name, of=short(named.of), wanted=short(entity))
        return True
