"""The rows a fold reads: where they come from, to which subject they lead, and where names stand in them.

Rows of six kinds share one form; leaves of other standards and entries of registers stand in composed_rows. Each
scope writes down which joins its names needed; folds that need the same rows and joins are computed in one pass.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from xueheng.evaluation.core.grains import dimension_of, dimension_read, entity_of, grain_read, pair
from xueheng.evaluation.core.instances import RUN, Context, Instance
from xueheng.evaluation.core.lowering import null_value
from xueheng.evaluation.core.planner import Planner
from xueheng.evaluation.core.stored import WideTable
from xueheng.evaluation.core.trees import SQL, Join, binary, both, cast, coalesce, column, equal, relation, select
from xueheng.evaluation.core.values import Plain, Truth, Value, column_value
from xueheng.language.public import (
    Attribute,
    EvidenceType,
    Expression,
    Kind,
    MeasureValue,
    NodeResult,
    OtherResult,
    RowColumn,
    Type,
)

Reading = MeasureValue | OtherResult
"""What reads a number of another table: a measure's, or a result's of another standard."""


def span_holds(alias: str, day: SQL) -> SQL:
    """The span's days hold this day."""
    return binary(
        exp.And, binary(exp.LTE, column("from_day", alias), day), binary(exp.GTE, column("to_day", alias), day)
    )


@dataclass
class RowScope:
    """Common to all kinds of rows."""

    builder: Planner
    entity: str
    """The grain whose subjects get the value."""
    context: Context = RUN
    joins: dict[str, tuple[exp.Expr, SQL]] = field(default_factory=dict)

    def join(self, alias: str, table: str, condition: SQL) -> str:
        """Add a LEFT JOIN once."""
        self.joins.setdefault(alias, (relation(table, alias), condition))
        return alias

    def scale_input(self) -> Value:
        raise TypeError("`value` stands only in a scale")

    def node_result(self, node: NodeResult) -> Value:
        raise TypeError(f"{node.code} stands only in rules")

    def read(self, table: WideTable, instance: Instance, alias: str) -> Value:
        """A measure from a wide table joined as `alias`."""
        return table.columns[instance].value(self.builder.exact, alias)

    def attribute_of(self, alias: str, node: Attribute) -> Value:
        return column_value(self.builder.exact, column(f"a_{node.name}", alias), node.type)

    def above(self, alias: str, prefix: str, node: Attribute | MeasureValue) -> str:
        """Join the base table of an ancestor (attributes as on the period's last day)."""
        target = node.entity
        table = self.builder.wide(target, RUN).name
        return self.join(
            f"{prefix}_{target}", table, equal(column("subject", f"{prefix}_{target}"), column(f"g_{target}", alias))
        )

    def own_values(self, alias: str, node: Attribute | MeasureValue, context: Context, prefix: str) -> Value:
        """An attribute or measure of the subject whose wide table is joined as `alias`."""
        if isinstance(node, Attribute):
            return self.attribute_of(self.above(alias, prefix, node) if node.via else alias, node)
        grain = grain_read(self.builder.library, node)
        if grain == self.entity and not node.via and node.by is None:
            return self.read(self.builder.wide(grain, context), Instance(node.measure, grain, context), alias)
        if dimension_of(grain) is not None:
            return self.joined(node)
        where = self.above(alias, prefix, node)
        return self.read(self.builder.wide(grain, RUN), Instance(node.measure, grain), where)

    # -- what stands in tables of other grains --------------------------------------------------

    def joined(self, node: MeasureValue) -> Value:
        """A measure from the table of its grain, joined by the name of the subject or pair it is read for."""
        grain = grain_read(self.builder.library, node)
        table, key = self.builder.wide(grain, RUN), self.key_read(node)
        alias = f"b_{grain}_{self.reached(node)}"
        self.join(alias, table.name, equal(column("subject", alias), key))
        return self.read(table, Instance(node.measure, grain), alias)

    def other_result(self, node: OtherResult) -> Value:
        """A result of another standard; missing where the subject has none."""
        table, key = self.builder.results(node.standard), self.key_read(node)
        alias = f"z_{node.standard}_{self.reached(node)}"
        self.join(alias, table.name, equal(column("subject", alias), key))
        found = table.value(self.builder.exact, (node.code, node.what), alias)
        return null_value(self.builder.exact, node.type.kind) if found is None else found

    def reached(self, node: Reading) -> str:
        """How a reading gets to its subject, in a word: one join serves all that get there the same way."""
        by = node.by
        said = f"{by.whose}.{'.'.join(by.via)}.{by.name}" if isinstance(by, Attribute) else ""
        return f"{node.whose}_{node.entity}_{by.name if isinstance(by, RowColumn) else said}"

    def key_read(self, node: Reading) -> SQL:
        """The name of the subject, or of the pair, that a reading is for."""
        by = dimension_read(self.builder.library, node)
        if by is None:
            return self.place(node)
        if node.by is None and grain_read(self.builder.library, node) == self.entity:
            return self.own_key()
        return pair(self.place(node), self.code_read(node.by) if node.by is not None else self.own_code(by))

    def code_read(self, by: Expression) -> SQL:
        """The row's code that a measure with one more dimension is read for."""
        value = self.builder.lowering(self).value(by)
        if not isinstance(value, Plain):
            raise TypeError("a code is wanted")
        return value.sql

    def own_key(self) -> SQL:
        """The name of the asked subject, or pair."""
        return self.keys()[0]

    def own_code(self, by: str) -> SQL:
        """The asked pair's code; for a row of no pair, the row's own."""
        raise NotImplementedError

    def place(self, node: Reading) -> SQL:
        """The name of the subject that a reading is for, its dimension left out."""
        raise NotImplementedError

    def above_or_self(self, alias: str, entity: str) -> SQL:
        """The name of a subject of `entity` in a table of this grain joined as `alias`."""
        return column("subject" if entity == self.entity else f"g_{entity}", alias)

    # -- names ----------------------------------------------------------------------------------

    def row_column(self, node: RowColumn) -> Value:
        """A column of the row."""
        raise NotImplementedError

    def attribute(self, node: Attribute) -> Value:
        """An attribute of the row's or the asked subject."""
        raise NotImplementedError

    def measure(self, node: MeasureValue) -> Value:
        """A measure of the row's or the asked subject."""
        raise NotImplementedError

    def rows(self) -> tuple[SQL, list[Join]]:
        """Where the rows come from, before the joins that names needed."""
        raise NotImplementedError

    def keys(self) -> list[SQL]:
        raise NotImplementedError

    def order(self) -> list[SQL]:
        """Day, recorded, id: what latest and first go by; empty where rows have no day."""
        return []

    def needed(self) -> list[Join]:
        """The joins that names needed, in the order they were asked for."""
        return [(table, condition, "left") for table, condition in self.joins.values()]

    def select(
        self, columns: Sequence[SQL], where: SQL | None = None, group: Sequence[SQL] = (), limit: int | None = None
    ) -> exp.Select:
        """SELECT columns FROM the rows and the joins that were needed."""
        source, joins = self.rows()
        return select(columns, source, [*joins, *self.needed()], where, group, limit)

    def signature(self) -> tuple[object, ...]:
        return (type(self).__name__, self.entity, self.context, tuple(sorted(self.joins)))


