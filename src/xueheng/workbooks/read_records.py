"""One workbook or text file, read in whole: all sheets that bear our headings."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from xueheng.language.public import Entity, EvidenceType, Layout, Table
from xueheng.wording import Text
from xueheng.workbooks.draft import Surroundings
from xueheng.workbooks.headings import SEARCHED_ROWS, find_headings, found_headings, settle
from xueheng.workbooks.limits import Limits
from xueheng.workbooks.raw_cells import as_written
from xueheng.workbooks.read_sheet import SheetResult, read_sheet
from xueheng.workbooks.reading import PassedOver, Reading
from xueheng.workbooks.refusals import WorkbookRefused, refuse
from xueheng.workbooks.subjects import Subjects, spans
from xueheng.workbooks.vocabulary import (
    Candidate,
    generic_candidate,
    layout_candidate,
    mappable,
    with_further_words,
    with_mapped,
)
from xueheng.workbooks.worker_process import Progress, RawFile, RawSheet, read_file

_CHECKING = Text("核对各行", "checking the rows")
_GIVEN_DAY = Text("给定的日期", "the day given")


def read_records(
    path: Path,
    *,
    evidence: Sequence[EvidenceType],
    layouts: Sequence[Layout],
    entities: Mapping[str, Entity],
    tables: Mapping[str, Table],
    default_day: date | None = None,
    day_origin: Text = _GIVEN_DAY,
    known_subjects: Subjects | None = None,
    mapped: Mapping[str, str] | None = None,
    verified_later: bool = False,
    first_id: int = 1,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> Reading:
    """Read a workbook (.xlsx, .xls) or text file (.csv) of records.

    `evidence` and `layouts`: the kinds of sheet that may occur. `default_day` (and in words, where
    it comes from) is for sheets without a day. `known_subjects`: rows about others are rejected. `mapped`: what was
    said of headings that are not known, heading → word of `mappable`, '' to leave the column alone. `verified_later`:
    somebody verifies the rows after they are stored.
    `first_id`: where given record numbers are not whole numbers, records are numbered from here.
    Raises `WorkbookRefused` when the file is not read at all, or a sheet's headings do not fit.
    """
    file = read_file(path, limits or Limits(), progress)
    candidates = [with_mapped(each, mapped or {}) for each in _candidates(evidence, layouts, entities)]
    known = frozenset(known_subjects.table["subject"].to_pylist()) if known_subjects else frozenset[str]()
    surroundings = Surroundings(entities, tables, default_day, day_origin, known_subjects, known, verified_later)
    results: list[SheetResult] = []
    passed: list[PassedOver] = []
    for done, sheet in enumerate(file.sheets):
        match = settle(sheet, path.stem, candidates, str(path))
        if match is None:
            passed.append(_passed_over(sheet))
        else:
            results.append(read_sheet(sheet, match, str(path), surroundings))
        if progress:
            progress(_CHECKING, done + 1, len(file.sheets))
    if not results:
        raise _nothing_found(file, candidates)
    return _assembled(file, results, passed, entities, first_id)


def words_to_map(evidence: EvidenceType, layout: Layout | None, entity: Entity) -> dict[str, str]:
    """What a person may say of an unknown heading in a sheet of this kind: word → heading as the template writes it."""
    kind = layout_candidate(layout, evidence, entity) if layout else generic_candidate(evidence, entity)
    return {word: use.heading for word, use in mappable(kind).items()}


def _candidates(
    evidence: Sequence[EvidenceType], layouts: Sequence[Layout], entities: Mapping[str, Entity]
) -> list[Candidate]:
    types = {each.name: each for each in evidence}
    found = [
        layout_candidate(layout, types[layout.into], entities[types[layout.into].about])
        for layout in layouts
        if layout.into in types
    ]
    for each in evidence:
        entity = entities[each.about]
        numbers = [layout.find_by for layout in layouts if layout.row == entity.name]
        found.append(with_further_words(generic_candidate(each, entity), entity, entities, numbers))
    return found


def _passed_over(sheet: RawSheet) -> PassedOver:
    if sheet.height == 0:
        return PassedOver(sheet.name, Text("空表", "the sheet is empty"))
    return PassedOver(sheet.name, Text("没有要找的表头", "it has none of the headings looked for"))


def _nothing_found(file: RawFile, candidates: Sequence[Candidate]) -> WorkbookRefused:
    wanted = "；".join(
        f"{each.title.zh or each.title.en}：{'、'.join((each.key, *each.fields[:6]))}" for each in candidates[:6]
    )
    return refuse("no_sheet", str(file.path), wanted=wanted, found=_best_row(file, candidates))


def _best_row(file: RawFile, candidates: Sequence[Candidate]) -> str:
    """What the nearest thing to a heading row says; else the first row that holds anything."""
    for sheet in file.sheets:
        top = sheet.first_rows(SEARCHED_ROWS)
        rows = [found for each in candidates if (found := find_headings(top, each.headings))]
        if rows:
            return found_headings(max(rows, key=lambda row: row.score))
    for sheet in file.sheets:
        for row in sheet.first_rows(SEARCHED_ROWS):
            words = [as_written(cell)[:20] for cell in row if cell is not None]
            if words:
                return "、".join(words[:20])
    return "—"


def _assembled(
    file: RawFile,
    results: Sequence[SheetResult],
    passed: Sequence[PassedOver],
    entities: Mapping[str, Entity],
    first_id: int,
) -> Reading:
    records: dict[str, Any] = {}
    refs: dict[str, dict[int, str]] = {}
    for name in dict.fromkeys(result.reading.evidence for result in results):
        records[name], refs[name] = _numbered(file, [r for r in results if r.reading.evidence == name], first_id)
    sightings = _sightings(results)
    return Reading(
        path=file.path,
        format=file.format,
        sha256=file.sha256,
        sheets=tuple(result.reading for result in results),
        passed_over=tuple(passed),
        records=records,
        refs=refs,
        sightings=sightings,
        subjects={name: spans([table], entities[name]) for name, table in sightings.items()},
        notes=file.notes,
        raw=file.sheets,
    )


def _numbered(file: RawFile, results: Sequence[SheetResult], first_id: int) -> tuple[Any, dict[int, str]]:
    """The records of a type with their ids, and what else they are called.

    Whole numbers given for all records of the type are their ids; otherwise records are numbered.
    """
    table = pa.concat_tables([result.records for result in results])
    given = [number for result in results for number in (result.own_numbers or [None] * len(result.rows))]
    places = [_place(file, result, row) for result in results for row in result.rows]
    own = _whole_numbers(given)
    if own is not None and len(set(own)) == len(own):
        refs = {id_: text for id_, text in zip(own, given, strict=True) if text and text != str(id_)}
        return table.add_column(0, "id", pa.array(own, pa.int64())), refs
    ids = range(first_id, first_id + table.num_rows)
    named = {id_: number or place for id_, number, place in zip(ids, given, places, strict=True)}
    return table.add_column(0, "id", pa.array(ids, pa.int64())), named


def _whole_numbers(given: Sequence[str | None]) -> list[int] | None:
    if not given or not all(
        text is not None and text.isascii() and text.isdigit() and len(text) < 19 for text in given
    ):
        return None
    return [int(text or 0) for text in given]


def _place(file: RawFile, result: SheetResult, row: int) -> str:
    sheet = result.reading.name
    return f"{file.path.name} › {sheet} › row {row}" if sheet else f"{file.path.name} › row {row}"


def _sightings(results: Sequence[SheetResult]) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    for result in results:
        found.setdefault(result.about, []).append(result.sightings)
    return {name: pa.concat_tables(tables, promote_options="default") for name, tables in found.items()}
