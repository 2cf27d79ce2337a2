"""What goes back into a person's own workbook: points and levels beside what was measured, totals at the end."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xueheng.cli.documents.evaluated import Evaluated
from xueheng.cli.documents.standard_tree import LEVEL_WORDS, TOTAL, TOTAL_WORDS, printed_nodes, root_levels
from xueheng.cli.needed_records import fields_measured
from xueheng.language.public import Layout, Library
from xueheng.wording import Language, Text
from xueheng.workbooks.public import Reading, Returned, ReturnedColumn

LEVEL = "level"
POINTS = "points"


class Answers:
    """An evaluation's answers as columns for workbooks, each made once."""

    def __init__(self, evaluation: Evaluated, library: Library, language: Language) -> None:
        self._results = evaluation.results
        self._library = library
        self._standard = library.standards[evaluation.standard]
        self._language = language
        self._subjects = [str(subject) for subject in evaluation.subjects]
        self._columns: dict[str, list[Any] | None] = {}
        self._levels: dict[str, Mapping[str, Text]] = {
            node.code: node.levels for node in printed_nodes(library, self._standard) if node.levels
        }
        self._levels[TOTAL] = root_levels(self._standard)

    def returned(self, reading: Reading) -> Returned | None:
        """The columns for one workbook: as its layout asks, else the total and its level at the end."""
        sheet = next(iter(reading.sheets), None)
        if sheet is None:
            return None
        layout = self._library.layouts.get(sheet.layout or "")
        asked = layout is not None and self._asked_by(layout)
        columns = self._of_layout(layout) if asked and layout is not None else self._plain()
        return Returned(sheet.evidence, self._subjects, tuple(columns))

    def _asked_by(self, layout: Layout) -> bool:
        asked = layout.returns_standard
        return asked is not None and self._standard.name in (asked, f"{layout.name.rpartition('.')[0]}.{asked}")

    def _of_layout(self, layout: Layout) -> Sequence[ReturnedColumn]:
        found = []
        for field, code in self._followed(layout):
            for heading, what in layout.returns_each:
                values = self._values(code, POINTS if what == POINTS else LEVEL)
                if values is not None:
                    found.append(ReturnedColumn(heading, field, values))
        for heading, code in layout.returns_end:
            values = self._values(TOTAL, LEVEL) if code == LEVEL else self._values(code, POINTS)
            if values is not None:
                found.append(ReturnedColumn(heading, None, values))
        return found

    def _followed(self, layout: Layout) -> list[tuple[str, str]]:
        """(field, leaf): a leaf follows the field it is named after; one measured from fields that no leaf is
        named after follows the last of them.
        """
        fields = [column.field for column in layout.columns]
        leaves = {node.code for node in printed_nodes(self._library, self._standard) if node.is_leaf}
        found = [(field, field) for field in fields if field in leaves]
        for code, measure in self._measured():
            made_of = fields_measured(self._library, measure, self._standard.of, layout.into)
            if code not in fields and made_of and made_of <= set(fields) - leaves:
                found.append((max(made_of, key=fields.index), code))
        return found

    def _measured(self) -> Iterator[tuple[str, str]]:
        waiting = [self._standard.root]
        while waiting:
            node = waiting.pop()
            waiting.extend(node.parts)
            if node.measure:
                yield node.code, node.measure

    def _plain(self) -> list[ReturnedColumn]:
        asked = ((TOTAL_WORDS, POINTS), (LEVEL_WORDS, LEVEL))
        columns = ((heading, self._values(TOTAL, what)) for heading, what in asked)
        return [
            ReturnedColumn(heading.say(self._language), None, values)
            for heading, values in columns
            if values is not None
        ]

    def _values(self, code: str, what: str) -> list[Any] | None:
        """A node's published points, or the words for its level; None where it has none."""
        name = code if what == POINTS else LEVEL if code == TOTAL else f"{code}.{LEVEL}"
        if name not in self._columns:
            present = name in self._results.schema.names
            values = self._results.column(name).to_pylist() if present else None
            if values is not None and what == LEVEL:
                words = {level: title.say("zh") for level, title in self._levels.get(code, {}).items()}
                values = [None if level is None else words.get(level, level) for level in values]
            self._columns[name] = values
        return self._columns[name]
