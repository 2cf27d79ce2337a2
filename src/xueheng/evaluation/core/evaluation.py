"""A finished evaluation: every node of every subject, exact and as published, with its digests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

import pyarrow as pa

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


@dataclass(frozen=True)
class Column:
    """A node as a column of the results. `decimals` of what is shown; `trimmed`: trailing zeros are dropped."""

    code: str
    index: int
    leaf: bool
    decimals: int
    trimmed: bool
    has_points: bool
    has_levels: bool
    value_type: Type | None


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
            (bool(s.levels) and s.points is not None) or s.table_level,
            types.get(s.code),
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
    """Results of one standard over one period. `table`: subject, then s/n/d/h/e (and v/u) of each node by index."""

    standard: Standard
    period: Period
    columns: list[Column]
    table: pa.Table
    digests: dict[str, str] = field(default_factory=dict)
    groups: list[Any] = field(default_factory=list)
    unknown_subjects: int = 0
    _lists: dict[str, list[Any]] = field(default_factory=dict, repr=False)
    _rows: dict[Any, int] = field(default_factory=dict, repr=False)

    @property
    def subjects(self) -> list[Any]:
        """Subjects in the order of the results."""
        return self._column("subject")

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
        i = column.index
        state = STATES[int(self._column(f"s{i}")[row])]
        num, den = self._column(f"n{i}")[row], self._column(f"d{i}")[row]
        points = Fraction(int(num), int(den)) if num is not None else None
        shown = self._column(f"h{i}")[row]
        text = shown_text(int(shown), column.decimals, trimmed=column.trimmed) if shown is not None else None
        value = self._value(row, column) if column.leaf else None
        return Answer(state, points, text, self._column(f"e{i}")[row], value)

    def _value(self, row: int, column: Column) -> Fraction | str | bool | int | None:
        value = self._column(f"v{column.index}")[row]
        if value is None or column.value_type is None:
            return None
        kind = column.value_type.kind
        if kind in (Kind.NUMBER, Kind.VARIATION):
            return Fraction(int(value), int(self._column(f"u{column.index}")[row]))
        if kind in (Kind.DATE, Kind.TIME):
            return int(value)
        return bool(value) if kind is Kind.YES_NO else str(value)

    def answers(self) -> dict[Any, dict[str, Answer]]:
        """Every node of every subject."""
        return {s: {c.code: self.answer_at(n, c) for c in self.columns} for n, s in enumerate(self.subjects)}
