"""Definitions made so far, and what they may be called by in a place: names of a subject, of a row, of a grain."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal

from tests.property.phrases import Names
from tests.property.world import ENTITY, GRADE_KEYS
from tests.reference_evaluator.authoring import DATE, PACK, attribute, measure, other_result, reading
from xueheng.language import typed
from xueheng.language.definitions import Cases, Entity, Fold, Measure, Population, StandardRows
from xueheng.language.standard_definitions import Standard, StandardNode
from xueheng.language.typed import Expression, Kind, Type

HIGHEST_FLOOR = 4
Whose = Literal["row", "asked"]


@dataclass(frozen=True)
class Dimension:
    """One more dimension of a grain: the name of a column or an attribute, its type, and its codes."""

    name: str
    type: Type
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """A measure, with what later ones must know: its floor, whether it is huge, whether a week may ask for it, and
    the dimension of its grain.
    """

    measure: Measure
    floor: int
    huge: bool = False
    each_window: bool = False
    by: Dimension | None = None


@dataclass(frozen=True)
class MadeStandard:
    """A standard that others read: the floor its results stand on, and the leaves whose values are huge."""

    standard: Standard
    floor: int
    huge: frozenset[str]


@dataclass
class Growing:
    """Measures, populations and other standards made so far, and the chance that makes more."""

    chance: Random
    made: list[Made] = field(default_factory=list)
    populations: list[Population] = field(default_factory=list)
    standards: list[MadeStandard] = field(default_factory=list)

    def of(self, entity: str, each_window: bool = False, by: str | None = None) -> list[Made]:
        """Measures of an entity, or of its grain `by` something, that more may rest on."""
        return [
            m
            for m in self.made
            if m.measure.of == entity
            and m.measure.by == by
            and m.floor < HIGHEST_FLOOR
            and m.each_window >= each_window
        ]

    def results_of(self, entity: str, by: str | None = None) -> list[MadeStandard]:
        """Other standards of an entity, or of its grain, that may be read."""
        found = [s for s in self.standards if s.standard.of == entity and s.standard.by == by]
        return [s for s in found if s.floor < HIGHEST_FLOOR]

    def add(
        self,
        made: Fold | Expression | Cases,
        of: str,
        *,
        huge: bool = False,
        each_window: bool = False,
        by: Dimension | None = None,
    ) -> Made:
        """Name a measure and keep it."""
        name, named_by = f"m{len(self.made)}", by.name if by else None
        codes = by.codes if by and isinstance(made, Fold) else ()
        if isinstance(made, Cases):
            definition = measure(name, of=of, by=named_by, cases=made, codes=codes)
        else:
            definition = measure(name, made, of=of, by=named_by, codes=codes)
        if definition.type.kind is Kind.NUMBER and self.chance.random() < 0.2:
            decimals = self.chance.choice((0, 1, 2))
            kind = replace(definition.type, decimals=decimals, low=None, high=None)
            definition = replace(definition, round=decimals, type=kind)
        floor = self.floor_of(definition) + (definition.fold is not None)
        kept = Made(definition, floor, huge, each_window, by)
        self.made.append(kept)
        return kept

    def floor_of(self, definition: object) -> int:
        """The floor of the highest thing that a definition names."""
        measures = {(m.measure, m.entity) for m in named_measures(definition)}
        standards = set(named_standards(definition))
        found = [m.floor for m in self.made if (m.measure.name, m.measure.of) in measures]
        found += [s.floor + 1 for s in self.standards if s.standard.name in standards]
        return max(found, default=0)

    def asked(self, entity: str, each_window: bool = False, days: bool = True, by: Dimension | None = None) -> Names:
        """Names of the asked subject: attributes, measures, results, those of its parents; in a grain, the code."""
        names = self.of_subject(entity, "asked", each_window)
        if days and not each_window:
            names.add(*(typed.NamedDay(day, DATE) for day in ("period_start", "period_end", "census")))
        if by is not None:
            names.add(*2 * [attribute(by.name, by.type, "asked", entity)])
            for made in self.of(entity, by=by.name):
                self.name(names, made, "asked", ())
            self.name_results(names, self.results_of(entity, by.name)[-1:], "asked", ())
        return names

    def of_subject(self, entity: str, whose: Whose, each_window: bool = False, hidden: Collection[str] = ()) -> Names:
        """Names of a subject; `hidden`: names that mean columns of the row, and not its subject's attributes."""
        names = attributes(ENTITY[entity], whose, hidden=hidden)
        for made in self.of(entity, each_window):
            self.name(names, made, whose, ())
        if not each_window:
            self.name_results(names, self.results_of(entity)[-2:], whose, ())
        for above in ENTITY[entity].ancestors:
            for kept in attributes(ENTITY[above], whose, (above,)).numbers[:1]:
                names.add(kept)
            for made in self.of(above, each_window)[:2]:
                self.name(names, made, whose, (above,))
            if not each_window:
                self.name_results(names, self.results_of(above)[:1], whose, (above,))
        return names

    def by_row(self, columns: Mapping[str, Expression], row_entity: str | None, asked: str) -> Names:
        """Measures and results with one more dimension, read for the row's own code of it."""
        codes = dict(code_attributes(row_entity)) | {n: e for n, e in columns.items() if e.type.kind is Kind.CODE}
        ways: list[tuple[str, Whose, tuple[str, ...]]] = [(asked, "asked", ())]
        if row_entity is not None:
            ways = [(asked, "asked", ()), (row_entity, "row", ())]
            ways += [(above, "row", (above,)) for above in ENTITY[row_entity].ancestors]
        names = Names()
        for by, code in codes.items():
            for entity, whose, via in ways:
                for made in self.of(entity, by=by):
                    self.name(names, made, whose, via, code)
                self.name_results(names, self.results_of(entity, by)[-1:], whose, via, code)
        return names

    def name(self, names: Names, made: Made, whose: Whose, via: tuple[str, ...], by: Expression | None = None) -> None:
        named = made.measure
        expression = reading(named.name.removeprefix(f"{PACK}."), named.type, whose, named.of, via, by)
        if made.huge:
            names.huge.append(expression)
        else:
            names.add(expression)

    def name_results(
        self,
        names: Names,
        standards: list[MadeStandard],
        whose: Whose,
        via: tuple[str, ...],
        by: Expression | None = None,
    ) -> None:
        """A few results of each of these standards: points, values and levels."""
        for made in standards:
            found = list(self.readable(made))
            for code, what, kind in self.chance.sample(found, min(3, len(found))):
                read = other_result(
                    made.standard.name.removeprefix(f"{PACK}."), code, kind, what, whose, made.standard.of, via, by
                )
                names.add(read)

    def readable(self, made: MadeStandard) -> Iterator[tuple[str, Literal["points", "value", "level"], Type]]:
        """What may be read of a standard: code, what of it, and its type."""
        for node in nodes_below(made.standard.root):
            code = "total" if node is made.standard.root else node.code
            pointed = node.combine != "profile" if node.parts else node.scale is not None
            if pointed:
                yield code, "points", Type(Kind.NUMBER, better="high")
            if pointed and node.levels:
                yield code, "level", Type(Kind.CODE, codes=tuple(level.code for level in node.levels))
            if node.measure and node.code not in made.huge:
                yield code, "value", self.definition(node.measure, made.standard.of).type

    def definition(self, name: str, of: str) -> Measure:
        return next(m.measure for m in self.made if (m.measure.name, m.measure.of) == (name, of))


