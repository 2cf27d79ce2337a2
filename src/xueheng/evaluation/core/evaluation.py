"""A finished evaluation: every node of every subject, exact and as published, with its digests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.evaluation.core.dataset import Period
from xueheng.evaluation.core.scored import Scored
from xueheng.language.public import Kind, Standard, Type

State = Literal["known", "missing", "not_applying"]
STATES: tuple[State, State, State] = ("known", "missing", "not_applying")


@dataclass(frozen=True, slots=True)
class Answer:
    """One node or leaf of one subject. `points` exact (0 for a missing part that counts as zero), `shown` as
    published, `value` a leaf's measured value (a variation's is its square).
    """

    state: State
    points: Fraction | None
    shown: str | None
    level: str | None
    value: Fraction | str | bool | int | None = None


Part = Literal["state", "points", "points_den", "shown", "level", "value", "value_den"]
LETTERS: dict[Part, str] = {
    "state": "s", "points": "n", "points_den": "d", "shown": "h", "level": "e", "value": "v", "value_den": "u",
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A node as a column of the results. `decimals` of what is shown; `trimmed`: trailing zeros are dropped.

    What is the same for every subject is said here once instead of in the table: the denominators of points and
    value, and by what the points' numerator is multiplied to be what is shown (None: it stands in the table).
    """

    code: str
    index: int
    leaf: bool
    decimals: int
    trimmed: bool
    has_points: bool
    has_levels: bool
    value_type: Type | None
    points_den: int | None = None
    value_den: int | None = None
    shown_times: int | None = None


def columns_of(nodes: Sequence[Scored], types: Mapping[str, Type]) -> list[Column]:
    """The results' columns, depth first."""
    return [
        Column(
            s.code,
            s.index,
            s.leaf,
            s.shown_decimals,
            s.decimals is None,
            s.points is not None,
            s.has_levels,
            types.get(s.code),
            s.points.den.value if s.points is not None else None,
            s.value.den.value if s.value is not None and s.value.den is not None else None,
            s.shown_times,
        )
        for s in nodes
    ]


def shown_text(units: int, decimals: int, *, trimmed: bool) -> str:
    """An integer in units of 10**-decimals as a decimal number.

    >>> shown_text(-5, 2, trimmed=False)
    '-0.05'
    >>> shown_text(77500000, 6, trimmed=True)
    '77.5'
    """
    if decimals == 0:
        return str(units)
    digits = str(abs(units)).rjust(decimals + 1, "0")
    text = f"{digits[:-decimals]}.{digits[-decimals:]}"
    if trimmed:
        text = text.rstrip("0").rstrip(".")
    return f"-{text}" if units < 0 and text.strip("0.") else text


