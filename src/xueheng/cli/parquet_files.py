"""Parquet files of records and of subjects: columns found by name, values in stored units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from xueheng.cli.refusals import CommandRefused
from xueheng.evaluation.core.public import FIRST_DAY, LAST_DAY, Records
from xueheng.language.public import Entity, EvidenceType, Kind, Library
from xueheng.wording import Text

_RECORD_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "record"),
    "day": ("day", "date", "occurred"),
    "verified": ("verified",),
    "recorder": ("recorder", "actor"),
    "org": ("org",),
    "recorded": ("recorded",),
}
_ALWAYS = ("id", "subject", "day")
_SPAN_COLUMNS = {"from_day": ("from_day", "from"), "to_day": ("to_day", "to")}
_ARROW = {
    Kind.NUMBER: pa.int64(), Kind.YES_NO: pa.bool_(), Kind.DATE: pa.int32(), Kind.TIME: pa.int32(),
    Kind.CODE: pa.string(), Kind.TEXT: pa.string(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ParquetRecords:
    """Records of one type in files, and how many rows each file has."""

    evidence: str
    records: Records
    rows: Mapping[Path, int]
    subject_column: str

    @property
    def whole_numbers(self) -> bool:
        """Whether subjects are whole numbers."""
        return bool(pa.types.is_integer(_schema(self.records.files[0]).field(self.subject_column).type))

    def unknown_rows(self, path: Path, known: Any) -> int:
        """Rows of a file about subjects that are not among `known` (an Arrow array)."""
        column = pq.read_table(path, columns=[self.subject_column]).column(0)
        found = pc.is_in(column.cast(known.type), value_set=known)
        return int(column.length() - (pc.sum(found).as_py() or 0))

    def subjects(self) -> Any:
        """The different subjects of all files."""
        columns = [pq.read_table(path, columns=[self.subject_column]).column(0) for path in self.records.files]
        return pc.unique(pa.chunked_array([chunk for column in columns for chunk in column.chunks]))


def _schema(path: Path) -> Any:
    try:
        return pq.read_schema(path)
    except (OSError, pa.ArrowException) as fault:
        raise CommandRefused(
            Text(f"{path} 不是可以读的 Parquet 文件", f"{path} is no Parquet file that can be read"),
            Text("请重新导出或复制。", "Export or copy it again."),
        ) from fault


def title_words(name: str, title: Text) -> tuple[str, ...]:
    """The words that a thing goes by in a column's or a file's name."""
    return tuple(word for word in (name, name.rpartition(".")[2], title.zh, title.en) if word)


def parquet_records(evidence: EvidenceType, files: Sequence[Path], library: Library) -> ParquetRecords:
    """Records of one type in Parquet files of like columns."""
    about = library.entities[evidence.about]
    wanted = dict(_RECORD_COLUMNS) | {"subject": ("subject", *title_words(about.name, about.title), "about")}
    wanted |= {field.name: (field.name,) for field in evidence.fields}
    columns = _columns(files[0], wanted)
    for path in files:
        lacking = [name for name in (*_ALWAYS, *evidence.needed) if name not in columns]
        if lacking:
            names = "、".join(wanted[lacking[0]])
            raise CommandRefused(
                Text(
                    f"{path} 缺少列“{lacking[0]}”（可用的列名：{names}）",
                    f'{path} lacks the column "{lacking[0]}" (any of: {names})',
                ),
                Text(f"现有的列：{'、'.join(_schema(path).names)}", f"Its columns: {', '.join(_schema(path).names)}"),
            )
        if _columns(path, wanted) != columns:
            raise CommandRefused(
                Text(f"{path} 与 {files[0]} 的列不同", f"{path} and {files[0]} have different columns"),
                Text("同一种记录的文件要有同样的列。", "Files of one kind of record have the same columns."),
            )
    rows = {path: int(pq.ParquetFile(path).metadata.num_rows) for path in files}
    return ParquetRecords(evidence.name, Records(files=tuple(files), columns=columns), rows, columns["subject"])


def _columns(path: Path, wanted: Mapping[str, Sequence[str]]) -> dict[str, str]:
    present = set(_schema(path).names)
    return {name: found for name, words in wanted.items() if (found := next((w for w in words if w in present), None))}


def parquet_subjects(path: Path, entity: Entity, library: Library) -> Any:
    """Subjects of an entity as the evaluation reads them: spans with attributes and ancestors."""
    _schema(path)
    table = pq.read_table(path)
    wanted: dict[str, Sequence[str]] = {"subject": ("subject", *title_words(entity.name, entity.title))}
    wanted |= _SPAN_COLUMNS | {field.name: title_words(field.name, field.title) for field in entity.attributes}
    wanted |= {name: _ancestor_words(name, library) for name in entity.ancestors}
    columns = _columns(path, wanted)
    if "subject" not in columns:
        raise CommandRefused(
            Text(f"{path} 缺少编号列“subject”", f'{path} lacks the column "subject"'),
            Text(f"现有的列：{'、'.join(table.column_names)}", f"Its columns: {', '.join(table.column_names)}"),
        )
    kinds = {field.name: field.type for field in entity.attributes}
    found: dict[str, Any] = {"subject": _key(table.column(columns["subject"]))}
    for name, open_end in (("from_day", FIRST_DAY), ("to_day", LAST_DAY)):
        days = _days(table.column(columns[name])) if name in columns else pa.nulls(table.num_rows, pa.int32())
        found[name] = pc.fill_null(days, open_end)
    for name, type_ in kinds.items():
        own = table.column(columns[name]) if name in columns else None
        found[name] = (
            pa.nulls(table.num_rows, _ARROW[type_.kind])
            if own is None
            else _stored(own, type_.kind, type_.decimals or 0)
        )
    for name in entity.ancestors:
        absent = pa.nulls(table.num_rows, found["subject"].type)
        found[name] = _key(table.column(columns[name])) if name in columns else absent
    return pa.table(found)


def _ancestor_words(name: str, library: Library) -> tuple[str, ...]:
    return title_words(name, library.entities[name].title if name in library.entities else Text(""))


def _key(column: Any) -> Any:
    return column.cast(pa.int64()) if pa.types.is_integer(column.type) else column.cast(pa.string())


def _days(column: Any) -> Any:
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.date32())
    return column.cast(pa.int32())


def _stored(column: Any, kind: Kind, decimals: int) -> Any:
    if kind is Kind.DATE:
        return _days(column)
    if pa.types.is_decimal(column.type):
        column = pc.multiply(column, pa.scalar(10**decimals, pa.int64()))
    return column.cast(_ARROW[kind])
