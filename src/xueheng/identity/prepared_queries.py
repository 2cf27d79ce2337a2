"""Queries asked again and again for one number after another: Django writes their SQL once, which takes it ten times as
long as the database needs to answer.
"""

from collections.abc import Callable, Sequence
from threading import local
from typing import Any

from django.db import connection
from django.db.models import QuerySet

_MARK = -7_301_973_110_461
"""Stands for the number in the SQL that is kept; nothing has it."""


class PreparedQuery:
    """A query for some numbers, given as they are to `rows_of`, which makes a `values_list` of tuples."""

    def __init__(self, rows_of: Callable[[Sequence[int]], "QuerySet[Any, Any]"]) -> None:
        self._rows_of = rows_of
        self._kept = local()

    def rows(self, numbers: Sequence[int]) -> list[tuple[Any, ...]]:
        """The rows for these numbers; for one alone, by the SQL that is kept."""
        if len(numbers) != 1:
            return list(self._rows_of(numbers))
        compiler, sql, values, converters = self._written()
        with connection.cursor() as cursor:
            cursor.execute(sql, [numbers[0] if value == _MARK else value for value in values])
            return [tuple(row) for row in compiler.apply_converters(cursor.fetchall(), converters)]

    def _written(self) -> tuple[Any, str, tuple[Any, ...], Any]:
        """The compiler, what it wrote, and how cells become values; of this thread, as a connection is."""
        if getattr(self._kept, "vendor", None) != connection.vendor:
            compiler = self._rows_of([_MARK]).query.get_compiler(connection=connection)
            sql, values = compiler.as_sql()
            converters = compiler.get_converters([column[0] for column in compiler.select])
            self._kept.written = compiler, sql, values, converters
            self._kept.vendor = connection.vendor
        written: tuple[Any, str, tuple[Any, ...], Any] = self._kept.written
        return written
