"""Finding the heading row of a sheet and settling what kind of sheet it is: by names, never by position."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from xueheng.workbooks.accepted_words import plain
from xueheng.workbooks.raw_cells import as_written
from xueheng.workbooks.refusals import WorkbookRefused, refuse
from xueheng.workbooks.sheet_xml import column_letters
from xueheng.workbooks.vocabulary import Candidate, Use, heading_key, names_of
from xueheng.workbooks.worker_process import RawSheet

SEARCHED_ROWS = 30
_LEVELS_ABOVE = 2
_SHOWN_HEADINGS = 24


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column with a heading: its index, the heading as written, and its use (None: not known)."""

    index: int
    heading: str
    use: Use | None


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """The headings as found under one vocabulary: the row (from 0) and its columns."""

    row: int
    columns: tuple[SheetColumn, ...]

    def of(self, role: str) -> tuple[SheetColumn, ...]:
        """The columns of one role."""
        return tuple(column for column in self.columns if column.use and column.use.role == role)

    @property
    def score(self) -> int:
        """How many headings are known."""
        return sum(1 for column in self.columns if column.use and column.use.role != "returned")


@dataclass(frozen=True, slots=True)
class Match:
    """A sheet read as one kind: the candidate and where its headings stand."""

    candidate: Candidate
    headings: HeadingRow

    @property
    def complete(self) -> bool:
        """Whether the subject's number and at least one field have headings."""
        wanted = not self.candidate.evidence.fields or self.headings.of("field")
        return bool(self.headings.of("subject") and wanted)


def find_headings(top: Sequence[Sequence[str | None]], vocabulary: Mapping[str, Use]) -> HeadingRow | None:
    """The row with most known headings among the first rows; None where no row has any.

    A heading merged downward over a second heading row counts for the lower row.
    """
    best: HeadingRow | None = None
    for row in range(min(len(top), SEARCHED_ROWS)):
        found = _headings_of(top, row, vocabulary)
        if found.score and (best is None or found.score > best.score):
            best = found
    return best


def _headings_of(top: Sequence[Sequence[str | None]], row: int, vocabulary: Mapping[str, Use]) -> HeadingRow:
    columns = []
    own = False
    for index, cell in enumerate(top[row]):
        if cell is not None:
            text = as_written(cell).strip()
            use = vocabulary.get(heading_key(text))
            own = own or use is not None
            columns.append(SheetColumn(index, text, use))
            continue
        for above in range(row - 1, max(row - 1 - _LEVELS_ABOVE, -1), -1):
            higher = top[above][index]
            if higher is not None:
                use = vocabulary.get(heading_key(as_written(higher)))
                if use:
                    columns.append(SheetColumn(index, as_written(higher).strip(), use))
                break
    return HeadingRow(row, tuple(columns) if own else ())


def settle(sheet: RawSheet, stem: str, candidates: Sequence[Candidate], path: str) -> Match | None:
    """What kind of sheet this is; None where it has no headings of ours.

    A declared layout comes first, then the evidence type the sheet or file is named after, then
    the only type whose headings are there. Known headings without the key are an error.
    """
    top = sheet.first_rows(SEARCHED_ROWS)
    matches = []
    for candidate in candidates:
        found = _known_first(find_headings(top, candidate.headings))
        if found:
            matches.append(Match(candidate, found))
    match = _layout(matches, sheet, path) or _named(matches, sheet, stem, path) or _generic(matches, sheet, path)
    if match is None:
        _refuse_nearly(matches, sheet, path)
        return None
    _refuse_doubled(match, sheet, path)
    _refuse_without_needed(match, sheet, path)
    return match


def _known_first(headings: HeadingRow | None) -> HeadingRow | None:
    """Where a column bears the heading itself, another of which it was said once is not that column here."""
    if headings is None:
        return None
    known = {(c.use.role, c.use.name) for c in headings.columns if c.use and c.use.once and not c.use.mapped}
    return HeadingRow(
        headings.row,
        tuple(
            replace(c, use=None) if c.use and c.use.mapped and (c.use.role, c.use.name) in known else c
            for c in headings.columns
        ),
    )


