"""Measures: rows folded into one value of a subject, or a value derived from others of the same subject."""

from dataclasses import replace
from typing import Literal, cast, get_args

from xueheng.language.definitions import (
    Cases,
    EvidenceRows,
    Fold,
    FoldKind,
    Measure,
    PopulationRows,
    RegisterRows,
    RowSource,
    Source,
    StandardRows,
    TableRows,
    UnusedRows,
    WindowRows,
)
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.dimensions import Dimension, codes_declared, value_in_row
from xueheng.language.meaning.field_types import declared_unit
from xueheng.language.meaning.keys_fixed import columns_fixed
from xueheng.language.meaning.leading import leads_to
from xueheng.language.meaning.naming import report_unknown, short
from xueheng.language.meaning.nodes import below, bilingual, entries, items, scalar, scalars, text, whole
from xueheng.language.meaning.number_types import joined
from xueheng.language.meaning.row_sources import Rows, rows_named
from xueheng.language.meaning.scope import COUNT, Scope
from xueheng.language.meaning.shelf import Definition
from xueheng.language.meaning.sources import source_of
from xueheng.language.meaning.typing_expressions import (
    ORDERED,
    condition,
    holding,
    number_value,
    report_not_number,
    report_wanted,
    says_all,
    value,
)  # fmt: skip
from xueheng.language.meaning.windows import day_of, during_of
from xueheng.language.nearest import did_you_mean
from xueheng.language.positions import Entry, Mapping, Node, Place, Scalar
from xueheng.language.typed import Expression, Kind, Type
from xueheng.wording import Text

FOLDS: tuple[FoldKind, ...] = get_args(FoldKind)
CONDITIONED = ("count", "share")
NEED_DAYS = ("first", "latest")
OF_NUMBERS = ("sum", "mean", "variation")
ZERO_WHEN_EMPTY = ("count", "sum", "distinct")
RATIO = Type(Kind.NUMBER, better="high")
_VARIATION = Type(Kind.VARIATION)


def make_measure(checking: Checking, definition: Definition, entity: str) -> Measure | None:
    """A named measure at one grain."""
    body = definition.body
    if definition.kind == "duties":
        return _duty(checking, definition, entity)
    for written in scalars(below(body, "of")):
        if checking.shelf.find("entities", written.text, definition.pack) is None:
            report_unknown(checking, "entities", written, definition.pack)
    source = source_of(checking, body, checking.sources[definition.pack])
    return measure_in(checking, definition.qualified, definition.key, body, definition.pack, entity, source)


def _duty(checking: Checking, definition: Definition, entity: str) -> Measure:
    """A duty read as a measure: the share of due windows in which it was kept. Comes with duties."""
    title = bilingual(below(definition.body, "title"), definition.name)
    source = source_of(checking, definition.body, checking.sources[definition.pack])
    return Measure(
        definition.qualified, entity, None, None, None, None, None, RATIO, title, source, definition.key.place, "duties"
    )


def measure_in(
    checking: Checking, name: str, key: Scalar, body: Node, pack: str, entity: str, source: Source,
    empty: Literal["zero", "missing"] | None = None, by: tuple[str, Type] | None = None,
) -> Measure | None:  # fmt: skip
    """A measure from its keys, named or in place on a leaf. `empty` and `by` come from the tree above a leaf."""
    own_by = text(below(body, "by"))
    by = (own_by, Type(Kind.CODE)) if own_by else by
    ways = [entry.key for entry in entries(body) if entry.key.text in (*FOLDS, "value", "cases")]
    if len(ways) != 1:
        checking.report("XH-M015", ways[1].place if ways else key.place, name=key.text, found=_said_ways(ways))
        return None
    way = ways[0].text
    if way in FOLDS:
        made = _Folding(checking, key, body, pack, entity, ways[0], empty, by).measure(name, source)
    else:
        made = _derived(checking, name, body, pack, entity, way, source, by)
    if made is None:
        return None
    type = _declared(checking, body, made.type, key.place)
    return replace(made, type=type, round=type.decimals if below(body, "round") is not None else None,
                   title=bilingual(below(body, "title"), key.text), place=key.place)  # fmt: skip


def _said_ways(ways: list[Scalar]) -> Text:
    if not ways:
        return Text("没有", "none")
    names = [way.text for way in ways]
    return Text("、".join(names), " and ".join(f'"{name}"' for name in names))


def _declared(checking: Checking, body: Node, type: Type, place: Place) -> Type:
    """What the measure itself says of its unit and rounding."""
    unit = declared_unit(body)
    decimals = whole(below(body, "round"))
    if unit:
        type = replace(type, unit=unit)
    if decimals is not None:
        if type.kind is not Kind.NUMBER:
            said = scalar(below(body, "round"))
            report_not_number(checking, said.place if said else place, type.kind)
        type = replace(type, decimals=decimals, low=None, high=None)
    return type


