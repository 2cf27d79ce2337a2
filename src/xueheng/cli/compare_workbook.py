"""A comparison as a workbook: 概要 (may be handed on), the standard, movers, causes, leaves, records."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from xueheng.cli.compare_handout import Block, handout_blocks, handout_notes
from xueheng.cli.compare_records import RecordChange
from xueheng.cli.compare_words import headline_words, mover_words, run_words, titles_of
from xueheng.cli.documents.exact_numbers import shown_exactly
from xueheng.cli.documents.sheet_styles import SheetStyles, safe_text
from xueheng.evaluation.core.public import (
    CHANGED_WHAT,
    DIRECTIONS,
    KIND_WORDS,
    Cause,
    Comparison,
    Handout,
    Movement,
    Mover,
)
from xueheng.wording import Language, Text

MOST_CAUSE_ROWS = 200_000
MILLION = 10**6
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
PRIVATE = Text(
    "有个人编号，只给可以看个人结果的人。按编号排列，不按得分。",
    "Names people by their numbers: only for those who may see people's results. In order of numbers, not of points.",
)
RECORD_WHAT = {
    "added": Text("新增", "added"),
    "removed": Text("没有了", "gone"),
    "changed": Text("改了", "changed"),
}
Cells = Sequence[str | int | Fraction | None]


class _Sheets:
    """Writes sheets of one look; text from the data never becomes a formula."""

    def __init__(self, book: Workbook, language: Language) -> None:
        self._book, self._language, self._styles = book, language, SheetStyles(book)

    def say(self, text: Text, between: str = "\n") -> str:
        return text.say(self._language, between)

    def add(self, name: Text, note: Text | None, heads: Sequence[tuple[Text, int]], rows: Iterable[Cells]) -> None:
        """A sheet with a remark, headings with their widths, and rows."""
        sheet = self._book.add_worksheet(name.say("en" if self._language == "en" else "zh"))
        write, styles, top = safe_text(sheet, self._styles), self._styles, 0
        if note is not None:
            write(0, 0, self.say(note, " "), styles.text())
            top = 1
        for place, (title, width) in enumerate(heads):
            sheet.write_string(top, place, self.say(title), styles.heading())
            sheet.set_column(place, place, width)
        sheet.freeze_panes(top + 1, 1)
        last = top
        for last, row in enumerate(rows, top + 1):
            for place, cell in enumerate(row):
                self._cell(sheet, last, place, cell)
        sheet.autofilter(top, 0, max(last, top + 1), len(heads) - 1)
        # Filtering is offered, sorting is not; there is no password, a person may lift it.
        allowed = ("autofilter", "format_cells", "format_columns", "format_rows", "select_locked_cells")
        sheet.protect("", {**dict.fromkeys(allowed, True), "sort": False})

    def blocks(self, name: Text, notes: Sequence[Text], blocks: Iterable[Block]) -> None:
        """A sheet of small tables, one under the other."""
        sheet = self._book.add_worksheet(name.say("en" if self._language == "en" else "zh"))
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 20, 16)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        write, at = safe_text(sheet, self._styles), 0
        for note in notes:
            for line in self.say(note).splitlines():
                write(at, 0, line, self._styles.text())
                at += 1
        for block in blocks:
            at += 1
            write(at, 0, self.say(block.title, " "), self._styles.made(bold=True))
            for place, head in enumerate(block.heads):
                sheet.write_string(at + 1, place, self.say(head), self._styles.heading())
            for row in block.rows:
                for place, cell in enumerate(row):
                    self._cell(sheet, at + 2, place, self.say(cell, " ") if isinstance(cell, Text) else cell)
                at += 1
            at += 2

    def _cell(self, sheet: Worksheet, row: int, place: int, cell: str | int | Fraction | None) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, str):
            safe_text(sheet, self._styles)(row, place, cell, self._styles.text())
        elif isinstance(cell, int):
            sheet.write_number(row, place, cell, self._styles.made(num_format="#,##0"))
        elif (cell * MILLION).denominator == 1:
            sheet.write_number(row, place, float(cell), self._styles.number(None))
        else:
            sheet.write_string(row, place, shown_exactly(str(cell)), self._styles.made(align="right"))


def write_comparison_workbook(
    comparison: Comparison, told: list[Handout], records: list[RecordChange] | None, out: Path, language: Language
) -> None:
    """Write the workbook to `out`."""
    with Workbook(str(out), {**_OPTIONS, "tmpdir": str(out.parent)}) as book:
        book.set_properties({"title": comparison.sides.after.tree.title.say("zh")})
        sheets, titles = _Sheets(book, language), titles_of(comparison)
        blocks = [block for each in told for block in handout_blocks(comparison, each)]
        sheets.blocks(Text("概要", "Summary"), handout_notes(comparison, told), blocks)
        _standard(sheets, comparison)
        _movers(sheets, comparison, titles)
        _causes(sheets, comparison, titles)
        _leaves(sheets, comparison)
        if records is not None:
            _records(sheets, comparison, records, titles)
        _one_side(sheets, comparison)


def _private(comparison: Comparison) -> Text | None:
    """Who may see sheets that name people; None where the subjects are no people."""
    return PRIVATE if comparison.sides.after.tree.person else None


def _standard(sheets: _Sheets, comparison: Comparison) -> None:
    heads = (
        (Text("代码", "Code"), 22), (Text("项目", "Item"), 26), (Text("变了什么", "What changed"), 22),
        (Text("原来", "Before"), 60), (Text("现在", "After"), 60), (Text("谁的决定", "Whose decision"), 30),
    )  # fmt: skip
    rows = [
        (
            change.code,
            sheets.say(change.title, " "),
            sheets.say(CHANGED_WHAT[change.what], " "),
            sheets.say(change.before, " "),
            sheets.say(change.after, " "),
            sheets.say(change.decision, " ") if change.decision else "",
        )
        for change in comparison.changes
    ]
    before, after = (run_words(side.results) for side in (comparison.sides.before, comparison.sides.after))
    note = Text(f"原来：{before.zh}；现在：{after.zh}", f"Before: {before.en}; after: {after.en}")
    sheets.add(Text("标准的变化", "The standard"), note, heads, rows)


def _movers(sheets: _Sheets, comparison: Comparison, titles: dict[str, Text]) -> None:
    heads = (
        (Text("编号", "Number"), 24), (Text("总的结果", "Headline"), 20), (Text("方向", "Direction"), 16),
        (Text("原来", "Before"), 16), (Text("原得分", "Points before"), 12), (Text("现在", "After"), 16),
        (Text("现得分", "Points after"), 12), (Text("相差", "Difference"), 14),
        (Text("主要原因", "Main cause"), 34), (Text("缺数据造成", "Because data is missing"), 14),
        (Text("一句话", "In a sentence"), 110),
    )  # fmt: skip
    rows = (_mover(sheets, movement, mover, titles) for movement in comparison.movements for mover in movement.movers)
    sheets.add(Text("变动名单", "Movers"), _private(comparison), heads, rows)


def _mover(sheets: _Sheets, movement: Movement, mover: Mover, titles: dict[str, Text]) -> Cells:
    node, kind = mover.main
    title = titles.get(node, Text(node))
    main = KIND_WORDS[kind]
    return (
        mover.subject,
        sheets.say(headline_words(movement), " "),
        sheets.say(DIRECTIONS[mover.direction], " "),
        sheets.say(movement.ladder.title(mover.before.label), " "),
        None if mover.before.shown is None else Fraction(mover.before.shown),
        sheets.say(movement.ladder.title(mover.after.label), " "),
        None if mover.after.shown is None else Fraction(mover.after.shown),
        mover.difference,
        sheets.say(Text(f"{title.zh}：{main.zh}", f"{title.en or title.zh}: {main.en}"), " "),
        sheets.say(Text("是", "yes"), " ") if mover.gap else "",
        sheets.say(mover_words(mover, movement.ladder, titles), " "),
    )


def _causes(sheets: _Sheets, comparison: Comparison, titles: dict[str, Text]) -> None:
    heads = (
        (Text("编号", "Number"), 24), (Text("总的结果", "Headline"), 20), (Text("项目代码", "Code"), 22),
        (Text("项目", "Item"), 26), (Text("原因", "Cause"), 24), (Text("造成的分差", "Points"), 18),
        (Text("值 原来", "Value before"), 14), (Text("值 现在", "Value after"), 14),
        (Text("得分 原来", "Points before"), 14), (Text("得分 现在", "Points after"), 14),
        (Text("权重 原来", "Weight before"), 12), (Text("权重 现在", "Weight after"), 12),
    )  # fmt: skip
    sums = Text(
        "每个变动拆成的原因；同一编号、同一项的分差加起来正好是“相差”。",
        "Each move taken apart; the points of one number and headline add up to its difference.",
    )
    private = _private(comparison)
    note = sums if private is None else Text(f"{sums.zh}{private.zh}", f"{sums.en} {private.en}")
    sheets.add(Text("原因明细", "Causes"), note, heads, _cause_rows(sheets, comparison, titles))


def _cause_rows(sheets: _Sheets, comparison: Comparison, titles: dict[str, Text]) -> Iterable[Cells]:
    written = 0
    for movement in comparison.movements:
        for mover in movement.movers:
            written += len(mover.causes)
            if written > MOST_CAUSE_ROWS:
                return
            for cause in mover.causes:
                yield _cause(sheets, movement, mover, cause, titles)


def _cause(sheets: _Sheets, movement: Movement, mover: Mover, cause: Cause, titles: dict[str, Text]) -> Cells:
    facts = [
        cause.facts.get(f"{what}_{end}", "") for what in ("value", "points", "weight") for end in ("before", "after")
    ]
    return (
        mover.subject,
        sheets.say(headline_words(movement), " "),
        cause.node,
        sheets.say(titles.get(cause.node, Text(cause.node)), " "),
        sheets.say(KIND_WORDS[cause.kind], " "),
        cause.points if mover.difference is not None else None,
        *facts,
    )


def _leaves(sheets: _Sheets, comparison: Comparison) -> None:
    heads = (
        (Text("代码", "Code"), 22), (Text("观测点", "Leaf"), 26), (Text("值变了", "Value changed"), 12),
        (Text("同样的值得分变了", "Same value, other points"), 16), (Text("现在缺", "Missing now"), 12),
        (Text("原来缺", "Missing before"), 12), (Text("现在不适用", "Not applying now"), 14),
        (Text("原来不适用", "Not applying before"), 14), (Text("影响到的变动者", "Movers affected"), 14),
        (Text("其中主要原因", "Main cause for"), 14), (Text("共加分", "Gave in all"), 14),
        (Text("共减分", "Took in all"), 14),
    )  # fmt: skip
    rows = []
    for leaf in comparison.leaves:
        counts = [c for m in comparison.movements for (node, _), c in m.causes.items() if node == leaf.code]
        totals = [sum(getattr(c, name) for c in counts) for name in ("felt", "main", "gave", "took")]
        shown = [Fraction(total, MILLION) for total in totals[2:]]
        changes = (leaf.value, leaf.points, leaf.lost, leaf.found, leaf.left, leaf.joined)
        rows.append((leaf.code, sheets.say(leaf.title, " "), *changes, *totals[:2], *shown))
    counted = Text(
        "前几列数的是两边都有的全部对象，后几列只数变动者。",
        "The first columns count everybody in both, the last ones only movers.",
    )
    few = Text("有小的数，不要转发。", "There are small numbers: not to be handed on.")
    person = comparison.sides.after.tree.person
    note = Text(f"{counted.zh}{few.zh}", f"{counted.en} {few.en}") if person else counted
    sheets.add(Text("各观测点", "Leaves"), note, heads, rows)


def _records(sheets: _Sheets, comparison: Comparison, records: list[RecordChange], titles: dict[str, Text]) -> None:
    heads = (
        (Text("编号", "Number"), 24), (Text("观测点", "Leaf"), 26), (Text("怎样", "What"), 10),
        (Text("记录", "Record"), 24), (Text("出处", "Reference"), 24), (Text("原来", "Before"), 70),
        (Text("现在", "After"), 70),
    )  # fmt: skip
    rows = [
        (
            record.subject,
            sheets.say(titles.get(record.leaf, Text(record.leaf)), " "),
            sheets.say(RECORD_WHAT[record.what], " "),
            sheets.say(record.type, " "),
            record.ref,
            sheets.say(record.before, " ") if record.before else "",
            sheets.say(record.after, " ") if record.after else "",
        )
        for record in records
    ]
    sheets.add(Text("记录的变化", "Records"), _private(comparison), heads, rows)


def _one_side(sheets: _Sheets, comparison: Comparison) -> None:
    heads = ((Text("编号", "Number"), 24), (Text("只在哪边", "On which side only"), 20))
    sides = ((comparison.only_before, Text("原来", "before")), (comparison.only_after, Text("现在", "after")))
    rows = [(subject, sheets.say(where, " ")) for subjects, where in sides for subject in subjects]
    sheets.add(Text("只在一边", "On one side only"), _private(comparison), heads, rows)