def _layout(matches: Sequence[Match], sheet: RawSheet, path: str) -> Match | None:
    complete = [match for match in matches if match.candidate.layout and match.complete]
    return _only_best(complete, sheet, path)


def _only_best(matches: Sequence[Match], sheet: RawSheet, path: str) -> Match | None:
    """The match with most headings; two equally good ones are an error."""
    if not matches:
        return None
    most = max(match.headings.score for match in matches)
    best = [match for match in matches if match.headings.score == most]
    if len(best) > 1:
        _refuse_several(best, sheet, path)
    return best[0]


def _named(matches: Sequence[Match], sheet: RawSheet, stem: str, path: str) -> Match | None:
    for name in (sheet.name, stem):
        for match in matches:
            evidence = match.candidate.evidence
            words = {plain(word) for word in names_of(evidence.name, evidence.title)}
            if match.candidate.layout is None and plain(name) in words:
                if not match.complete:
                    _refuse_incomplete(match, sheet, path)
                return match
    return None


def _generic(matches: Sequence[Match], sheet: RawSheet, path: str) -> Match | None:
    complete = [match for match in matches if not match.candidate.layout and match.complete]
    if len(complete) > 1:
        fitting = [match for match in complete if not missing_needed(match)]
        if len(fitting) != 1:
            _refuse_several(fitting or complete, sheet, path)
        return fitting[0]
    return complete[0] if complete else None


def missing_needed(match: Match) -> tuple[str, ...]:
    """Headings of needed fields that the sheet lacks and that have no default."""
    there = {column.use.name for column in match.headings.of("field") if column.use}
    evidence = match.candidate.evidence
    lacking = [f for f in evidence.fields if f.name in evidence.needed and f.name not in there and f.default is None]
    return tuple(each.title.zh or each.name for each in lacking)


def found_headings(headings: HeadingRow) -> str:
    """The headings of a row as a list for a message."""
    written = [column.heading for column in headings.columns]
    return "、".join(written[:_SHOWN_HEADINGS]) + ("…" if len(written) > _SHOWN_HEADINGS else "")


def _refuse_nearly(matches: Sequence[Match], sheet: RawSheet, path: str) -> None:
    """A sheet with our fields but without the number of the subject is a mistake, not another sheet."""
    near = [match for match in matches if len(match.headings.of("field")) >= 2]
    if near:
        _refuse_incomplete(max(near, key=lambda match: match.headings.score), sheet, path)


def _refuse_incomplete(match: Match, sheet: RawSheet, path: str) -> None:
    wanted = match.candidate.key if not match.headings.of("subject") else "、".join(match.candidate.fields[:8])
    raise _refuse_missing(match.headings, sheet, path, wanted)


def _refuse_without_needed(match: Match, sheet: RawSheet, path: str) -> None:
    lacking = missing_needed(match)
    if lacking:
        raise _refuse_missing(match.headings, sheet, path, "、".join(lacking))


def _refuse_missing(headings: HeadingRow, sheet: RawSheet, path: str, wanted: str) -> WorkbookRefused:
    refused = refuse("missing_heading", path, sheet=sheet.title, wanted=wanted, found=found_headings(headings))
    refused.unknown = tuple(column.heading for column in headings.columns if column.use is None)
    return refused


def _refuse_several(matches: Sequence[Match], sheet: RawSheet, path: str) -> None:
    shown = "、".join(f"{m.candidate.title.zh or m.candidate.title.en}（{m.candidate.evidence.name}）" for m in matches)
    raise refuse("several_types", path, sheet=sheet.title, candidates=shown)


def _refuse_doubled(match: Match, sheet: RawSheet, path: str) -> None:
    refuse_doubled(match.headings, sheet, path)


def refuse_doubled(headings: HeadingRow, sheet: RawSheet, path: str) -> None:
    """Two columns of one use: nobody can say which counts."""
    seen: dict[tuple[str, str], SheetColumn] = {}
    for column in headings.columns:
        if column.use is None or not column.use.once:
            continue
        first = seen.setdefault((column.use.role, column.use.name), column)
        if first is not column:
            cells = [f"{column_letters(c.index)}{headings.row + 1}" for c in (first, column)]
            raise refuse(
                "doubled_heading", path, sheet=sheet.title, heading=column.heading, first=cells[0], second=cells[1]
            )
