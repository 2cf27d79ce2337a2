"""The rows that a fold kept, one by one, as an explanation needs them."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlglot import exp

from xueheng.evaluation.core.builder import Builder
from xueheng.evaluation.core.composed_rows import EntryRows, LeafRows
from xueheng.evaluation.core.exact import Number
from xueheng.evaluation.core.folds import fold_columns
from xueheng.evaluation.core.leaf_tables import ALIAS
from xueheng.evaluation.core.lowering import Lowering
from xueheng.evaluation.core.rows import MemberRows, RecordRows, RowScope
from xueheng.evaluation.core.trees import SQL, both, case, column, named, negated, present, whole
from xueheng.language.public import Fold

Cells = Sequence[Any]


@dataclass
class KeptRow:
    """A row that a fold kept. `of`: the evidence type or register of a record or entry, '' for other rows; `whom`:
    whom the row is about; `code`, `points`, `worth` (its value), `weight`: of a leaf; `since`, `until`: of an entry,
    open ends None.
    """

    value: Fraction | str | None
    of: str = ""
    whom: Any = None
    id: int = 0
    day: int = 0
    recorded: int = 0
    code: str = ""
    points: Fraction | None = None
    worth: Fraction | None = None
    weight: Fraction | None = None
    since: int | None = None
    until: int | None = None


def rows_query(
    builder: Builder, fold: Fold, scope: RowScope, *, conditions: bool = True
) -> tuple[exp.Select, list[str]]:
    """SELECT the key, then the named columns of every row that the fold keeps (without `conditions`: that it could
    keep, whatever its `where` says).
    """
    lower = builder.lowering(scope)
    parts = _value_parts(fold, lower) + _own_parts(scope)
    asked = fold if conditions else _unconditional(fold)
    kept = builder.kept_rows(asked, scope, lower)
    key = scope.keys()[0]
    query = scope.select([key, *(named(sql, name) for name, sql in parts)], both([kept, present(key)]))
    return query, [name for name, _ in parts]


def _unconditional(fold: Fold) -> Fold:
    return Fold(
        fold.kind, fold.rows, fold.condition, fold.expression, None, fold.during, fold.on, fold.records,
        fold.through, fold.weighed_by, fold.ties, fold.empty, fold.better,
    )  # fmt: skip


def _value_parts(fold: Fold, lower: Lowering) -> list[tuple[str, SQL]]:
    """What the fold reads in a row: its value's parts, or whether its condition holds."""
    if fold.expression is not None:
        return [(n, sql) for n, sql in fold_columns(fold, lower)[0] if n in ("x_n", "x_d", "x_v")]
    test = lower.condition(fold.condition) if fold.condition is not None else exp.true()
    return [("x_v", case([(test, whole(1)), (negated(test), whole(0))]))]


def _own_parts(scope: RowScope) -> list[tuple[str, SQL]]:
    """What tells the row from others."""
    if isinstance(scope, RecordRows):
        holds = ("since", "until") if isinstance(scope, EntryRows) else ()
        found = [(name, column(name, "r")) for name in ("id", "day", "recorded", *holds)]
        return [*found, ("whom", column("subject", "r"))]
    if isinstance(scope, MemberRows):
        return [("whom", column("subject", "a"))]
    if isinstance(scope, LeafRows):
        numbers = scope.builder.leaves(scope.standard).numbers
        found = [("whom", column("subject", ALIAS)), ("code", column("code", ALIAS))]
        for name, number in numbers.items():
            found += _number_parts(name, number)
        return found
    return []


def _number_parts(name: str, number: Number) -> list[tuple[str, SQL]]:
    return [(f"{name}_n", number.num.sql), (f"{name}_d", number.den.sql)]


def rows_are_of(scope: RowScope) -> str:
    """The evidence type or register of records or entries, '' for other rows."""
    return scope.evidence.name if isinstance(scope, RecordRows) else ""


def row_of(of: str, names: Sequence[str], cells: Cells) -> KeptRow:
    """One fetched row."""
    found = dict(zip(names, cells, strict=True))
    return KeptRow(
        value=_value(found), of=of, whom=found.get("whom"), id=found.get("id") or 0, day=found.get("day") or 0,
        recorded=found.get("recorded") or 0, code=found.get("code") or "", points=_fraction(found, "points"),
        worth=_fraction(found, "value"), weight=_fraction(found, "weight"), since=found.get("since"),
        until=found.get("until"),
    )  # fmt: skip


def _value(found: dict[str, Any]) -> Fraction | str | None:
    if "x_n" in found:
        return _fraction(found, "x")
    return None if found.get("x_v") is None else str(found["x_v"])


def _fraction(found: dict[str, Any], name: str) -> Fraction | None:
    num, den = found.get(f"{name}_n"), found.get(f"{name}_d")
    return None if num is None or den is None else Fraction(int(num), int(den))


def rank(fold: Fold, row: KeptRow) -> tuple[Any, ...]:
    """Greatest for the row a choosing fold takes."""
    number = row.value if isinstance(row.value, Fraction) else Fraction(0)
    good = -number if fold.better == "low" else number
    if fold.kind in ("first", "latest"):
        day = row.day if fold.kind == "latest" else -row.day
        by_value = good if fold.ties == "best" and fold.better is not None else Fraction(0)
        return (day, by_value, row.recorded, row.id)
    lowest = fold.kind == "min" or (fold.kind == "best" and fold.better == "low")
    return (-number if lowest else number, row.recorded, row.id)


def chosen(fold: Fold, rows: Sequence[KeptRow]) -> list[KeptRow]:
    """The rows that make the value: those counted, added or chosen."""
    if fold.kind == "share" or (fold.kind == "count" and fold.empty == "missing"):
        return list(rows)
    if fold.kind == "count":
        return [r for r in rows if r.value == "1"]
    known = [r for r in rows if r.value is not None]
    if fold.kind in ("min", "max", "best", "first", "latest") and known:
        return [max(known, key=lambda row: rank(fold, row))]
    return known
