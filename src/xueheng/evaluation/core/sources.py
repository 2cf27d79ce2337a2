"""Records made ready for an engine: tables registered, files read through a checked view."""

import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import local

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlglot import exp

from xueheng.evaluation.core.dataset import Dataset, Records
from xueheng.evaluation.core.engines.duckdb import DuckDB
from xueheng.evaluation.core.engines.forms import Engine
from xueheng.evaluation.core.refusals import RunError
from xueheng.evaluation.core.relations import empty_records, record_fields
from xueheng.evaluation.core.trees import binary, both, call, cast, column, named, select, subquery, text, whole
from xueheng.evaluation.core.values import stored_bounds
from xueheng.evaluation.core.windows import EVER, Days
from xueheng.language.public import EvidenceType, Kind, Library, Type
from xueheng.wording import Text

EPOCH_TEXT = "1970-01-01"


def attach_records(engine: Engine, library: Library, dataset: Dataset, evidence: dict[str, str]) -> None:
    """Give the engine each evidence type's relation under its name in the plan."""
    for type_name, name in evidence.items():
        type_ = library.evidence[type_name]
        records = dataset.records.get(type_name)
        if records is None:
            engine.register(name, empty_records(type_))
        elif records.table is not None:
            engine.register(name, complete(records.table, type_))
        elif isinstance(engine, DuckDB):
            check_bounds(records, type_)
            engine.view(name, files_query(records, type_))
        else:
            engine.register(name, read_files(records, type_))


def complete(table: pa.Table, type_: EvidenceType) -> pa.Table:
    """The table with every column of the type, absent ones empty (verified: true, recorded: 0)."""
    columns: dict[str, pa.ChunkedArray | pa.Array] = {}
    for name, kind in record_fields(type_).items():
        if name in table.column_names:
            found = table.column(name)  # engines compute in the width they are given: 64 bits, never 32
            columns[name] = found.cast(kind) if pa.types.is_integer(kind) and found.type != kind else found
        elif name in ("verified", "recorded"):
            columns[name] = pa.array([name == "verified" or 0] * table.num_rows, kind)
        else:
            columns[name] = pa.nulls(table.num_rows, kind)
    return pa.table(columns)


def holds_whole(records: Records, name: str) -> bool:
    """Whether a column of the records holds 64-bit integers wherever they lie."""
    if records.table is not None:
        known = name in records.table.column_names
        return known and pa.types.is_signed_integer(records.table.schema.field(name).type)
    in_file = records.columns.get(name)
    return in_file is not None and all(pa.types.is_signed_integer(_file_types(f)[in_file]) for f in records.files)


def rows_there(records: Records) -> int:
    """How many records there are, by the files' own count."""
    if records.table is not None:
        return int(records.table.num_rows)
    return sum(_rows_in(file, file.stat().st_mtime_ns, file.stat().st_size) for file in records.files)


@lru_cache(maxsize=4096)
def _rows_in(path: Path, changed: int, size: int) -> int:
    del changed, size
    return int(pq.read_metadata(path).num_rows)


def files_query(records: Records, type_: EvidenceType) -> exp.Select:
    """SELECT the type's columns FROM the Parquet files, in stored units."""
    files = exp.Array(expressions=[text(str(f)) for f in records.files])
    source = call("read_parquet", files)
    kinds = _file_types(records.files[0])
    columns = []
    for name, kind in record_fields(type_).items():
        in_file = records.columns.get(name)
        if in_file is None:
            absent: exp.Expr = exp.Null()
            if name in ("verified", "recorded"):
                absent = exp.true() if name == "verified" else whole(0)
            columns.append(named(cast(absent, _sql_type(kind)), name))
            continue
        columns.append(named(_converted(column(in_file), kinds[in_file], kind, name, type_), name))
    return select(columns, source)


@lru_cache(maxsize=4096)
def _schema_at(path: Path, changed: int, size: int) -> dict[str, pa.DataType]:
    del changed, size
    return {f.name: f.type for f in pq.read_schema(path)}


def _file_types(path: Path) -> dict[str, pa.DataType]:
    """Column types of a file, read once while it stays as it is."""
    known = path.stat()
    return _schema_at(path, known.st_mtime_ns, known.st_size)


def _sql_type(kind: pa.DataType) -> str:
    if pa.types.is_boolean(kind):
        return "boolean"
    if pa.types.is_integer(kind):
        return "bigint"
    return "text"


