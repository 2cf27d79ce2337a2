"""Several workbooks of one evaluation put together: ids that do not clash, rows that are not counted twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.language.public import Entity
from xueheng.wording import Text
from xueheng.workbooks.reading import Reading
from xueheng.workbooks.subjects import spans


@dataclass(frozen=True, slots=True)
class Combined:
    """All records by evidence type, what they are called, and the subjects that their rows describe."""

    records: Mapping[str, Any] = field(repr=False)
    refs: Mapping[str, Mapping[int, str]] = field(repr=False)
    subjects: Mapping[str, Any] = field(repr=False)
    notes: tuple[Text, ...] = ()


def combine(readings: Sequence[Reading], entities: Mapping[str, Entity]) -> Combined:
    """Put readings together. The same file twice counts once, whatever its name; a record number used
    in two files gives way to a new one, and the owner's number stays as the record's name.
    """
    different, notes = _different_files(readings)
    records: dict[str, Any] = {}
    refs: dict[str, dict[int, str]] = {}
    for name in dict.fromkeys(name for reading in different for name in reading.records):
        records[name], refs[name] = _joined(name, [r for r in different if name in r.records])
    seen: dict[str, list[Any]] = {}
    for reading in different:
        for entity, table in reading.sightings.items():
            seen.setdefault(entity, []).append(table)
    subjects = {entity: spans(tables, entities[entity]) for entity, tables in seen.items()}
    return Combined(records, refs, subjects, tuple(notes))


def _different_files(readings: Sequence[Reading]) -> tuple[list[Reading], list[Text]]:
    first: dict[str, Reading] = {}
    notes = []
    for reading in readings:
        same = first.setdefault(reading.sha256, reading)
        if same is not reading:
            notes.append(
                Text(
                    f"{reading.path.name} 与 {same.path.name} 内容相同，只计一次。",
                    f"{reading.path.name} is the same file as {same.path.name}; counted once.",
                )
            )
    return list(first.values()), notes


def _joined(name: str, readings: Sequence[Reading]) -> tuple[Any, dict[int, str]]:
    """The type's records of several files; where ids clash, those of later files are numbered onward."""
    tables: list[Any] = []
    refs: dict[int, str] = {}
    taken: Any = pa.array([], pa.int64())
    for reading in readings:
        table, own = reading.records[name], reading.refs.get(name, {})
        ids = table["id"].combine_chunks()
        if pc.any(pc.is_in(ids, value_set=taken)).as_py():
            start = (pc.max(taken).as_py() or 0) + 1
            fresh = pa.array(range(start, start + len(ids)), pa.int64())
            own = {new: own.get(old, str(old)) for new, old in zip(fresh.to_pylist(), ids.to_pylist(), strict=True)}
            table, ids = table.set_column(0, "id", fresh), fresh
        tables.append(table)
        refs.update(own)
        taken = pa.concat_arrays([taken, ids])
    return pa.concat_tables(tables), refs
