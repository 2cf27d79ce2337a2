"""Scales: from a leaf's value to points. A scale is settled anew for each leaf that uses it."""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from xueheng.language.definitions import Source
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.keys_fixed import columns_fixed
from xueheng.language.meaning.naming import thing
from xueheng.language.meaning.nodes import (
    below,
    decimals_written,
    entries,
    high_or_low,
    items,
    number,
    scalar,
    scalars,
    words,
)  # fmt: skip
from xueheng.language.meaning.scope import TEXT, Scope
from xueheng.language.meaning.shelf import Definition
from xueheng.language.meaning.sources import source_of
from xueheng.language.meaning.tables import report_column
from xueheng.language.meaning.typing_expressions import (
    condition,
    holding,
    number_value,
    report_not_number,
    report_wanted,
)  # fmt: skip
from xueheng.language.meaning.walking import walk
from xueheng.language.nearest import did_you_mean
from xueheng.language.positions import Node, Place, Scalar
from xueheng.language.standard_definitions import (
    BandScale,
    LineScale,
    PassScale,
    PercentileScale,
    PointsScale,
    Scale,
    TableScale,
)
from xueheng.language.typed import Constant, Expression, Kind, RowColumn, ScaleInput, Type

WAYS = ("bands", "line", "table", "pass", "percentile", "points")


@dataclass(frozen=True, slots=True)
class LeafFacts:
    """What a scale needs to know of the leaf it is for."""

    pack: str
    code: str
    value: Type
    entity: str
    by: tuple[str, Type] | None
    place: Place


def scale_for(checking: Checking, node: Node, leaf: LeafFacts, above: Source) -> tuple[Scale, Source] | None:
    """The scale a leaf names or writes, with its source; None when something was reported."""
    before = len(checking.issues)
    named, arguments = _named(node)
    definition = thing(checking, "scales", named, leaf.pack) if named else None
    body = definition.body if definition else node
    if named and definition is None:
        return None
    words_of_scale: dict[str, Constant | ScaleInput] = {
        "value": ScaleInput(leaf.value),
        "leaf": Constant(leaf.code, TEXT),
    }
    if definition:
        taken = _taken(checking, definition, arguments, named.place if named else leaf.place)
        if taken is None:
            return None
        words_of_scale.update(taken)
    pack = definition.pack if definition else leaf.pack
    scope = Scope(pack, asked=leaf.entity, words=words_of_scale, by=leaf.by)
    made = _scale(checking, body, leaf, scope)
    if made is None or any(found.severity == "error" for found in checking.issues[before:]):
        return None
    return made, source_of(checking, body, checking.sources[definition.pack] if definition else above)


def _named(node: Node) -> tuple[Scalar | None, MappingOf[str, Scalar]]:
    """`scale: name` or `scale: {use: name, item: …}`; nothing for a scale written in place."""
    if isinstance(node, Scalar):
        return node, {}
    use = scalar(below(node, "use"))
    if use is None:
        return None, {}
    given = {e.key.text: e.value for e in entries(node) if e.key.text != "use" and isinstance(e.value, Scalar)}
    return use, given


def _taken(
    checking: Checking, definition: Definition, arguments: MappingOf[str, Scalar], place: Place
) -> dict[str, Constant] | None:
    """What the scale takes, as constants of this leaf: a number where one is written, else a text.

    None when something it takes is not given.
    """
    takes = words(below(definition.body, "takes"))
    for name, written in arguments.items():
        if name not in takes:
            hint = did_you_mean(name, takes)
            checking.report("XH-S009", written.place, scale=definition.name, name=name, hint=hint)
    found: dict[str, Constant] = {}
    for name in takes:
        if name not in arguments:
            checking.report("XH-S010", place, scale=definition.name, name=name)
            return None
        written = arguments[name]
        exact = None if written.quoted else number(written)
        if exact is None:
            found[name] = Constant(written.text, TEXT)
        else:
            found[name] = Constant(
                exact, Type(Kind.NUMBER, decimals=decimals_written(written.text), low=exact, high=exact)
            )
    return found


def _scale(checking: Checking, body: Node, leaf: LeafFacts, scope: Scope) -> Scale | None:
    way = next((way for way in WAYS if below(body, way) is not None), None)
    if way == "table" or (way == "points" and below(body, "table") is not None):
        return _table(checking, body, leaf, scope)
    if way == "bands":
        return _bands(checking, body, leaf)
    if way == "line":
        return _line(checking, body, leaf)
    if way == "pass":
        holds = holding(checking, below(body, "pass"), scope)
        return PassScale(holds) if holds is not None else None
    if way == "percentile":
        return _percentile(checking, body, scope.pack)
    if way == "points":
        found = number_value(checking, below(body, "points"), scope)
        return PointsScale(found) if found is not None else None
    return None