@dataclass
class Evaluation:
    """Results of one standard over one period. `table`: subject, and of each node by index what differs between
    subjects (read it by `part`); `groups`: the distributions (`groups.py` says its columns).
    """

    standard: Standard
    period: Period
    columns: list[Column]
    table: pa.Table
    digests: dict[str, str] = field(default_factory=dict)
    groups: pa.Table | None = None
    ground: pa.Table | None = None
    """What scoring reads besides the leaves' values (`ground.py`)."""
    rest: Mapping[str, pa.ChunkedArray] = field(default_factory=dict, repr=False)
    """Columns that do not stand in the table, because they were taken over from an earlier run (`kept_nodes.py`)."""
    unknown_subjects: int = 0
    _lists: dict[str, list[Any]] = field(default_factory=dict, repr=False)
    _rows: dict[Any, int] = field(default_factory=dict, repr=False)
    _repeated: dict[int, pa.Array] = field(default_factory=dict, repr=False)
    _places: tuple[pa.Table, dict[str, int]] | None = field(default=None, repr=False)

    @property
    def subjects(self) -> list[Any]:
        """Subjects in the order of the results."""
        return self._column("subject")

    def part(self, part: Part, column: Column) -> pa.Array:
        """One part of a node for every subject: state as its number, `shown` in units of the column's decimals."""
        name = f"{LETTERS[part]}{column.index}"
        place = self._place(name)
        if place is not None or name in self.rest:
            found = self.rest[name] if place is None else self.table.column(place)
            return found.chunk(0) if found.num_chunks == 1 else found.combine_chunks()
        if part == "shown" and column.shown_times is not None:
            points = self.part("points", column)
            return points if column.shown_times == 1 else pc.multiply(points, column.shown_times)
        constant = {"points_den": column.points_den, "value_den": column.value_den}.get(part)
        if constant is not None:
            return self._same_for_all(constant)
        return pa.nulls(self.table.num_rows)

    def _same_for_all(self, number: int) -> pa.Array:
        """A column of one number: made once, for most denominators are the same few."""
        found = self._repeated.get(number)
        if found is None or len(found) != self.table.num_rows:
            found = self._repeated[number] = pa.repeat(pa.scalar(number), self.table.num_rows)
        return found

    def _place(self, name: str) -> int | None:
        """Where a column stands in the table. Tables name their columns anew each time they are asked."""
        if self._places is None or self._places[0] is not self.table:
            self._places = (self.table, {n: place for place, n in enumerate(self.table.column_names)})
        return self._places[1].get(name)

    def part_of_subjects(self) -> pa.Array:
        """Who the subjects are, in the order of the results."""
        return self.table.column("subject").combine_chunks()

    def pairs(self) -> dict[str, pa.Array]:
        """For results `by` one more dimension: each pair's subject under its entity's short name, and its code under
        the dimension's; else nothing.
        """
        of, by = self.standard.of, self.standard.by
        if by is None:
            return {}
        columns = {of.rpartition(".")[2]: f"g_{of}", by: f"a_{by}"}
        return {name: self.table.column(column).combine_chunks() for name, column in columns.items()}

    def cells(self, part: Part, column: Column) -> list[Any]:
        """One part of a node for every subject, as `part` gives it."""
        name = f"{LETTERS[part]}{column.index}"
        if name not in self._lists:
            self._lists[name] = self.part(part, column).to_pylist()
        return self._lists[name]

    def _column(self, name: str) -> list[Any]:
        if name not in self._lists:
            self._lists[name] = self.table.column(name).to_pylist()
        return self._lists[name]

    def cell(self, subject: str | int, name: str) -> Any:
        """A raw column of one subject."""
        if not self._rows:
            self._rows = {s: n for n, s in enumerate(self.subjects)}
        return self._column(name)[self._rows[subject]]

    def column(self, code: str) -> Column:
        return next(c for c in self.columns if c.code == code)

    def answer(self, subject: str | int, code: str) -> Answer:
        """One node of one subject."""
        if not self._rows:
            self._rows = {s: n for n, s in enumerate(self.subjects)}
        return self.answer_at(self._rows[subject], self.column(code))

    def answer_at(self, row: int, column: Column) -> Answer:
        state = STATES[int(self.cells("state", column)[row])]
        num, den = self.cells("points", column)[row], self.cells("points_den", column)[row]
        points = Fraction(int(num), int(den)) if num is not None else None
        shown = self.cells("shown", column)[row]
        text = shown_text(int(shown), column.decimals, trimmed=column.trimmed) if shown is not None else None
        value = self._value(row, column) if column.leaf else None
        return Answer(state, points, text, self.cells("level", column)[row], value)

    def _value(self, row: int, column: Column) -> Fraction | str | bool | int | None:
        value = self.cells("value", column)[row]
        if value is None or column.value_type is None:
            return None
        kind = column.value_type.kind
        if kind in (Kind.NUMBER, Kind.VARIATION):
            return Fraction(int(value), int(self.cells("value_den", column)[row]))
        if kind in (Kind.DATE, Kind.TIME):
            return int(value)
        return bool(value) if kind is Kind.YES_NO else str(value)

    def answers(self) -> dict[Any, dict[str, Answer]]:
        """Every node of every subject."""
        return {s: {c.code: self.answer_at(n, c) for c in self.columns} for n, s in enumerate(self.subjects)}
