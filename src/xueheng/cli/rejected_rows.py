"""Rows that were not taken: each with its place, value, reason and remedy."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from xueheng.cli.speech import Speech
from xueheng.wording import Language, Text
from xueheng.workbooks.public import Reading, Rejection

SHOWN = 10
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_HEADINGS = (
    Text("文件", "file"), Text("工作表", "sheet"), Text("单元格", "cell"), Text("表头", "heading"), Text("值", "value"),
    Text("原因", "reason"), Text("怎么改", "what to do"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RejectedCell:
    """A rejection with the file that it stands in."""

    file: Path
    rejection: Rejection

    def words(self, language: Language) -> tuple[str, ...]:
        """Its cells as the list of rejections has them."""
        one = self.rejection
        place = one.cell if one.column is not None else Text(f"第 {one.row} 行", f"row {one.row}").say(language)
        return (
            str(self.file),
            one.sheet,
            place,
            one.heading,
            one.value,
            one.reason.say(language),
            one.remedy.say(language),
        )


def rejected_cells(readings: Iterable[Reading]) -> list[RejectedCell]:
    """Every rejection of every file, in order."""
    return [RejectedCell(reading.path, rejection) for reading in readings for rejection in reading.rejections]


def say_rejections(cells: Sequence[RejectedCell], speech: Speech) -> None:
    """The first rejections, a few lines each."""
    if not cells:
        return
    rows = len({(cell.file, cell.rejection.sheet, cell.rejection.row) for cell in cells})
    speech.heading(
        Text(f"没有收的行：{rows:,} 行，{len(cells):,} 处", f"Rows not taken: {rows:,}, with {len(cells):,} faults")
    )
    for cell in cells[:SHOWN]:
        file, sheet, place, heading, value, reason, remedy = cell.words(speech.language)
        where = " › ".join(part for part in (Path(file).name, sheet, place, heading) if part)
        speech.line(f"  {where}" + (f" = {value[:60]!r}" if value else ""))
        speech.line(f"      {reason}  {remedy}")
    if len(cells) > SHOWN:
        more = len(cells) - SHOWN
        speech.say(Text(f"  ……还有 {more:,} 处", f"  … and {more:,} more"))


def write_rejections(cells: Iterable[RejectedCell], path: Path, language: Language) -> None:
    """All rejections as CSV (UTF-8 with a mark, for spreadsheets); nothing in it becomes a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([heading.say(language) for heading in _HEADINGS])
        writer.writerows([_safe(word) for word in cell.words(language)] for cell in cells)


def _safe(word: str) -> str:
    return f"'{word}" if word.startswith(FORMULA_STARTS) else word
