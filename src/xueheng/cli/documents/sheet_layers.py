"""A sheet for each layer: base and own side by side for each of its people, and below the headings who decided what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from xueheng.cli.documents.decision_words import change_words, decision_words
from xueheng.cli.documents.evaluated import Evaluated
from xueheng.cli.documents.layer_differences import reached
from xueheng.cli.documents.result_rows import LEVEL, SUBJECT, ResultRow, numeric_columns, result_rows
from xueheng.cli.documents.sheet_styles import GREY, SheetStyles, number_pattern, safe_text
from xueheng.cli.documents.standard_tree import LEVEL_WORDS, TOTAL, TOTAL_WORDS, printed_nodes, root_levels
from xueheng.cli.documents.tally import MISSING_WORD, NOT_APPLYING_WORD
from xueheng.language.public import Library, Overlay, StandardNode
from xueheng.wording import Language, Text

BASE_WORDS, OWN_WORDS = Text("基准", "Base"), Text("校本", "Own")
LONGEST_NAME = 31
_FORBIDDEN = "[]:*?/\\'"
HEADING_ROWS = 4
ABSENCES = {"missing": MISSING_WORD, "not_applying": NOT_APPLYING_WORD}
MARKED: Mapping[str, object] = {"bold": True, "bg_color": "#FDF1DF"}
"""How a cell looks that is not the base's."""


class LayeredRows(Protocol):
    """What one layer makes of a base: its results, and the library with its tree in the base's place."""

    @property
    def layer(self) -> Overlay: ...
    @property
    def view(self) -> Evaluated: ...
    @property
    def library(self) -> Library: ...


@dataclass(frozen=True, slots=True)
class Pair:
    """One node: its column in the results, and whether base and own can differ. `added`: only the layer has it."""

    name: str
    node: str
    title: Text
    both: bool
    added: bool
    decimals: int | None
    levels: Mapping[str, Text]


def write_layer_sheet(
    book: Workbook, styles: SheetStyles, base: Evaluated, own: LayeredRows, language: Language
) -> None:
    """The sheet of one layer: decision, headings, then a row for each of its people, in the order of the results."""
    _LayerSheet(book, styles, base, own, language).write()


