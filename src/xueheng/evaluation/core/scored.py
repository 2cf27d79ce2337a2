"""Nodes of a standard's tree on their way to results: where their columns are and how they are read."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlglot import exp

from xueheng.evaluation.core.exact import Exact, Int, Number
from xueheng.evaluation.core.lowering import only_where
from xueheng.evaluation.core.refusals import MeasureUnsupported
from xueheng.evaluation.core.rows import SubjectRow
from xueheng.evaluation.core.stored import Stored
from xueheng.evaluation.core.trees import (
    SQL,
    Join,
    binary,
    column,
    identifier,
    negated,
    relation,
    select,
    whole,
)
from xueheng.evaluation.core.values import Plain, Value
from xueheng.language.public import Level, NodeResult, Standard, StandardNode
from xueheng.wording import Text

KNOWN, MISSING, NOT_APPLYING = 0, 1, 2
DISPLAY_DECIMALS = 6
"""Decimals shown of a number that declares none and may not be whole; the exact one stands beside it."""


@dataclass
class Scored:
    """One node of the tree and where its columns are."""

    node: StandardNode
    code: str
    index: int
    parent: "Scored | None"
    parts: list["Scored"] = field(default_factory=list)
    decimals: int | None = None
    levels: tuple[Level, ...] = ()
    always: bool = True
    """Whether it applies to every subject (no column p is kept then)."""
    points: Number | None = None
    den_name: str = ""
    value: Stored | None = None
    table_level: bool = False
    given: bool = False
    """Whether its state, points and level stand in the subjects' table already, and are not computed again."""
    shown_decimals: int = 0
    shown_form: Int | None = None
    shown_times: int | None = None
    """What the points' numerator is multiplied by to be what is shown, where that is all."""

    @property
    def leaf(self) -> bool:
        return self.node.measure is not None

    @property
    def has_levels(self) -> bool:
        return (bool(self.levels) and self.points is not None) or self.table_level

    @property
    def applies_to_all(self) -> bool:
        """Whether it, and something below it, applies to every subject."""
        return self.always and (self.leaf or any(part.applies_to_all for part in self.parts))

    @property
    def counts_always(self) -> bool:
        """Whether it has points for every subject: it applies to all, and counts as zero where it is missing."""
        return self.leaf and self.always and self.parent is not None and self.node.if_missing == "zero"

    @property
    def height(self) -> int:
        return 0 if self.leaf else 1 + max((p.height for p in self.parts), default=0)


def flatten(standard: Standard) -> list[Scored]:
    """The tree depth first; the root's code is `total`. Parts of a profile take its decimals and levels."""
    found: list[Scored] = []

    def visit(node: StandardNode, parent: Scored | None) -> Scored:
        inherits = parent is not None and parent.node.combine == "profile" and not parent.leaf
        scored = Scored(node, "total" if parent is None else node.code, len(found), parent)
        scored.den_name = f"d{scored.index}"
        scored.decimals = (
            node.decimals if node.decimals is not None or not inherits or parent is None else parent.decimals
        )
        scored.levels = node.levels or (parent.levels if inherits and parent is not None else ())
        found.append(scored)
        scored.parts = [visit(part, scored) for part in node.parts]
        return scored

    visit(standard.root, None)
    return found


@dataclass
class RuleScope(SubjectRow):
    """The subject's row, where a node's code is its points."""

    nodes: dict[str, Scored] = field(default_factory=dict)

    def node_result(self, node: NodeResult) -> Value:
        scored = self.nodes[node.code]
        if node.what == "level":
            return Plain(column(f"e{scored.index}", "q"))
        if node.what == "value" and scored.value is not None:
            applies = negated(is_state(column(f"s{scored.index}", "q"), NOT_APPLYING))
            return only_where(self.builder.exact, applies, scored.value.value(self.builder.exact, "q"))
        if scored.points is None:
            raise MeasureUnsupported(
                "XH-M027",
                Text(
                    f"规则用到的“{node.code}”在此处还没有分数",
                    f'"{node.code}" has no points yet where the rule reads it',
                ),
            )
        return points_of(self.builder.exact, scored)


def points_of(exact: Exact, scored: Scored) -> Number:
    """A node's points read from its columns."""
    kept = scored.points
    if kept is None:
        raise TypeError(scored.code)
    num = Int(column(f"n{scored.index}", "q"), min(kept.num.low, 0), max(kept.num.high, 0), kept.num.tier)
    if kept.den.value is not None:
        return Number(num, exact.constant(kept.den.value))
    return Number(num, Int(column(scored.den_name, "q"), 1, kept.den.high, kept.den.tier))


def applying(scored: Scored) -> SQL:
    """The condition that a node applies."""
    return exp.true() if scored.always else column(f"p{scored.index}", "q")


@dataclass
class Layer:
    """Columns that a layer adds, by name, with the joins that they need."""

    columns: dict[str, SQL]
    joins: list[Join]


def read_by(expressions: Iterable[SQL]) -> dict[str, None]:
    """The columns of the layer below (`q`) that expressions read, each once, in order."""
    found: dict[str, None] = {}
    for expression in expressions:
        for part in expression.find_all(exp.Column):
            if part.table == "q":
                found[part.name] = None
    return found


class Layers:
    """A query grown layer upon layer, each a SELECT over the one below that adds columns. What no layer above reads is
    left out: engines take longer to understand a long query than to answer it.
    """

    def __init__(self, source: SQL, where: SQL, *, materialized: bool) -> None:
        self._source = source
        self._where = where
        self._layers: list[Layer] = []
        self._materialized = materialized

    def add(self, columns: list[SQL], scope: SubjectRow | None = None) -> None:
        """One more layer; the joins that the columns' names needed come with `scope`."""
        if columns:
            joins = scope.needed() if scope is not None else []
            self._layers.append(Layer({c.alias_or_name: c for c in columns}, joins))

    def finish(self, columns: list[SQL]) -> exp.Select:
        """SELECT columns FROM the top layer, the others before it in a WITH."""
        kept: list[tuple[Layer, list[str], list[SQL]]] = []
        needed = read_by(columns)
        for layer in reversed(self._layers):
            own = [c for name, c in layer.columns.items() if name in needed]
            if own:
                passed = [name for name in needed if name not in layer.columns]
                kept.append((layer, passed, own))
                needed = read_by([*(column(name, "q") for name in passed), *own, *_conditions(layer)])
        queries = [select([column(name, "q") for name in needed], self._source, where=self._where)]
        for layer, passed, own in reversed(kept):
            below = relation(f"layer{len(queries) - 1}", "q")
            queries.append(select([*(column(name, "q") for name in passed), *own], below, layer.joins))
        top = select(columns, relation(f"layer{len(queries) - 1}", "q"))
        tables = [
            exp.CTE(
                this=query, alias=exp.TableAlias(this=identifier(f"layer{n}")), materialized=self._materialized or None
            )
            for n, query in enumerate(queries)
        ]
        top.set("with_", exp.With(expressions=tables))
        return top


def _conditions(layer: Layer) -> list[SQL]:
    return [on for _, on, _ in layer.joins if on is not None]


def is_state(sql: SQL, value: int) -> SQL:
    return binary(exp.EQ, sql, whole(value))
