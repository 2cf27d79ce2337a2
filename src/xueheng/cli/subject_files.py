"""Files of subjects (--subjects): read whole or not at all, each for the entity that its name says."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from xueheng.cli.input_files import PARQUET, input_files
from xueheng.cli.needed_records import Needed
from xueheng.cli.parquet_files import parquet_subjects, title_words
from xueheng.cli.refusals import CommandRefused
from xueheng.language.public import Entity, Layout, Library
from xueheng.wording import Text
from xueheng.workbooks.public import Progress, Subjects, read_subjects


@dataclass(frozen=True, slots=True)
class SubjectFile:
    """A file of subjects as read."""

    path: Path
    subjects: Subjects


def read_subject_files(
    paths: Sequence[Path], library: Library, standard: str, needed: Needed, progress: Progress | None = None
) -> list[SubjectFile]:
    """All files of subjects. A file whose name is no entity's holds those whom the records are about."""
    found: list[SubjectFile] = []
    default = _default_entity(library, standard, needed)
    for path in input_files(paths).all:
        entity = _named_entity(path, library) or default
        if any(other.subjects.entity == entity.name for other in found):
            found = [
                _joined(other, path, library, progress) if other.subjects.entity == entity.name else other
                for other in found
            ]
        else:
            found.append(SubjectFile(path, _read(path, entity, library, progress)))
    return found


def _default_entity(library: Library, standard: str, needed: Needed) -> Entity:
    about = {library.evidence[name].about for name in needed.evidence}
    return library.entities[about.pop() if len(about) == 1 else library.standards[standard].of]


def _named_entity(path: Path, library: Library) -> Entity | None:
    return next((e for e in library.entities.values() if path.stem in title_words(e.name, e.title)), None)


def _read(path: Path, entity: Entity, library: Library, progress: Progress | None) -> Subjects:
    if path.suffix.lower() == PARQUET:
        table = parquet_subjects(path, entity, library)
        return Subjects(entity.name, table, {}, table.num_rows)
    layouts = _layouts_about(library, entity.name)
    return read_subjects(
        path,
        entity,
        entities=library.entities,
        tables=library.tables,
        keep=tuple(dict.fromkeys(heading for layout in layouts for heading in layout.find_check)),
        subject_headings=tuple(dict.fromkeys(layout.find_by for layout in layouts)),
        progress=progress,
    )


def _layouts_about(library: Library, entity: str) -> list[Layout]:
    return [layout for layout in library.layouts.values() if library.evidence[layout.into].about == entity]


def _joined(first: SubjectFile, path: Path, library: Library, progress: Progress | None) -> SubjectFile:
    """Several files of one entity put together; a subject in two of them is refused."""
    entity = library.entities[first.subjects.entity]
    second = _read(path, entity, library, progress)
    one, two = as_text(first.subjects), as_text(second)
    both = set(one.table.column("subject").to_pylist()) & set(two.table.column("subject").to_pylist())
    if both:
        example = min(both)
        raise CommandRefused(
            Text(
                f"{first.path} 和 {path} 里都有 {example}（共 {len(both):,} 个重复）",
                f"{first.path} and {path} both have {example} ({len(both):,} are in both)",
            ),
            Text(
                "同一对象的各段请放在一个文件里，并写明起止日期。",
                "Put all spans of one subject into one file, with from and to days.",
            ),
        )
    same_kind = first.subjects.table.schema.field("subject").type == second.table.schema.field("subject").type
    tables = [first.subjects.table, second.table] if same_kind else [one.table, two.table]
    kept = {
        heading: {**first.subjects.kept.get(heading, {}), **second.kept.get(heading, {})}
        for heading in {*first.subjects.kept, *second.kept}
    }
    joined = Subjects(
        entity.name, pa.concat_tables(tables, promote_options="default"), kept, first.subjects.rows + second.rows
    )
    return SubjectFile(first.path, joined)


def as_text(subjects: Subjects) -> Subjects:
    """The same subjects with text for numbers, as workbooks name them."""
    return Subjects(subjects.entity, with_keys(subjects.table, pa.string()), subjects.kept, subjects.rows)


def with_keys(table: Any, kind: Any) -> Any:
    """A table of subjects whose whole-number keys (subject and ancestors) are of another kind.

    Ancestors that are no numbers stay text. Raises ArrowInvalid where a subject is no number.
    """
    for place, column in enumerate(table.schema):
        is_key = column.name == "subject" or "." in column.name
        if not is_key or column.type == kind:
            continue
        try:
            table = table.set_column(place, column.name, table.column(place).cast(kind))
        except pa.ArrowInvalid:
            if column.name == "subject":
                raise
    return table