@dataclass
class RecordRows(RowScope):
    """Records of one evidence type, alias `r`."""

    type_: EvidenceType | None = None
    through: str | None = None
    window: str = ""

    @property
    def evidence(self) -> EvidenceType:
        if self.type_ is None:
            raise TypeError("records of no type")
        return self.type_

    def row_column(self, node: RowColumn) -> Value:
        name = {"about": "subject"}.get(node.name, node.name)
        if name == "verified" and not self.evidence.verified_by_anyone:
            return Truth(exp.true())
        if node.name in ("about", "id", "org", "recorder"):
            return Plain(column(name, "r"), whole=self.builder.holds_whole(self.evidence.name, name))
        return column_value(self.builder.exact, column(name, "r"), node.type)

    def span(self) -> str:
        """The record's subject as on the record's day."""
        about = self.evidence.about
        on = both([equal(column("subject", "a"), column("subject", "r")), span_holds("a", column("day", "r"))])
        return self.join("a", self.builder.spans(about), on or exp.true())

    def _span_above(self, entity: str) -> str:
        self.span()
        alias = f"u_{entity}"
        on = both([equal(column("subject", alias), column(f"g_{entity}", "a")), span_holds(alias, self.span_day())])
        return self.join(alias, self.builder.spans(entity), on or exp.true())

    def span_day(self) -> SQL:
        """The day on which the record's subject, and all above it, are looked at."""
        return column("day", "r")

    def attribute(self, node: Attribute) -> Value:
        if node.whose == "asked" and self.asks_other():
            return self.own_values(self.asked(), node, self.context, "x")
        if node.via:
            return self.attribute_of(self._span_above(node.entity), node)
        return self.attribute_of(self.span(), node)

    def measure(self, node: MeasureValue) -> Value:
        if node.whose == "asked" and self.asks_other():
            return self.own_values(self.asked(), node, RUN, "x")
        if dimension_read(self.builder.library, node) is not None:
            return self.joined(node)
        about = self.evidence.about
        table = self.builder.wide(about, RUN)
        if node.via:
            self.span()
            other = self.builder.wide(node.entity, RUN)
            alias = f"v_{node.entity}"
            self.join(alias, other.name, equal(column("subject", alias), column(f"g_{node.entity}", "a")))
            return self.read(other, Instance(node.measure, node.entity), alias)
        self.join("m", table.name, equal(column("subject", "m"), column("subject", "r")))
        return self.read(table, Instance(node.measure, node.entity), "m")

    def place(self, node: Reading) -> SQL:
        if node.whose == "asked" and self.asks_other():
            own = entity_of(self.entity) == node.entity
            return self._subject() if own else column(f"g_{node.entity}", self.asked())
        if node.via:
            self.span()
            return column(f"g_{node.entity}", "a")
        return column("subject", "r")

    def own_code(self, by: str) -> SQL:
        """The record's own field of that name, else the attribute of its subject on its day."""
        field_ = next((f for f in self.evidence.fields if f.name == by), None)
        if field_ is not None:
            return self.code_read(RowColumn(by, field_.type))
        return column(f"a_{by}", self.span())

    def asks_other(self) -> bool:
        """Whether the asked subject is another than the one the record is about."""
        return self.entity != self.evidence.about or self.through is not None

    def asked(self) -> str:
        """The asked subject's wide table."""
        key = self.keys()[0]
        return self.join("k", self.builder.wide(self.entity, RUN).name, equal(column("subject", "k"), key))

    def keys(self) -> list[SQL]:
        by = dimension_of(self.entity)
        subject = self._subject() if by is None else pair(self._subject(), self.own_code(by))
        return [subject, *([column("w", "w")] if self.window else [])]

    def _subject(self) -> SQL:
        if self.through is not None:
            return column({"about": "subject"}.get(self.through, self.through), "r")
        entity = entity_of(self.entity)
        if entity == self.evidence.about:
            return column("subject", "r")
        self.span()
        orgs, made_in = self.builder.wide(entity, RUN).name, self._made_in(entity)
        self.join("o", orgs, equal(cast(column("subject", "o"), "text"), made_in))
        return coalesce(column("subject", "o"), column(f"g_{entity}", "a"))

    def _made_in(self, entity: str) -> SQL:
        """The organisation a record was made in; its successor where it is no more."""
        org, successors = cast(column("org", "r"), "text"), self.builder.successors(entity)
        if successors is None:
            return org
        self.join("n", successors, equal(column("old", "n"), org))
        return coalesce(column("new", "n"), org)

    def rows(self) -> tuple[SQL, list[Join]]:
        joins: list[Join] = []
        if self.window:
            inside = both(
                [
                    binary(exp.GTE, column("day", "r"), column("first", "w")),
                    binary(exp.LTE, column("day", "r"), column("last", "w")),
                ]
            )
            joins.append((relation(self.window, "w"), inside, "inner"))
        return relation(self.builder.records(self.evidence.name), "r"), joins

    def order(self) -> list[SQL]:
        return [column("day", "r"), column("recorded", "r"), column("id", "r")]

    def signature(self) -> tuple[object, ...]:
        return (*super().signature(), self.evidence.name, self.through, self.window)


