"""SQL as text, by printers that are kept: making one takes longer than printing a short statement."""

from threading import local

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.generator import Generator


class _Kept(local):
    """Printers of this thread: a printer remembers what it is at."""

    def __init__(self) -> None:
        self.printers: dict[type[Dialect], Generator] = {}


_kept = _Kept()


def sql_text(expression: exp.Expr, dialect: type[Dialect] = Dialect) -> str:
    """The expression as SQL. It is not copied before: printing may rewrite what one dialect says otherwise, so an
    expression is printed in one dialect only.
    """
    printer = _kept.printers.get(dialect)
    if printer is None:
        printer = _kept.printers[dialect] = dialect().generator()
    return printer.generate(expression, copy=False)
