# ruff: noqa: SLF001 - openpyxl moves neither formats nor merged ranges itself
"""Making room for columns inside a user's own sheet without breaking what stands there.

Cells with their formats, merged ranges, widths, validations, conditional formats, the filter and the
print area move along. Where formulas, tables or names could come to point at the wrong columns, the
sheet is not widened: the answers then stand at its end.
"""

from collections.abc import Callable, Mapping, Set
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.dimensions import DimensionHolder
from openpyxl.worksheet.worksheet import Worksheet

Place = Callable[[int], int]
"""From a column's index (from 0) as it was read to its number (from 1) now."""


def can_be_widened(book: Any) -> bool:
    """Whether nothing in the workbook refers to columns by their letters."""
    if book.defined_names:
        return False
    for page in book.worksheets:
        if page.tables or page._pivots or page.defined_names or page.array_formulae:
            return False
        if any(rule.formula for ranges in page.conditional_formatting for rule in ranges.rules):
            return False
        if any(cell.data_type == "f" for cell in page._cells.values()):
            return False
    return True


def moved_columns(page: Worksheet, width: int, after: Mapping[int, int], dropped: Set[int]) -> Place:
    """Make `after[c]` new columns after each column c, leave out the dropped ones; where each column is now."""
    now: dict[int, int] = {}
    number = 0
    for index in range(max(width, page.max_column)):
        if index in dropped:
            continue
        number += 1
        now[index + 1] = number
        number += after.get(index, 0)
    if after or dropped:
        _move_cells(page, now)
        _move_widths(page, now)
        _move_ranges(page, now)
    return lambda index: now[index + 1]


def free_of_merges(page: Any, from_row: int, columns: Set[int]) -> None:
    """Undo merges, from the heading row down, that lie over any of these columns: they would hide what is written."""
    for merged in list(page.merged_cells.ranges):
        if merged.max_row < from_row or not columns & set(range(merged.min_col, merged.max_col + 1)):
            continue
        page.merged_cells.remove(merged)
        for at in merged.cells:
            if isinstance(page._cells.get(at), MergedCell):
                del page._cells[at]


def _move_cells(page: Any, now: Mapping[int, int]) -> None:
    moved = {}
    for (row, column), cell in sorted(page._cells.items()):
        if column not in now:
            continue
        cell.column = now[column]
        moved[row, now[column]] = cell
        link = getattr(cell, "hyperlink", None)
        if link is not None:
            link.ref = cell.coordinate
    page._cells = moved


def _move_widths(page: Any, now: Mapping[int, int]) -> None:
    """Widths stand for runs of columns; each column gets its own again."""
    widths = DimensionHolder(worksheet=page, default_factory=page._add_column)
    for key, dimension in sorted(page.column_dimensions.items()):
        first = dimension.min or range_boundaries(f"{key}1")[0]
        last = min(dimension.max or first, max(now, default=first))
        for column in range(first, last + 1):
            if column in now:
                letter = get_column_letter(now[column])
                own = type(dimension)(page, index=letter, width=dimension.width, hidden=dimension.hidden)
                own._style = dimension._style
                own.outlineLevel = dimension.outlineLevel
                widths[letter] = own
    page.column_dimensions = widths


def _move_ranges(page: Any, now: Mapping[int, int]) -> None:
    merged = [_moved(str(each), now) for each in page.merged_cells.ranges]
    page.merged_cells.ranges = set()
    for each in filter(None, merged):
        page.merged_cells.add(each)
    for validation in page.data_validations.dataValidation:
        parts = [_moved(part, now) for part in str(validation.sqref).split()]
        validation.sqref = type(validation.sqref)(" ".join(filter(None, parts)))
    formats = ConditionalFormattingList()
    for ranges in page.conditional_formatting:
        where = " ".join(filter(None, (_moved(part, now) for part in str(ranges.sqref).split())))
        for rule in ranges.rules if where else ():
            formats.add(where, rule)
    page.conditional_formatting = formats
    if page.auto_filter.ref:
        page.auto_filter.ref = _moved(page.auto_filter.ref, now)
    if page.print_area:
        page.print_area = None
    if page.freeze_panes:
        page.freeze_panes = (_moved(page.freeze_panes, now) or page.freeze_panes).split(":")[0]


def _moved(reference: str, now: Mapping[int, int]) -> str | None:
    """A range after the move; a range over dropped columns shrinks, over new ones grows."""
    first, top, last, bottom = range_boundaries(reference.replace("$", ""))
    kept = [now[column] for column in range(first or 1, (last or first or 1) + 1) if column in now]
    beyond = (last or 0) > max(now, default=0)
    if not kept:
        return reference if beyond else None
    right = get_column_letter(max(kept))
    left = f"{get_column_letter(min(kept))}{top or 1}"
    return left if (first, top) == (last, bottom) else f"{left}:{right}{bottom or 1_048_576}"
