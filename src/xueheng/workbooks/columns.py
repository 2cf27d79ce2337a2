"""One column read at a time: each different cell is read once, the column is put together by index."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.workbooks.cell_faults import Fault
from xueheng.workbooks.field_readers import Reader
from xueheng.workbooks.headings import SheetColumn
from xueheng.workbooks.raw_cells import as_written


@dataclass(frozen=True, slots=True)
class CellFault:
    """A fault of one cell, or of the row as a whole where `column` is None."""

    column: int | None
    heading: str
    value: str
    fault: Fault


@dataclass(slots=True)
class RowFaults:
    """Faults by row; rows are counted from the first row below the headings."""

    by_row: dict[int, list[CellFault]] = field(default_factory=dict)

    def add(self, row: int, column: SheetColumn | None, cell: str | None, fault: Fault) -> None:
        """Note a fault of a cell of a column, or of the whole row."""
        found = CellFault(column.index if column else None, column.heading if column else "", as_written(cell), fault)
        self.by_row.setdefault(row, []).append(found)

    def __contains__(self, row: int) -> bool:
        return row in self.by_row


def read_column(cells: Any, column: SheetColumn, reader: Reader, kind: Any, faults: RowFaults) -> Any:
    """The column's values as an Arrow array of `kind`, null where blank or faulty; faults are noted."""
    if isinstance(cells, pa.ChunkedArray):
        cells = cells.combine_chunks()
    coded = cells.dictionary_encode()
    values: list[Any] = []
    faulty: dict[int, Fault] = {}
    different = coded.dictionary.to_pylist()
    for index, cell in enumerate(different):
        found = reader(cell)
        if isinstance(found, Fault):
            faulty[index] = found
            values.append(None)
        else:
            values.append(found)
    if faulty:
        for row, index in enumerate(coded.indices.to_pylist()):
            if index in faulty:
                faults.add(row, column, different[index], faulty[index])
    return pa.array(values, kind).take(coded.indices)


def rows_where(mask: Any) -> list[int]:
    """Positions at which a mask is true."""
    found: list[int] = pc.indices_nonzero(pc.fill_null(mask, False)).to_pylist()
    return found


def any_known(columns: Iterable[Any], height: int) -> Any:
    """Rows in which at least one of the columns holds something."""
    mask = pa.repeat(pa.scalar(False), height)
    for column in columns:
        if column.null_count < height:
            mask = pc.or_(mask, pc.is_valid(column))
    return mask
