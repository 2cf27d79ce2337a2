"""One sheet, from cells to stored records, subjects and the account of its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import pyarrow as pa

from xueheng.wording import Text
from xueheng.workbooks.accepted_words import plain
from xueheng.workbooks.columns import rows_where
from xueheng.workbooks.draft import Draft, Surroundings, draft_of
from xueheng.workbooks.field_readers import arrow_type
from xueheng.workbooks.headings import Match
from xueheng.workbooks.reading import Rejection, SheetReading
from xueheng.workbooks.row_rules import apply_rules
from xueheng.workbooks.subjects import value_columns
from xueheng.workbooks.worker_process import RawSheet


@dataclass(frozen=True, slots=True)
class SheetResult:
    """A sheet's account, its records (without ids), places of the records, and what rows say of subjects."""

    reading: SheetReading
    about: str
    records: Any
    own_numbers: list[str | None] | None
    rows: list[int]
    sightings: Any


def read_sheet(sheet: RawSheet, match: Match, path: str, surroundings: Surroundings) -> SheetResult:
    """Each row stored whole or rejected whole with all its faults."""
    draft = draft_of(sheet, match, path, surroundings)
    apply_rules(draft, surroundings)
    received = rows_where(draft.received)
    stored = [row for row in received if row not in draft.faults]
    rejected = [row for row in received if row in draft.faults]
    if len(received) != len(stored) + len(rejected):
        raise AssertionError("received = stored + rejected does not hold")
    _note_verified(draft, surroundings)
    _note_columns(draft)
    kept = pa.array(stored, pa.int64())
    subjects = draft.values["subject", "subject"].take(kept)
    numbers = draft.values.get(("id", "id"))
    spreadsheet_rows = [draft.spreadsheet_row(row) for row in stored]
    reading = SheetReading(
        name=sheet.name,
        title=match.candidate.title,
        evidence=match.candidate.evidence.name,
        layout=match.candidate.layout.name if match.candidate.layout else None,
        heading_row=match.headings.row + 1,
        columns=match.headings.columns,
        received=len(received),
        stored=len(stored),
        rejected=len(rejected),
        rejections=_rejections(draft, rejected),
        notes=tuple(draft.notes),
        stored_rows=dict(zip(spreadsheet_rows, subjects.to_pylist(), strict=True)),
    )
    own = None if numbers is None else numbers.take(kept).to_pylist()
    return SheetResult(
        reading=reading,
        about=match.candidate.evidence.about,
        records=_records(draft, kept, surroundings),
        own_numbers=own,
        rows=spreadsheet_rows,
        sightings=_sightings(draft, kept, surroundings),
    )


def _records(draft: Draft, kept: Any, surroundings: Surroundings) -> Any:
    """The stored rows in the shape of records, without ids."""
    columns: dict[str, Any] = {
        "subject": draft.values["subject", "subject"].take(kept),
        "org": _organisation(draft, surroundings).take(kept),
        "day": draft.values["day", "day"].take(kept),
        "recorder": _or_nulls(draft, "recorder", pa.string()).take(kept),
        "verified": _verified(draft).take(kept),
        "recorded": _or_nulls(draft, "recorded", pa.int64()).fill_null(0).take(kept),
    }
    for each in draft.match.candidate.evidence.fields:
        columns[each.name] = draft.values["field", each.name].take(kept).cast(arrow_type(each))
    return pa.table(columns)


def _or_nulls(draft: Draft, role: str, kind: Any) -> Any:
    values = draft.values.get((role, role))
    return pa.nulls(draft.height, kind) if values is None else values


def _organisation(draft: Draft, surroundings: Surroundings) -> Any:
    """The organisation a record was made in: its own column, else the nearest ancestor the sheet names."""
    if ("org", "org") in draft.values:
        return draft.values["org", "org"]
    entity = surroundings.entities[draft.match.candidate.evidence.about]
    for ancestor in entity.ancestors:
        if ("ancestor", ancestor) in draft.values:
            return draft.values["ancestor", ancestor]
    return pa.nulls(draft.height, pa.string())


def _verified(draft: Draft) -> Any:
    """A verification column's blank means not yet; without the column rows count as verified."""
    values = draft.values.get(("verified", "verified"))
    return pa.repeat(pa.scalar(True), draft.height) if values is None else values.fill_null(False)


def _note_verified(draft: Draft, surroundings: Surroundings) -> None:
    if not draft.match.candidate.evidence.verified_by_anyone:
        return
    if surroundings.verified_later:
        draft.notes.append(
            Text(
                "入库的各行还要由有权的人审核；表里写的“已审核”不算。",
                "Stored rows are still to be verified by whoever may; what the sheet says of it does not count.",
            )
        )
    elif ("verified", "verified") not in draft.values:
        draft.notes.append(
            Text("没有“已审核”一列：各行按已审核计。", 'no column "已审核" (verified): all rows count as verified.')
        )


def _sightings(draft: Draft, kept: Any, surroundings: Surroundings) -> Any:
    entity = surroundings.entities[draft.match.candidate.evidence.about]
    columns = {"subject": draft.values["subject", "subject"].take(kept), "day": draft.values["day", "day"].take(kept)}
    for name, kind in value_columns(entity).items():
        for role in ("attribute", "ancestor"):
            if (role, name) in draft.values:
                columns[name] = draft.values[role, name].take(kept).cast(kind)
    return pa.table(columns)


def _rejections(draft: Draft, rejected: list[int]) -> tuple[Rejection, ...]:
    return tuple(
        Rejection(
            sheet=draft.sheet.name,
            row=draft.spreadsheet_row(row),
            column=each.column,
            heading=each.heading,
            value=each.value,
            reason=each.fault.reason,
            remedy=each.fault.remedy,
        )
        for row in rejected
        for each in sorted(draft.faults.by_row[row], key=lambda fault: -1 if fault.column is None else fault.column)
    )


def _note_columns(draft: Draft) -> None:
    """Say which columns were not kept, not known, or expected and not there."""
    headings = draft.match.headings
    dropped = [column.heading for column in headings.of("never_store")]
    if dropped:
        shown = "、".join(dropped)
        draft.notes.append(Text(f"不保存的列：{shown}。", f"columns never stored: {shown}."))
    unused = [column.heading for column in headings.of("ignored")]
    if unused:
        shown = "、".join(unused)
        draft.notes.append(Text(f"没有用到的列：{shown}。", f"columns not used: {shown}."))
    for column in headings.columns:
        if column.use is None:
            draft.notes.append(_unknown(column.heading, draft.match.candidate.headings))
    lacking = [heading for heading in draft.match.candidate.fields if heading not in _there(draft)]
    if lacking and draft.match.candidate.layout:
        shown = "、".join(lacking)
        draft.notes.append(
            Text(f"模板里有而表里没有的列：{shown}。", f"columns of the template not in the sheet: {shown}.")
        )


def _there(draft: Draft) -> set[str]:
    return {column.use.heading for column in draft.match.headings.of("field") if column.use}


def _unknown(heading: str, known: Mapping[str, object]) -> Text:
    near = get_close_matches(plain(heading), known, 1, 0.6)
    zh = f"，是不是“{near[0]}”？" if near else "，没有读取。"
    en = f'; is "{near[0]}" meant?' if near else "; not read."
    return Text(f"不认识的列“{heading}”{zh}", f'unknown column "{heading}"{en}')