def _pairs(node: Node | None) -> list[tuple[Node, Fraction, Fraction]]:
    found = []
    for item in items(node):
        pair = [number(cell) for cell in items(item)]
        if len(pair) == 2 and pair[0] is not None and pair[1] is not None:
            found.append((item, pair[0], pair[1]))
    return found


def _bands(checking: Checking, body: Node, leaf: LeafFacts) -> Scale | None:
    low = high_or_low(below(body, "better")) == "low"
    bands = _pairs(below(body, "bands"))
    for (_, before, _), (node, bound, _) in pairwise(bands):
        if bound <= before if low else bound >= before:
            checking.report("XH-S004", node.place, bound=_said(bound), before=_said(before))
    if not _measured(checking, leaf):
        return None
    otherwise = number(below(body, "else"))
    return BandScale(
        tuple((bound, points) for _, bound, points in bands), otherwise or Fraction(0), "low" if low else "high"
    )


def _line(checking: Checking, body: Node, leaf: LeafFacts) -> Scale | None:
    points = _pairs(below(body, "line"))
    for (_, before, _), (node, at, _) in pairwise(points):
        if at <= before:
            checking.report("XH-S004", node.place, bound=_said(at), before=_said(before))
    if leaf.value.kind is not Kind.NUMBER:
        report_not_number(checking, leaf.place, leaf.value.kind)
        return None
    return LineScale(tuple((at, given) for _, at, given in points))


def _said(number: Fraction) -> str:
    return str(float(number)) if number.denominator != 1 else str(number.numerator)


def _measured(checking: Checking, leaf: LeafFacts) -> bool:
    """Bands want a number; a coefficient of variation may be compared too."""
    if leaf.value.kind in (Kind.NUMBER, Kind.VARIATION):
        return True
    report_wanted(checking, leaf.place, Kind.NUMBER, leaf.value.kind)
    return False


def _percentile(checking: Checking, body: Node, pack: str) -> Scale | None:
    within = scalar(below(below(body, "percentile"), "within"))
    definition = thing(checking, "populations", within, pack) if within else None
    population = checking.population(definition, within.place) if definition and within else None
    return PercentileScale(population.name) if population else None


def _table(checking: Checking, body: Node, leaf: LeafFacts, scope: Scope) -> Scale | None:
    named = scalar(below(body, "table"))
    definition = thing(checking, "tables", named, scope.pack) if named else None
    if definition is None or named is None:
        return None
    table = definition.qualified
    columns = checking.table_columns[table]
    inside = scope.with_row(named.text, columns, None)
    reach = _column(checking, below(body, "reach"), table)
    ends = [_column(checking, end, table) for end in scalars(below(body, "between"))]
    level = _column(checking, below(body, "level"), table)
    where = condition(checking, below(body, "where"), inside)
    points = number_value(checking, below(body, "points"), inside)
    if points is None:
        return None
    wanted = below(body, "reach") or below(body, "between")
    if wanted is not None and not reach and not (ends and all(ends)):
        return None
    mode: Literal["reach", "between", "pick"] = "reach" if reach else "between" if ends else "pick"
    free = frozenset({*_columns_in(points), level or "", reach or "", *(end or "" for end in ends)})
    columns_fixed(checking, where, table, mode, free if mode != "pick" else frozenset(), named.place)
    fixed_better = high_or_low(below(body, "better"))
    by_line = None if fixed_better else _column(checking, below(body, "better"), table)
    return TableScale(
        table=table,
        where=where,
        mode=mode,
        reach=reach,
        between=(ends[0], ends[1]) if len(ends) == 2 and ends[0] and ends[1] else None,
        better=fixed_better or leaf.value.better or "high",
        better_column=by_line,
        points=points,
        level=level,
        below=number(below(body, "below")) or Fraction(0),
    )


def _column(checking: Checking, node: Node | None, table: str) -> str | None:
    written = scalar(node)
    if written is None:
        return None
    if written.text not in checking.table_columns[table]:
        report_column(checking, written.text, written.place, table)
        return None
    return written.text


def _columns_in(expression: Expression) -> list[str]:
    return [part.name for part in walk(expression) if isinstance(part, RowColumn)]