class _LayerSheet:
    def __init__(
        self, book: Workbook, styles: SheetStyles, base: Evaluated, own: LayeredRows, language: Language
    ) -> None:
        self._styles, self._base, self._own, self._language = styles, base, own, language
        self._sheet: Worksheet = book.add_worksheet(_sheet_name(book, own.layer.title.say(_spoken(language))))
        self._text = safe_text(self._sheet, styles)
        self._pairs = list(_pairs(own))
        self._numeric = numeric_columns(base.results) | numeric_columns(own.view.results)

    def write(self) -> None:
        sheet = self._sheet
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, sum(2 if pair.both else 1 for pair in self._pairs), 12)
        self._headings()
        sheet.freeze_panes(HEADING_ROWS, 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.repeat_rows(1, HEADING_ROWS - 1)
        sheet.fit_to_pages(1, 0)
        base = {row.subject: row for row in self._base_rows()}
        last = HEADING_ROWS
        for last, row in enumerate(result_rows(self._own.view), HEADING_ROWS):
            self._row(last, base[row.subject], row)
        self._decisions(last + 2)

    def _base_rows(self) -> Iterator[ResultRow]:
        mine = set(self._own.view.subjects)
        return (row for row in result_rows(self._base) if row.subject in mine)

    def _headings(self) -> None:
        """Whose decision the layer is; then a node's title over its two columns, and its code."""
        styles, say = self._styles, self._language
        decided = decision_words(self._own.layer.decision)
        title = self._own.layer.title
        self._text(0, 0, f"{title.say(say)} · {decided.say(say)}", styles.made(bold=True))
        self._sheet.set_row(1, 34)
        entity = self._own.library.entities[self._own.layer.own.of].title
        self._sheet.merge_range(1, 0, 2, 0, entity.say(say, "\n"), styles.heading())
        self._sheet.write_string(3, 0, SUBJECT, styles.code())
        at = 1
        for pair in self._pairs:
            wide = 2 if pair.both else 1
            if wide == 2:
                self._sheet.merge_range(1, at, 1, at + 1, pair.title.say(say, "\n"), styles.heading())
            else:
                self._sheet.write_string(1, at, pair.title.say(say, "\n"), styles.heading())
            labels = (BASE_WORDS, OWN_WORDS) if pair.both else (OWN_WORDS if pair.added else BASE_WORDS,)
            for place, label in enumerate(labels):
                self._sheet.write_string(2, at + place, label.say(say, "\n"), styles.heading())
                self._sheet.write_string(3, at + place, pair.name, styles.code())
            at += wide

    def _row(self, at: int, base: ResultRow, own: ResultRow) -> None:
        self._text(at, 0, str(own.subject), self._styles.text())
        column = 1
        for pair in self._pairs:
            before = base.cells.get(pair.name)
            now = own.cells.get(pair.name)
            if not pair.added:
                self._cell(at, column, pair, base, before, differs=False)
                column += 1
            if pair.both or pair.added:
                self._cell(at, column, pair, own, now, differs=pair.both and before != now)
                column += 1

    def _cell(self, at: int, column: int, pair: Pair, row: ResultRow, shown: str | None, *, differs: bool) -> None:
        """A number as a number, an absence in words; bold on a ground where own is not the base's."""
        marked = MARKED if differs else {}
        if shown is None:
            absence = ABSENCES.get(row.state(pair.node))
            said = absence.say(_spoken(self._language)) if absence else "—"
            self._sheet.write_string(at, column, said, self._styles.made(align="center", font_color=GREY, **marked))
        elif pair.name in self._numeric:
            look = self._styles.made(num_format=number_pattern(pair.decimals), **marked)
            self._sheet.write_number(at, column, float(shown), look)
        else:
            title = pair.levels.get(shown)
            said = title.say(_spoken(self._language)) if title else shown
            self._text(at, column, said, self._styles.made(align="center", **marked))

    def _decisions(self, at: int) -> None:
        """Every change with who decided it, under the table."""
        label = Text("本校改了什么，谁定的", "What this layer changes, and whose decision it is")
        self._text(at, 0, label.say(self._language), self._styles.made(bold=True))
        for place, (title, said) in enumerate(_changes(self._own.layer.own.root), at + 1):
            self._text(place, 0, title.say(_spoken(self._language)), self._styles.text())
            self._text(place, 1, said.say(self._language), self._styles.made())


def _pairs(own: LayeredRows) -> Iterator[Pair]:
    standard = own.layer.own
    present = set(own.view.results.column_names)
    nodes = {node.code: node for node in _all(standard.root)}
    heads = [Pair(TOTAL, TOTAL, TOTAL_WORDS, reached(standard.root), False, standard.root.decimals, {})]
    heads.append(Pair(LEVEL, TOTAL, LEVEL_WORDS, reached(standard.root), False, None, root_levels(standard)))
    if standard.root.combine == "profile":
        heads = []
    for printed in printed_nodes(own.library, standard):
        node = nodes[printed.code]
        added = any(change.what == "add" for change in node.changed)
        both = reached(node) and not added
        heads.append(Pair(node.code, node.code, printed.title, both, added, printed.decimals, {}))
        if printed.levels:
            title = Text(f"{printed.title.zh}等级", f"{printed.title.en} level" if printed.title.en else "")
            heads.append(Pair(f"{node.code}.{LEVEL}", node.code, title, both, added, None, printed.levels))
    return (pair for pair in heads if pair.name in present)


def _changes(node: StandardNode) -> Iterator[tuple[Text, Text]]:
    for change in node.changed:
        yield node.title, change_words(change, node.weight)
    for part in node.parts:
        yield from _changes(part)


def _all(node: StandardNode) -> Iterator[StandardNode]:
    yield node
    for part in node.parts:
        yield from _all(part)


def _spoken(language: Language) -> Language:
    return "en" if language == "en" else "zh"


def _sheet_name(book: Workbook, wanted: str) -> str:
    """A name that a workbook takes: short, without signs, once."""
    plain = "".join(letter for letter in wanted if letter not in _FORBIDDEN)[:LONGEST_NAME] or OWN_WORDS.zh
    taken = {sheet.get_name().lower() for sheet in book.worksheets()}
    found, number = plain, 2
    while found.lower() in taken:
        found = f"{plain[: LONGEST_NAME - 3]} {number}"
        number += 1
    return found