@dataclass
class MemberRows(RowScope):
    """Members of a population on its day: spans as `a`, the members' measures as `m`."""

    members: str = ""
    spans_relation: str = ""

    def row_column(self, node: RowColumn) -> Value:
        raise TypeError(f"a member has no column {node.name}")

    def attribute(self, node: Attribute) -> Value:
        if node.whose == "asked":
            return self.own_values(self._asked(), node, RUN, "x")
        if node.via:
            alias = f"u_{node.entity}"
            on = both(
                [
                    equal(column("subject", alias), column(f"g_{node.entity}", "a")),
                    span_holds(alias, column("on_day", "a")),
                ]
            )
            self.join(alias, self.builder.spans(node.entity), on or exp.true())
            return self.attribute_of(alias, node)
        return self.attribute_of("a", node)

    def measure(self, node: MeasureValue) -> Value:
        if node.whose == "asked":
            return self.own_values(self._asked(), node, RUN, "x")
        if dimension_read(self.builder.library, node) is not None:
            return self.joined(node)
        if node.via:
            alias, other = f"v_{node.entity}", self.builder.wide(node.entity, RUN)
            self.join(alias, other.name, equal(column("subject", alias), column(f"g_{node.entity}", "a")))
            return self.read(other, Instance(node.measure, node.entity), alias)
        table = self.builder.wide(self.members, RUN)
        self.join("m", table.name, equal(column("subject", "m"), column("subject", "a")))
        return self.read(table, Instance(node.measure, node.entity), "m")

    def place(self, node: Reading) -> SQL:
        if node.whose == "asked":
            own = entity_of(self.entity) == node.entity
            return column(f"g_{node.entity}", "a" if own else self._asked())
        return column(f"g_{node.entity}", "a") if node.via else column("subject", "a")

    def own_code(self, by: str) -> SQL:
        """The member's attribute on the population's day."""
        return column(f"a_{by}", "a")

    def _asked(self) -> str:
        return self.join("k", self.builder.wide(self.entity, RUN).name, equal(column("subject", "k"), self.keys()[0]))

    def keys(self) -> list[SQL]:
        by, subject = dimension_of(self.entity), column(f"g_{entity_of(self.entity)}", "a")
        return [subject if by is None else pair(subject, self.own_code(by))]

    def rows(self) -> tuple[SQL, list[Join]]:
        return relation(self.spans_relation, "a"), []

    def signature(self) -> tuple[object, ...]:
        return (*super().signature(), self.spans_relation)