def _derived(
    checking: Checking, name: str, body: Node, pack: str, entity: str, way: str, source: Source,
    by: tuple[str, Type] | None,
) -> Measure | None:  # fmt: skip
    scope = Scope(pack, asked=entity, by=by)
    said_by = by[0] if by else None
    place = body.place
    if way == "value":
        found = value(checking, below(body, "value"), scope)
        if found is None:
            return None
        return Measure(name, entity, said_by, None, found, None, None, found.type, bilingual(None), source, place)
    cases: list[tuple[Expression, Expression]] = []
    for item in items(below(body, "cases")):
        when = holding(checking, below(item, "when"), scope)
        then = value(checking, below(item, "value"), scope)
        if when is not None and then is not None:
            cases.append((when, then))
    otherwise = value(checking, below(body, "else"), scope)
    branches = [then for _, then in cases] + ([otherwise] if otherwise else [])
    if not cases or not _branches_fit(checking, branches, below(body, "cases")):
        return None
    made = Cases(tuple(cases), otherwise)
    return Measure(name, entity, said_by, None, None, made, None, joined(branches), bilingual(None), source, place)


def _branches_fit(checking: Checking, branches: list[Expression], node: Node | None) -> bool:
    first = branches[0].type
    for branch in branches:
        if Kind.VARIATION in (first.kind, branch.type.kind) and node:
            checking.report("XH-M020", node.place)
            return False
        if branch.type.kind is not first.kind and node:
            report_wanted(checking, node.place, first.kind, branch.type.kind)
            return False
    return True


