"""Noting in the journal that data about people was handed out as a file: before it is, and nothing of what it says."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.http import HttpRequest

from xueheng.identity.public import Viewer, viewer_of
from xueheng.shell.tables.export import Exported
from xueheng.shell.tables.reading import TableRequest
from xueheng.trust.public import write_journal

STREAM, VERB = "reading", "export"
TYPED = "typed"
"""Stands for whatever somebody typed into a filter: it may be a name."""


@transaction.atomic
def note_export(
    by: Viewer,
    what: str,
    rows: int,
    *,
    filters: Mapping[str, str] | None = None,
    about: Sequence[tuple[str, int]] = (),
) -> None:
    """One entry of the stream `reading`: who takes away which table or file, how it was narrowed, how many rows.

    Call it before the file is handed out; where it fails, nothing is. `filters` by code, without personal data.
    """
    detail = {"table": what, "filters": dict(filters or {}), "rows": rows}
    write_journal(STREAM, VERB, actor=by.person or None, post=by.post, about=about, detail=detail)


def note_table(request: HttpRequest, asked: TableRequest, made: Exported) -> None:
    """As `note_export`, for a table's workbook; one that says it holds no personal data is not noted."""
    if asked.table.holds_personal_data:
        filters = {**_named_in_address(request), **codes_asked(asked)}
        note_export(viewer_of(request), asked.table.name, made.rows, filters=filters)


def codes_asked(asked: TableRequest) -> dict[str, str]:
    """What the table was narrowed by: a choice by its code, a day as it is, anything typed only as having been."""
    return {one.filter.code: _code(one.filter.kind, one.value) for one in asked.filters if one.value is not None}


def _code(kind: str, value: str | date) -> str:
    return TYPED if kind == "text" else str(value)


def _named_in_address(request: HttpRequest) -> dict[str, str]:
    """The numbers in the address: whose table it is (a class, an upload)."""
    match = request.resolver_match
    return {name: str(value) for name, value in match.kwargs.items() if isinstance(value, int)} if match else {}
