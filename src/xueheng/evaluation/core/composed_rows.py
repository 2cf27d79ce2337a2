"""Rows that other definitions give: leaves of a standard's results, and entries of a register."""

from dataclasses import dataclass

from sqlglot import exp

from xueheng.evaluation.core.grains import dimension_of, entity_of, grain_of_standard, pair
from xueheng.evaluation.core.instances import RUN
from xueheng.evaluation.core.leaf_tables import ALIAS
from xueheng.evaluation.core.rows import Reading, RecordRows, RowScope, span_holds
from xueheng.evaluation.core.trees import SQL, Join, both, coalesce, column, equal, relation, whole
from xueheng.evaluation.core.values import Plain, Value
from xueheng.language.public import Attribute, MeasureValue, RowColumn


@dataclass
class LeafRows(RowScope):
    """Leaves `l` of a standard's results: the one they are of stands in its own table as `m`."""

    standard: str = ""

    @property
    def of(self) -> str:
        """The grain of the standard."""
        return grain_of_standard(self.builder.library.standards[self.standard])

    def row_column(self, node: RowColumn) -> Value:
        if node.name == "code":
            return Plain(column("code", ALIAS))
        if node.name == dimension_of(self.of):
            return Plain(column(f"a_{node.name}", self._subject()))
        return self.builder.leaves(self.standard).numbers[node.name]

    def _subject(self) -> str:
        """The table of those whose results the leaves are."""
        return self.join(
            "m", self.builder.wide(self.of, RUN).name, equal(column("subject", "m"), column("subject", ALIAS))
        )

    def attribute(self, node: Attribute) -> Value:
        if node.whose == "asked":
            return self.own_values(self._asked(), node, RUN, "x")
        return self.attribute_of(self.above(self._subject(), "y", node) if node.via else self._subject(), node)

    def measure(self, node: MeasureValue) -> Value:
        if node.whose == "asked":
            return self.own_values(self._asked(), node, RUN, "x")
        return self.joined(node)

    def place(self, node: Reading) -> SQL:
        if node.whose == "asked":
            own = entity_of(self.entity) == node.entity
            return self._owner() if own else column(f"g_{node.entity}", self._asked())
        return column("subject" if node.entity == self.of else f"g_{node.entity}", self._subject())

    def own_code(self, by: str) -> SQL:
        """The leaf's own code, the code of the standard's own dimension, else the attribute of its subject."""
        return column("code", ALIAS) if by == "code" else column(f"a_{by}", self._subject())

    def _owner(self) -> SQL:
        """Who of the asked entity the row leads to."""
        entity = entity_of(self.entity)
        return column("subject" if entity == self.of else f"g_{entity}", self._subject())

    def _asked(self) -> str:
        return self.join("k", self.builder.wide(self.entity, RUN).name, equal(column("subject", "k"), self.keys()[0]))

    def keys(self) -> list[SQL]:
        if self.entity == self.of:
            return [column("subject", ALIAS)]
        by = dimension_of(self.entity)
        return [self._owner() if by is None else pair(self._owner(), self.own_code(by))]

    def rows(self) -> tuple[SQL, list[Join]]:
        return relation(self.builder.leaves(self.standard).name, ALIAS), []

    def signature(self) -> tuple[object, ...]:
        return (*super().signature(), self.standard)


@dataclass
class EntryRows(RecordRows):
    """Entries of a register as `r`, with their subjects as on the day on which the list is asked."""

    on_day: int = 0

    def row_column(self, node: RowColumn) -> Value:
        return super().row_column(RowColumn("since", node.type) if node.name == "day" else node)

    def span(self) -> str:
        """The entry's subject as on the day that is asked."""
        on = both([equal(column("subject", "a"), column("subject", "r")), span_holds("a", whole(self.on_day))])
        return self.join("a", self.builder.spans(self.evidence.about), on or exp.true())

    def span_day(self) -> SQL:
        return whole(self.on_day)

    def _subject(self) -> SQL:
        """An entry follows its subject: who it belongs to on the day, wherever it was written."""
        entity = entity_of(self.entity)
        if self.through is not None or entity == self.evidence.about:
            return super()._subject()
        return column(f"g_{entity}", self.span())

    def rows(self) -> tuple[SQL, list[Join]]:
        return relation(self.builder.entries(self.evidence.name), "r"), []

    def holds(self) -> list[SQL]:
        """The entry holds on the day that is asked; an open one holds for ever."""
        ended = exp.LT(this=column("until", "r"), expression=whole(self.on_day))
        return [
            exp.LTE(this=column("since", "r"), expression=whole(self.on_day)),
            exp.Not(this=exp.Paren(this=coalesce(ended, exp.false()))),
        ]

    def order(self) -> list[SQL]:
        """What holds has no order in time."""
        return []

    def signature(self) -> tuple[object, ...]:
        return (*super().signature(), self.on_day)