def nodes_below(node: StandardNode) -> Iterator[StandardNode]:
    """A node and everything below."""
    yield node
    for part in node.parts:
        yield from nodes_below(part)


def attributes(entity: Entity, whose: Whose, via: tuple[str, ...] = (), hidden: Collection[str] = ()) -> Names:
    """An entity's attributes by name."""
    seen = [f for f in entity.attributes if f.name not in hidden]
    return Names().add(*(attribute(f.name, f.type, whose, entity.name, via) for f in seen))


def code_attributes(entity: str | None) -> Iterator[tuple[str, Expression]]:
    """The codes that a row's subject says of itself."""
    for one in ENTITY[entity].attributes if entity is not None else ():
        if one.type.kind is Kind.CODE:
            yield one.name, attribute(one.name, one.type, "row", entity or "")


def dimensions(columns: Mapping[str, Expression], row_entity: str | None) -> list[Dimension]:
    """What rows may be divided by: their own codes, else those of their subject."""
    found = dict(code_attributes(row_entity)) | {n: e for n, e in columns.items() if e.type.kind is Kind.CODE}
    codes = {name: e.type.codes or (GRADE_KEYS if e.type.table else ()) for name, e in found.items()}
    return [Dimension(name, e.type, codes[name]) for name, e in found.items() if codes[name]]


def parts_of(thing: object) -> Iterator[object]:
    """A definition and everything inside it."""
    yield thing
    if isinstance(thing, tuple):
        for part in thing:
            yield from parts_of(part)
    elif hasattr(thing, "__dataclass_fields__"):
        for name in thing.__dataclass_fields__:
            yield from parts_of(getattr(thing, name))


def named_measures(thing: object) -> list[typed.MeasureValue]:
    """Every measure named anywhere inside a definition."""
    return [part for part in parts_of(thing) if isinstance(part, typed.MeasureValue)]


def named_standards(thing: object) -> list[str]:
    """Every other standard named anywhere inside a definition."""
    return [part.standard for part in parts_of(thing) if isinstance(part, typed.OtherResult | StandardRows)]
