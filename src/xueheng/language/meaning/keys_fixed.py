"""Whether a table's `where` decides one line or one ladder: its equalities must fix the key."""

from collections.abc import Iterator

from xueheng.language.meaning.checking import Checking
from xueheng.language.positions import Place
from xueheng.language.typed import Comparison, Expression, Logic, RowColumn


def columns_fixed(
    checking: Checking, where: Expression | None, table: str, mode: str, free: frozenset[str], place: Place
) -> None:
    """Reports each key column, outside `free`, that `where` leaves open (XH-M021).

    What the table's `only` fixes is fixed.
    """
    fixed = {*equalities(where), *checking.table_only.get(table, ())}
    for key in checking.table_keys[table]:
        if key not in fixed and key not in free:
            checking.report("XH-M021", place, mode=mode, column=key)


def equalities(where: Expression | None) -> Iterator[str]:
    """Columns that the condition sets equal to something that is not of the row."""
    if isinstance(where, Logic) and where.operator == "and":
        yield from equalities(where.left)
        yield from equalities(where.right)
    elif isinstance(where, Comparison) and where.operator == "=":
        for column, other in ((where.left, where.right), (where.right, where.left)):
            if isinstance(column, RowColumn) and not isinstance(other, RowColumn):
                yield column.name
