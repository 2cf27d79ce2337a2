"""What rows must satisfy together: known subjects, no contradiction, no repetition, the type's own check."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.language.public import EvidenceType
from xueheng.wording import Text
from xueheng.workbooks.accepted_words import plain
from xueheng.workbooks.cell_faults import Fault
from xueheng.workbooks.columns import any_known, rows_where
from xueheng.workbooks.draft import Draft, Surroundings
from xueheng.workbooks.headings import SheetColumn
from xueheng.workbooks.row_checks import breaks, columns_of, decidable
from xueheng.workbooks.subjects import Subjects, nearest_numbers

_MOST_SUGGESTIONS = 300
_ROW_COLUMNS = ("day", "recorder", "org")


def apply_rules(draft: Draft, surroundings: Surroundings) -> None:
    """Note the faults of whole rows."""
    if draft.sheet.encoding:
        _refuse_ragged(draft)
    if surroundings.known is not None:
        _refuse_unknown(draft, surroundings.known_numbers)
        _refuse_contradicting(draft, surroundings.known)
    _refuse_repeated_ids(draft)
    _refuse_repetition(draft)
    _refuse_inconsistent(draft)
    _refuse_second(draft)
    _refuse_breaking(draft)


def _refuse_ragged(draft: Draft) -> None:
    """A text row with more cells than there are headings has a stray delimiter: its cells may be shifted."""
    last = max(column.index for column in draft.match.headings.columns)
    beyond = [draft.sheet.column(i).slice(draft.start) for i in range(last + 1, len(draft.sheet.columns))]
    for row in rows_where(any_known(beyond, draft.height)):
        draft.faults.add(
            row,
            None,
            None,
            Fault(
                Text(
                    f"这一行超过 {last + 1} 格，可能多了分隔符",
                    f"the row has more than {last + 1} cells: a stray delimiter?",
                ),
                Text("请给含逗号的内容加引号，或存为 .xlsx。", "Quote cells that hold commas, or save it as .xlsx."),
            ),
        )


def _refuse_unknown(draft: Draft, known: frozenset[str]) -> None:
    subjects, column = draft.values["subject", "subject"], draft.columns["subject", "subject"]
    strange = pc.invert(pc.is_in(subjects, value_set=pa.array(sorted(known), pa.string())))
    for count, row in enumerate(rows_where(pc.and_(strange, pc.is_valid(subjects)))):
        number = subjects[row].as_py()
        near = nearest_numbers(number, known) if count < _MOST_SUGGESTIONS else ()
        shown = "、".join(near)
        remedy = Text("请核对编号；新来的请先登记。", "Check the number; register newcomers first.")
        if near:
            remedy = Text(f"是不是 {shown}？{remedy.zh}", f"Is {shown} meant? {remedy.en}")
        reason = Text(f"名册里没有 {number}", f"{number} is not among the known subjects")
        draft.faults.add(row, column, draft.cell(row, column), Fault(reason, remedy))


def _refuse_contradicting(draft: Draft, known: Subjects) -> None:
    layout = draft.match.candidate.layout
    if layout is None:
        return
    headings = {plain(heading) for heading in layout.find_check}
    subjects = draft.list_of("subject", "subject")
    for (role, name), column in draft.columns.items():
        if role == "check" and name in known.kept:
            registered = {subject: {plain(text)} for subject, text in known.kept[name].items()}
            said: Sequence[Any] = [None if v is None else plain(v) for v in draft.list_of(role, name)]
        elif role == "attribute" and plain(column.heading) in headings:
            registered = _attribute_values(known, name)
            said = draft.list_of(role, name)
        else:
            continue
        for row, (subject, value) in enumerate(zip(subjects, said, strict=True)):
            if value is not None and subject in registered and value not in registered[subject]:
                draft.faults.add(row, column, draft.cell(row, column), _contradiction(column))


def _attribute_values(known: Subjects, name: str) -> dict[str, set[Any]]:
    """Subject → the values known for an attribute, over all spans; subjects of unknown value left out."""
    found: dict[str, set[Any]] = {}
    pairs = zip(known.table["subject"].to_pylist(), known.table[name].to_pylist(), strict=True)
    for subject, value in pairs:
        if value is not None:
            found.setdefault(subject, set()).add(value)
    return found


def _contradiction(column: SheetColumn) -> Fault:
    return Fault(
        Text(f"“{column.heading}”与名册不一致", f'"{column.heading}" contradicts what is registered'),
        Text(
            "请核对编号是否填错；若名册有误，请先更正名册。",
            "Check the number; if the register is wrong, correct it first.",
        ),
    )


def _refuse_repeated_ids(draft: Draft) -> None:
    column = draft.columns.get(("id", "id"))
    if column:
        first: dict[str, int] = {}
        for row, number in enumerate(draft.list_of("id", "id")):
            if number is not None and first.setdefault(number, row) != row:
                _repeats(draft, row, first[number], column, Text("记录号重复", "the record's number is repeated"))


def _refuse_repetition(draft: Draft) -> None:
    """The same row again; in a layout of one row a subject, the same subject and day again."""
    subjects, days = draft.list_of("subject", "subject"), draft.list_of("day", "day")
    layout, evidence = draft.match.candidate.layout, draft.match.candidate.evidence
    column = draft.columns["subject", "subject"]
    if layout and layout.row == evidence.about:
        keys: Sequence[Any] = list(zip(subjects, days, strict=True))
        reason = Text("同一编号重复", "the subject stands twice")
    else:
        every = [values.to_pylist() for (role, _), values in draft.values.items() if role != "check"]
        keys = list(zip(*every, strict=True))
        reason = Text("整行重复", "the row repeats another")
    first: dict[Any, int] = {}
    for row, key in enumerate(keys):
        if subjects[row] is not None and days[row] is not None and first.setdefault(key, row) != row:
            _repeats(draft, row, first[key], column, reason)


def _refuse_inconsistent(draft: Draft) -> None:
    """One subject cannot be two things on one day: rows of a day must describe their subject alike."""
    subjects, days = draft.list_of("subject", "subject"), draft.list_of("day", "day")
    for (role, name), column in draft.columns.items():
        if role not in ("attribute", "ancestor"):
            continue
        said: dict[tuple[Any, Any], tuple[int, Any]] = {}
        for row, (subject, day, value) in enumerate(zip(subjects, days, draft.list_of(role, name), strict=True)):
            if value is None or row in draft.faults:
                continue
            first, before = said.setdefault((subject, day), (row, value))
            if before != value:
                reason = Text("同一编号、同一天的说法不同", "the same subject is described differently on the same day")
                _repeats(draft, row, first, column, reason)


def _repeats(draft: Draft, row: int, first: int, column: SheetColumn, reason: Text) -> None:
    above = draft.spreadsheet_row(first)
    fault = Fault(
        Text(f"{reason.zh}：见第 {above} 行", f"{reason.en}: see row {above}"),
        Text("请核对两行，只留正确的。", "Compare the two rows and keep what is right."),
    )
    draft.faults.add(row, column, draft.cell(row, column), fault)


def _refuse_second(draft: Draft) -> None:
    """A type kept once per day, recorder, organisation or field value takes no second row."""
    evidence = draft.match.candidate.evidence
    if not evidence.once_per:
        return
    fields = {each.name for each in evidence.fields}
    unclear = [name for name in evidence.once_per if name not in fields and name not in _ROW_COLUMNS]
    if unclear:
        shown = "、".join(unclear)
        draft.notes.append(
            Text(
                f"“每 {shown} 只记一次”在读表时没有检查。",
                f'"once per {shown}" is not checked while reading a workbook.',
            )
        )
        return
    parts = [draft.list_of("field" if name in fields else name, name) for name in evidence.once_per]
    keys = list(zip(draft.list_of("subject", "subject"), *parts, strict=True))
    first: dict[Any, int] = {}
    for row, key in enumerate(keys):
        if None not in key and row not in draft.faults and first.setdefault(key, row) != row:
            reason = Text("只能记一次，第二次要作更正", "only one is kept; a second must be a correction")
            _repeats(draft, row, first[key], draft.columns["subject", "subject"], reason)


def _refuse_breaking(draft: Draft) -> None:
    evidence = draft.match.candidate.evidence
    if evidence.check is None:
        return
    if not decidable(evidence.check):
        draft.notes.append(Text("记录的检查条件没有在读表时检查。", "the type's check was not applied while reading."))
        return
    names, rows = _comparable_rows(draft, evidence)
    for row in rows_where(draft.received):
        if row not in draft.faults and breaks(evidence.check, dict(zip(names, rows[row], strict=True))):
            draft.faults.add(row, None, None, _breaking(evidence))


def _comparable_rows(draft: Draft, evidence: EvidenceType) -> tuple[list[str], list[tuple[Any, ...]]]:
    decimals = columns_of(evidence)
    names, lists = [], []
    for (role, name), values in draft.values.items():
        if role in ("field", "attribute", "day", "recorder", "org", "verified", "recorded"):
            units = 10 ** decimals.get(name, 0) if role == "field" else 1
            exact = name in decimals and role == "field"
            names.append(name)
            lists.append([Fraction(v, units) if exact and v is not None else v for v in values.to_pylist()])
    return names, list(zip(*lists, strict=True))


def _breaking(evidence: EvidenceType) -> Fault:
    title = evidence.title
    return Fault(
        Text(
            f"这一行的数据自相矛盾，不符合“{title.zh}”的要求",
            f"the row's values break the rule of {title.en or title.zh}",
        ),
        Text("请核对这一行的各项数据。", "Check the values of this row against each other."),
    )