@dataclass
class EachWindowRows(RowScope):
    """One row for each whole week, month … of a subject: the wide table of that context as `q`."""

    inner: Context = RUN

    def row_column(self, node: RowColumn) -> Value:
        first = {"start": "first", "end": "last"}[node.name]
        return column_value(self.builder.exact, column(first, "q"), Type(Kind.DATE))

    def attribute(self, node: Attribute) -> Value:
        return self.own_values("q", node, self.inner, "x")

    def measure(self, node: MeasureValue) -> Value:
        return self.own_values("q", node, self.inner, "x")

    def place(self, node: Reading) -> SQL:
        return self.above_or_self("q", node.entity)

    def own_code(self, by: str) -> SQL:
        return column(f"a_{by}", "q")

    def keys(self) -> list[SQL]:
        return [column("subject", "q")]

    def rows(self) -> tuple[SQL, list[Join]]:
        return relation(self.builder.wide(self.entity, self.inner).name, "q"), []

    def signature(self) -> tuple[object, ...]:
        return (*super().signature(), self.inner)


@dataclass
class LineRows(RowScope):
    """Lines of a table `t`, for each subject `q`."""

    table: str = ""

    def row_column(self, node: RowColumn) -> Value:
        return column_value(self.builder.exact, column(node.name, "t"), node.type)

    def attribute(self, node: Attribute) -> Value:
        return self.own_values("q", node, self.context, "x")

    def measure(self, node: MeasureValue) -> Value:
        return self.own_values("q", node, self.context, "x")

    def place(self, node: Reading) -> SQL:
        return self.above_or_self("q", node.entity)

    def own_code(self, by: str) -> SQL:
        return column(f"a_{by}", "q")

    def keys(self) -> list[SQL]:
        return [column("subject", "q"), *([column("w", "q")] if self.context != RUN else [])]

    def rows(self) -> tuple[SQL, list[Join]]:
        lines = relation(self.builder.lines(self.table), "t")
        by, columns = dimension_of(self.entity), self.builder.library.tables[self.table].columns
        of_pair = by is not None and any(c.name == by for c in columns)
        joined: Join = (
            (lines, equal(column(by or "", "t"), column(f"a_{by}", "q")), "inner")
            if of_pair
            else (lines, None, "cross")
        )
        return relation(self.builder.wide(self.entity, self.context).name, "q"), [joined]

    def signature(self) -> tuple[object, ...]:
        return (*super().signature(), self.table)


@dataclass
class SubjectRow(RowScope):
    """The subject itself, for derived values and conditions: its wide table as `q`."""

    def row_column(self, node: RowColumn) -> Value:
        raise TypeError(f"no row here for {node.name}")

    def attribute(self, node: Attribute) -> Value:
        return self.own_values("q", node, self.context, "x")

    def measure(self, node: MeasureValue) -> Value:
        return self.own_values("q", node, self.context, "x")

    def place(self, node: Reading) -> SQL:
        return self.above_or_self("q", node.entity)

    def own_code(self, by: str) -> SQL:
        return column(f"a_{by}", "q")

    def keys(self) -> list[SQL]:
        return [column("subject", "q")]
