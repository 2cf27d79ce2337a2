"""A request for a table answered: the page, or the workbook."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from xueheng.shell.frame_parts import Crumb, Tab
from xueheng.shell.page_language import said
from xueheng.shell.pages import page
from xueheng.shell.tables.columns import Table
from xueheng.shell.tables.export import export_table
from xueheng.shell.tables.handing_out import note_table
from xueheng.shell.tables.reading import TableRequest, read_page
from xueheng.wording import Text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rows = Callable[[TableRequest], "QuerySet[Any]"]


def table_page(
    request: HttpRequest,
    table: Table,
    rows: Rows,
    *,
    template: str = "shell/list.html",
    title: Text | None = None,
    context: Mapping[str, object] | None = None,
    crumbs: Sequence[Crumb] = (),
    tabs: Sequence[Tab] = (),
) -> HttpResponse:
    """The table with its filter bar, or with `?export=xlsx` its workbook.

    `rows` gives what the reader may see, narrowed by `asked.values`; it does not order and does not cut. A workbook is
    noted in the journal before it is handed out, unless the table says it holds no personal data. `title`: the page's,
    where it is not the table's.
    """
    asked = TableRequest(table, request.GET.dict(), request.path)
    found = rows(asked)
    if request.GET.get("export") == "xlsx" and table.exportable:
        made = export_table(asked, found)
        note_table(request, asked, made)
        return workbook(said(table.title), made.content)
    around = {"page": read_page(asked, found), **(context or {})}
    return page(request, template, around, title=title or table.title, crumbs=crumbs, tabs=tabs)


def workbook(name: str, content: bytes) -> HttpResponse:
    """A workbook to keep, under its own name."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename=\"table.xlsx\"; filename*=UTF-8''{quote(name)}.xlsx"
    return response