class _Folding:
    """One fold of rows into a value of a subject."""

    def __init__(
        self, checking: Checking, key: Scalar, body: Node, pack: str, entity: str, way: Scalar,
        empty: Literal["zero", "missing"] | None, by: tuple[str, Type] | None,
    ) -> None:  # fmt: skip
        self.checking = checking
        self.key = key
        self.body = body
        self.pack = pack
        self.entity = entity
        self.way = way
        self.kind = cast(FoldKind, way.text)
        self.empty = empty
        self.by = by

    def measure(self, name: str, source: Source) -> Measure | None:
        """The measure; None when something in it was reported."""
        before = len(self.checking.issues)
        written = list(scalars(below(self.body, "from")))
        if not written:
            of = Text(f"统计项“{self.key.text}”", f'measure "{self.key.text}"')
            self.checking.report("XH-K002", self.way.place, of=of, key="from")
            return None
        rows = rows_named(self.checking, written, self.pack, self.entity)
        if rows is None or not self._allowed(rows, written[0]):
            return None
        divided = self._dimension(rows)
        fold, type = self._fold(rows, divided)
        if any(issue.severity == "error" for issue in self.checking.issues[before:]):
            return None
        return Measure(
            name, self.entity, divided.name if divided else None, fold, None, None, None, type, bilingual(None), source,
            self.way.place, by_codes=divided.codes if divided else (),
        )  # fmt: skip

    def _dimension(self, rows: Rows) -> Dimension | None:
        """The one more dimension of the grain. On a leaf of a standard `by` something, rows that say nothing of it
        are of the whole subject.
        """
        written = scalar(below(self.body, "by"))
        if self.by is None or (written is None and isinstance(rows.source, WindowRows)):
            return None
        name, place = self.by[0], written.place if written else self.way.place
        if isinstance(rows.source, WindowRows):
            self.checking.report("XH-T012", place, key="by", said=name, rows=rows.said)
            return None
        if rows.columns is None:
            return Dimension(name, Type(Kind.CODE), ())
        found = value_in_row(self.checking, rows.columns, rows.subject, name)
        if found is None:
            if written:
                self._report_no_column(rows, written)
            return None
        codes = codes_declared(self.checking, found.type)
        if not codes:
            self.checking.report("XH-M036", place, name=name)
        return Dimension(name, found.type, codes)

    def _report_no_column(self, rows: Rows, written: Scalar) -> None:
        entity = self.checking.entities[rows.subject] if rows.subject else None
        known = [*(rows.columns or {}), *(attribute.name for attribute in (entity.attributes if entity else ()))]
        hint = did_you_mean(written.text, known)
        of = short(entity.name) if entity else ""
        rule = "XH-M014" if entity else "XH-M032"
        self.checking.report(rule, written.place, name=written.text, rows=rows.said, entity=of, hint=hint)

    def _allowed(self, rows: Rows, written: Scalar) -> bool:
        """Whether these rows may be folded so, into this subject."""
        meaningless = self._meaningless(rows)
        if meaningless is not None:
            said = meaningless.value.text if isinstance(meaningless.value, Scalar) else ""
            self.checking.report("XH-T012", meaningless.key.place, key=meaningless.key.text, said=said, rows=rows.said)
            return False
        wrong = self._wrong_time(rows)
        if wrong is not None:
            rule, key = wrong
            self.checking.report(rule, key.place, key=key.text, rows=rows.said)
            return False
        if not rows.have_days and self.kind in NEED_DAYS and not isinstance(rows.source, UnusedRows):
            self.checking.report("XH-M031", self.way.place, fold=self.kind, rows=rows.said)
            return False
        if self.kind == "pick" and not isinstance(rows.source, TableRows | UnusedRows):
            self.checking.report("XH-M030", self.way.place, rows=rows.said)
            return False
        return leads_to(self.checking, rows, self.entity, below(self.body, "through"), written)

    def _meaningless(self, rows: Rows) -> Entry | None:
        """Results are of a whole period and of whom the standard is of; an entry holds on one day, not on any."""
        keys = {entry.key.text: entry for entry in entries(self.body)}
        on = text(below(self.body, "on"), "period_end")
        if isinstance(rows.source, StandardRows):
            also = "on" if on != "period_end" else ""
            return next((keys[key] for key in ("during", "through", "records", also) if key in keys), None)
        return keys["on"] if isinstance(rows.source, RegisterRows) and on == "any_day" else None

    def _wrong_time(self, rows: Rows) -> tuple[str, Scalar] | None:
        """`during` is for what happens, `on` for what holds; a table's lines do neither."""
        during, on = (self.body.key(key) if isinstance(self.body, Mapping) else None for key in ("during", "on"))
        if during and rows.holds and not isinstance(rows.source, StandardRows):
            return "XH-T003", during
        if on and rows.happens:
            return "XH-T009", on
        if isinstance(rows.source, TableRows) and (during or on):
            return "XH-T010", during or on or self.way
        return None

    def _fold(self, rows: Rows, divided: Dimension | None) -> tuple[Fold, Type]:
        scope = self._scope(rows, divided)
        where = condition(self.checking, below(self.body, "where"), scope)
        asked = below(self.body, self.kind)
        found = self._expression(asked, scope, rows)
        weight = number_value(self.checking, below(self.body, "weighed_by"), scope)
        type = self._type(found)
        if self.kind == "pick" and isinstance(rows.source, TableRows):
            fixed = frozenset({divided.name} if divided else ())
            columns_fixed(self.checking, where, rows.source.table, "pick", fixed, self.way.place)
        source, day = self._on(rows)
        through = scalar(below(self.body, "through"))
        fold = Fold(
            kind=self.kind,
            rows=source,
            condition=condition(self.checking, asked, scope) if self.kind in CONDITIONED else None,
            expression=found,
            where=where,
            during=during_of(self.checking, below(self.body, "during"), self.pack),
            on=day,
            records="any" if text(below(self.body, "records")) == "any" else "verified",
            through=through.text if through else None,
            weighed_by=weight,
            ties="last" if text(below(self.body, "ties")) == "last" else "best",
            empty=self._empty(type),
            better=found.type.better if found is not None else None,
        )
        return fold, type

    def _on(self, rows: Rows) -> tuple[RowSource, str]:
        """The rows and their day. A population asked on another day than its own is a population of that day."""
        written = below(self.body, "on")
        population = None
        if isinstance(rows.source, PopulationRows):
            population = self.checking.populations.get(rows.source.population)
        day = day_of(self.checking, written, self.pack, population.on if population else "period_end")
        if population is None or day == population.on:
            return rows.source, day
        name = f"{population.name}@{day}"
        self.checking.populations[name] = replace(population, name=name, on=day)
        return PopulationRows(name), day

    def _scope(self, rows: Rows, divided: Dimension | None) -> Scope:
        scope = Scope(self.pack, asked=self.entity, by=(divided.name, divided.type) if divided else None)
        windows = isinstance(rows.source, WindowRows)
        return scope.with_row(rows.said, rows.columns or {}, rows.subject, rows.columns is None, windows, folded=True)

    def _expression(self, asked: Node | None, scope: Scope, rows: Rows) -> Expression | None:
        if self.kind in CONDITIONED:
            return None
        if says_all(asked) and isinstance(asked, Scalar):
            self.checking.report("XH-M034", asked.place, fold=self.kind)
            return None
        found = value(self.checking, asked, scope)
        if found is None or asked is None:
            return None
        kind = found.type.kind
        if (
            kind is Kind.VARIATION
            or (self.kind in OF_NUMBERS and kind is not Kind.NUMBER)
            or (self.kind in ("min", "max", "best") and kind not in ORDERED)
        ):
            report_not_number(self.checking, asked.place, kind)
        return found

    def _type(self, found: Expression | None) -> Type:
        if self.kind in ("count", "distinct"):
            return COUNT
        if self.kind == "share":
            return RATIO
        if self.kind == "variation":
            return _VARIATION
        if found is None:
            return RATIO
        if self.kind in ("sum", "mean"):
            decimals = found.type.decimals if self.kind == "sum" else None
            return replace(found.type, decimals=decimals, low=None, high=None)
        return found.type

    def _empty(self, type: Type) -> Literal["zero", "missing"]:
        own = text(below(self.body, "empty"))
        if own in ("zero", "missing"):
            said = scalar(below(self.body, "empty"))
            if own == "zero" and type.kind is not Kind.NUMBER and said:
                report_not_number(self.checking, said.place, type.kind)
            return "zero" if own == "zero" else "missing"
        if self.empty and type.kind is Kind.NUMBER:
            return self.empty
        return "zero" if self.kind in ZERO_WHEN_EMPTY else "missing"


def is_record_fold(measure: Measure) -> bool:
    """Whether a measure folds evidence records."""
    return measure.fold is not None and isinstance(measure.fold.rows, EvidenceRows)
