"""How a computed measure lies in its table: columns, bounds, and how to read it back as a value."""

from dataclasses import dataclass, field

from xueheng.evaluation.core.exact import NARROW, Exact, Int, Number
from xueheng.evaluation.core.instances import Instance
from xueheng.evaluation.core.trees import SQL, cast, column, named
from xueheng.evaluation.core.values import Plain, Squared, Truth, Value


@dataclass(frozen=True, slots=True)
class Stored:
    """One measure's columns: numerator (and denominator where it differs by row), or a plain value."""

    name: str
    form: str
    num: Int | None = None
    den: Int | None = None

    def value(self, exact: Exact, alias: str | None) -> Value:
        """The measure read from a table's alias."""
        if self.num is None or self.den is None:
            sql = column(f"{self.name}_v", alias)
            return Truth(sql) if self.form == "truth" else Plain(sql)
        num = Int(column(f"{self.name}_n", alias), self.num.low, self.num.high, self.num.tier)
        if self.den.value is not None:
            den = exact.constant(self.den.value)
        else:
            den = Int(column(f"{self.name}_d", alias), self.den.low, self.den.high, self.den.tier)
        number = Number(num, den)
        return Squared(number) if self.form == "squared" else number


def store(exact: Exact, name: str, value: Value) -> tuple[Stored, list[SQL]]:
    """Columns that keep a value, named after `name`."""
    if isinstance(value, (Truth, Plain)):
        form = "truth" if isinstance(value, Truth) else "plain"
        return Stored(name, form), [named(value.sql, f"{name}_v")]
    number = value.square if isinstance(value, Squared) else value
    form = "squared" if isinstance(value, Squared) else "number"
    num = exact.lift(number.num, number.num.tier)
    columns = [named(cast(num, "bigint") if number.num.tier == NARROW else num, f"{name}_n")]
    if number.den.value is None:
        columns.append(named(number.den.sql, f"{name}_d"))
    return Stored(name, form, number.num, number.den), columns


@dataclass
class WideTable:
    """The subjects of one entity in one context, with every measure computed so far. `names`: its columns; `beside`:
    partial states that stand beside them until the next measures are computed.
    """

    name: str
    entity: str
    keys: tuple[str, ...]
    names: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    columns: dict[Instance, Stored] = field(default_factory=dict)


Wanted = tuple[str, str]
"""A node's code and what of it: 'points', 'value' or 'level'."""


@dataclass(frozen=True)
class ResultsTable:
    """A standard's results: one row a subject; where each node's points, value and level lie, and in which column
    the state of each leaf.
    """

    name: str
    columns: dict[Wanted, Stored] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)

    def value(self, exact: Exact, wanted: Wanted, alias: str) -> Value | None:
        """A node's points, value or level; None where the node never has any."""
        stored = self.columns.get(wanted)
        return None if stored is None else stored.value(exact, alias)


@dataclass(frozen=True)
class LeafTable:
    """The relation of a standard's leaves: subject, code, and the numbers of each as read under the alias `l`."""

    name: str
    numbers: dict[str, Number]
