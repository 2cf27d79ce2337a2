"""Why one cell, or one row, is rejected, and what to write instead."""

from dataclasses import dataclass

from xueheng.wording import Text
from xueheng.workbooks.raw_cells import as_written


@dataclass(frozen=True, slots=True)
class Fault:
    """A reason for rejection and its remedy."""

    reason: Text
    remedy: Text


_RETYPE = Text("请改正后再交。", "Correct it and send again.")


def error_cell(cell: str) -> Fault:
    """An error value of the spreadsheet (#DIV/0! and the like)."""
    value = cell[1:]
    return Fault(
        Text(f"单元格是错误值 {value}", f"the cell holds the error value {value}"),
        Text("请改正公式，或直接填上数值。", "Mend the formula or type the value itself."),
    )


def unvalued_formula(cell: str) -> Fault:
    """A formula that was saved without its result."""
    return Fault(
        Text("公式没有保存计算结果", "the formula was saved without its result"),
        Text(
            "请用 WPS 或 Excel 打开后重新保存，或直接填上数值。",
            "Open it in WPS or Excel and save it again, or type the value itself.",
        ),
    )


def broken_cell(cell: str) -> Fault | None:
    """The fault of a cell that can never be read, whatever its column; None for all others."""
    if cell[0] == "e":
        return error_cell(cell)
    if cell[0] == "f":
        return unvalued_formula(cell)
    return None


def not_a(zh: str, en: str, cell: str, remedy: Text = _RETYPE) -> Fault:
    """The cell cannot be read as what the column holds."""
    return Fault(Text(f"“{as_written(cell)}”不是{zh}", f'"{as_written(cell)}" is not {en}'), remedy)
