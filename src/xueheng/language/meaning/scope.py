"""What names mean where an expression stands: a row's columns, its subject, the asked subject, nodes of a tree."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from xueheng.language.meaning.checking import Column
from xueheng.language.typed import Constant, Kind, ScaleInput, Type

NUMBER = Type(Kind.NUMBER, better="high")
YES_NO = Type(Kind.YES_NO)
DATE = Type(Kind.DATE)
TEXT = Type(Kind.TEXT)
COUNT = Type(Kind.NUMBER, decimals=0, low=None, better="high")

RECORD_COLUMNS: Mapping[str, Column] = {
    "id": Column(Type(Kind.NUMBER, decimals=0)),
    "day": Column(DATE),
    "recorder": Column(TEXT),
    "org": Column(TEXT),
    "verified": Column(YES_NO),
    "recorded": Column(Type(Kind.NUMBER, decimals=0)),
    "about": Column(TEXT),
}
"""What every record has besides its fields; no field may be called so."""

SPAN_COLUMNS: Mapping[str, Column] = {"since": Column(DATE), "until": Column(DATE)}
"""What an entry of a register has besides: the days it holds, an open end being missing."""

WINDOW_COLUMNS: Mapping[str, Column] = {"start": Column(DATE), "end": Column(DATE)}
"""The columns of a week, month, quarter or term as a row."""

RESERVED_CODES = ("total", "level", "subject", "missing", "not_applying")
"""Words of results that no node of a standard may take as its code."""


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """What a rule may read of a node below it: points always; value of a leaf; level where it has levels."""

    value: Type | None
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """What names mean in one expression.

    `asked`: the entity of the subject asked for (None in a table's `only` and an entry check).
    `columns`: of the row, None where there is no row; `any_column`: the row's kind declares no
    columns, so that any name is one. `row_subject`: the entity the row stands for, None where the
    row has none. `rows`: how the rows are called. `words`: `value`, `leaf` and what a scale takes.
    `nodes`: in rules, nodes below by code; `other_nodes`: codes that exist but not below. `by`: one
    more dimension of the grain, with its type. `windows`: the rows are weeks, months …, so that a
    measure is read for each of them. `folded`: the rows are those of a fold, not a table's that a
    scale looks up.
    """

    pack: str
    asked: str | None = None
    columns: Mapping[str, Column] | None = None
    any_column: bool = False
    row_subject: str | None = None
    rows: str = ""
    words: Mapping[str, Constant | ScaleInput] = field(default_factory=dict)
    nodes: Mapping[str, NodeFacts] = field(default_factory=dict)
    other_nodes: frozenset[str] = frozenset()
    by: tuple[str, Type] | None = None
    windows: bool = False
    folded: bool = False

    def with_row(
        self,
        rows: str,
        columns: Mapping[str, Column],
        row_subject: str | None,
        any_column: bool = False,
        windows: bool = False,
        folded: bool = False,
    ) -> "Scope":
        """This scope inside a fold or look-up of such rows."""
        return replace(
            self, rows=rows, columns=columns, row_subject=row_subject, any_column=any_column, windows=windows,
            folded=folded,
        )  # fmt: skip
