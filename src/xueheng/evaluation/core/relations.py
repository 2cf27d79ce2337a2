"""Relations the plan reads that are not evidence: spans of subjects, lines of national tables, windows."""

from collections.abc import Sequence
from fractions import Fraction

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.evaluation.core.dataset import FIRST_DAY, LAST_DAY, Dataset
from xueheng.evaluation.core.refusals import RunError
from xueheng.evaluation.core.successors import successors_of, with_successors
from xueheng.language.public import Cell, EvidenceType, Kind, Library, Table, Type
from xueheng.wording import Text

SPAN_DAYS = ("subject", "from_day", "to_day")


def arrow_type(type_: Type) -> pa.DataType:
    """How values of a type lie in a relation."""
    if type_.kind in (Kind.NUMBER, Kind.DATE, Kind.TIME):
        return pa.int64()
    return pa.bool_() if type_.kind is Kind.YES_NO else pa.string()


def stored_cell(cell: Cell, type_: Type) -> int | str | bool | None:
    """A cell in stored units: numbers in units of their declared decimals."""
    if cell is None or isinstance(cell, (str, bool)):
        return cell
    if type_.kind is Kind.NUMBER:
        scaled = Fraction(cell) * 10 ** (type_.decimals or 0)
        if scaled.denominator != 1:
            raise RunError(
                "XH-R010",
                Text(
                    f"{cell} 的小数位多于声明的 {type_.decimals} 位",
                    f"{cell} has more decimals than the {type_.decimals} declared",
                ),
            )
        return int(scaled.numerator)
    return int(Fraction(cell))


def spans_table(library: Library, dataset: Dataset, entity: str, last_day: int) -> pa.Table:
    """An entity's spans with attributes as a_…, ancestors as g_…; entities without a table of their own are
    taken from what is said of the subjects below them on the period's `last_day`.
    """
    definition = library.entities[entity]
    table = dataset.subjects.get(entity)
    if table is None:
        table = _from_below(library, dataset, entity, last_day)
    columns = {"subject": table.column("subject"), **{c: table.column(c).cast(pa.int64()) for c in SPAN_DAYS[1:]}}
    for attribute in definition.attributes:
        columns[f"a_{attribute.name}"] = _column(table, attribute.name, arrow_type(attribute.type))
    for ancestor in definition.ancestors:
        above = _column(table, ancestor, pa.string())
        columns[f"g_{ancestor}"] = with_successors(above, successors_of(dataset, ancestor, last_day))
    return pa.table(columns)


def _column(table: pa.Table, name: str, type_: pa.DataType) -> pa.ChunkedArray:
    if name in table.column_names:
        found = table.column(name)
        return found.cast(type_) if pa.types.is_integer(type_) and found.type != type_ else found
    return pa.chunked_array([pa.nulls(table.num_rows, type_)])


def _from_below(library: Library, dataset: Dataset, entity: str, last_day: int) -> pa.Table:
    """Every subject that somebody belongs to on that day, existing for ever."""
    found: list[pa.ChunkedArray] = []
    for name, table in dataset.subjects.items():
        if name in library.entities and entity in library.entities[name].ancestors and entity in table.column_names:
            holds = pc.and_(
                pc.less_equal(table.column("from_day"), last_day), pc.greater_equal(table.column("to_day"), last_day)
            )
            successors = successors_of(dataset, entity, last_day)
            found.append(with_successors(table.filter(holds).column(entity), successors))
    names: list[object] = sorted({v for column in found for v in column.unique().to_pylist() if v is not None})
    kind = found[0].type if found else pa.string()
    return pa.table(
        {
            "subject": pa.array(names, kind),
            "from_day": pa.array([FIRST_DAY] * len(names), pa.int64()),
            "to_day": pa.array([LAST_DAY] * len(names), pa.int64()),
        }
    )


def lines_table(table: Table) -> pa.Table:
    """A national table in stored units."""
    cells = zip(*table.rows, strict=True) if table.rows else [()] * len(table.columns)
    return pa.table(
        {
            c.name: pa.array([stored_cell(v, c.type) for v in values], arrow_type(c.type))
            for c, values in zip(table.columns, cells, strict=True)
        }
    )


def window_table(rows: Sequence[tuple[int, int, int]]) -> pa.Table:
    """Windows by number: first and last day."""
    numbers, first, last = zip(*rows, strict=True) if rows else ((), (), ())
    return pa.table(
        {"w": pa.array(numbers, pa.int64()), "first": pa.array(first, pa.int64()), "last": pa.array(last, pa.int64())}
    )


def record_fields(type_: EvidenceType) -> dict[str, pa.DataType]:
    """Columns of an evidence type's relation, in order."""
    columns = {
        "id": pa.int64(),
        "subject": pa.string(),
        "org": pa.string(),
        "day": pa.int64(),
        "recorder": pa.string(),
        "verified": pa.bool_(),
        "recorded": pa.int64(),
    }
    return {**columns, **{f.name: arrow_type(f.type) for f in type_.fields}}


def empty_records(type_: EvidenceType) -> pa.Table:
    """A relation without records."""
    return pa.table({name: pa.array([], kind) for name, kind in record_fields(type_).items()})


def codes_table(codes: Sequence[str]) -> pa.Table:
    """The codes of a dimension, one a line."""
    return pa.table({"code": pa.array(codes, pa.string())})