def _converted(sql: exp.Expr, in_file: pa.DataType, kind: pa.DataType, name: str, type_: EvidenceType) -> exp.Expr:
    """A column of a file in stored units: dates as day numbers, decimals as integers of the declared decimals."""
    if pa.types.is_date(in_file) or pa.types.is_timestamp(in_file):
        day = cast(sql, "date") if pa.types.is_timestamp(in_file) else sql
        return exp.Sub(this=day, expression=cast(text(EPOCH_TEXT), "date"))
    if pa.types.is_decimal(in_file):
        field = next((f for f in type_.fields if f.name == name), None)
        decimals = field.type.decimals or 0 if field else 0
        if in_file.scale > decimals:
            raise RunError(
                "XH-R007",
                Text(
                    f"{type_.name} 的列“{name}”有 {in_file.scale} 位小数，声明的是 {decimals} 位",
                    f'column "{name}" of {type_.name} has {in_file.scale} decimals, {decimals} are declared',
                ),
            )
        return cast(exp.Mul(this=sql, expression=whole(10**decimals)), "bigint")
    if pa.types.is_floating(in_file):
        raise RunError(
            "XH-R008",
            Text(
                f"{type_.name} 的列“{name}”是浮点数，无法保证精确",
                f'column "{name}" of {type_.name} holds floating point, which is not exact',
            ),
            Text(
                "请改存为整数（以声明的最小单位计）或 DECIMAL",
                "store integers in units of the declared decimals, or DECIMAL",
            ),
        )
    return cast(sql, "bigint") if pa.types.is_integer(kind) and name not in ("subject", "org", "recorder") else sql


def check_bounds(records: Records, type_: EvidenceType) -> None:
    """Numbers in files must lie within the bounds the plan relies on, by the files' own statistics or, where
    these say nothing of whole numbers, by looking.
    """
    for path in records.files:
        file = pq.ParquetFile(path)
        metadata = file.metadata
        names = {metadata.schema.column(i).path: i for i in range(metadata.num_columns)}
        for field in type_.fields:
            in_file = records.columns.get(field.name)
            if field.type.kind is not Kind.NUMBER or in_file is None or in_file not in names:
                continue
            low, high = stored_bounds(field.type)
            for group in range(metadata.num_row_groups):
                statistics = metadata.row_group(group).column(names[in_file]).statistics
                if statistics is not None and statistics.has_min_max and isinstance(statistics.min, int):
                    found: tuple[int, int] | None = (statistics.min, statistics.max)
                else:
                    found = _least_and_greatest(file.read_row_group(group, [in_file]).column(0), field.type)
                if found is None:
                    continue
                if found[0] < low or found[1] > high:
                    raise _out_of_bounds(path, in_file, found, (low, high))


def _least_and_greatest(column: pa.ChunkedArray, type_: Type) -> tuple[int, int] | None:
    """In units of the declared decimals; nothing known, or floating point that is refused elsewhere: None."""
    ends = pc.min_max(column).as_py()
    scale = 10 ** (type_.decimals or 0) if pa.types.is_decimal(column.type) else 1
    if ends["min"] is None or pa.types.is_floating(column.type):
        return None
    return math.floor(ends["min"] * scale), math.ceil(ends["max"] * scale)


def _out_of_bounds(path: Path, name: str, found: tuple[int, int], bounds: tuple[int, int]) -> RunError:
    return RunError(
        "XH-R006",
        Text(
            f"{path.name} 的列“{name}”取值 {found[0]}–{found[1]}，超出允许范围 {bounds[0]}–{bounds[1]}",
            f'column "{name}" of {path.name} holds {found[0]}–{found[1]}, outside {bounds[0]}–{bounds[1]}',
        ),
    )


class _Reader(local):
    """What reads a few subjects' records, kept by each thread: opening one takes as long as reading."""

    def __init__(self) -> None:
        self.engine = DuckDB(threads=1)


_reader = _Reader()


def read_files(
    records: Records, type_: EvidenceType, subjects: Sequence[str | int] | None = None, days: Days = EVER
) -> pa.Table:
    """The records of files as a table, of some subjects and days where they are named: then no file is read whose days
    are others.
    """
    check_bounds(records, type_)
    query = files_query(records, type_)
    if subjects is not None:
        inside = [_named_alone(subjects)]
        if days != EVER:
            day = column("day", "r")
            inside += [binary(exp.GTE, day, whole(days[0])), binary(exp.LTE, day, whole(days[1]))]
        return _reader.engine.arrow(select([exp.Star()], subquery(query, "r"), where=both(inside)))
    engine = DuckDB()
    try:
        return engine.arrow(query)
    finally:
        engine.close()


def spans_in_file(path: Path, subjects: Sequence[str | int]) -> pa.Table:
    """What a file of subjects says of some of them."""
    every = select([exp.Star()], call("read_parquet", text(str(path))))
    return _reader.engine.arrow(select([exp.Star()], subquery(every, "r"), where=_named_alone(subjects)))


def _named_alone(subjects: Sequence[str | int]) -> exp.Expr:
    wanted = [whole(s) if isinstance(s, int) else text(s) for s in subjects]
    return exp.In(this=column("subject", "r"), expressions=wanted)
