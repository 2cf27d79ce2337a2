"""Names and codes in the words of the people who use them, for explanations."""

from collections.abc import Callable, Sequence

from xueheng.evaluation.core.formulas import Named, cell_text
from xueheng.evaluation.core.needs import nodes_of
from xueheng.language.public import (
    Attribute,
    Cell,
    Expression,
    Library,
    MeasureValue,
    OtherResult,
    RowColumn,
    Type,
)
from xueheng.wording import Text

Pick = Callable[[Text], str]
"""Takes one language out of a text."""


def in_chinese(text: Text) -> str:
    return text.zh or text.en


def in_english(text: Text) -> str:
    return text.en or text.zh


def titled(library: Library, evidence: Sequence[str], pick: Pick) -> Named:
    """Titles instead of the names of fields, attributes and measures."""
    fields = {f.name: f.title for name in evidence for f in library.evidence[name].fields}

    def named(node: Expression) -> str | None:
        title: Text | None = None
        if isinstance(node, RowColumn):
            title = fields.get(node.name)
        elif isinstance(node, Attribute) and not node.via:
            title = next((a.title for a in library.entities[node.entity].attributes if a.name == node.name), None)
        elif isinstance(node, MeasureValue) and not node.via:
            measure = library.measures.get((node.measure, node.entity))
            title = measure.title if measure is not None else None
        elif isinstance(node, OtherResult) and node.standard in library.standards:
            title = _result_title(library, node)
        return pick(title) if title is not None and pick(title) else None

    return named


def _result_title(library: Library, node: OtherResult) -> Text:
    """A result of another standard: the standard's title and, below the root, the node's."""
    standard = library.standards[node.standard]
    found = next((n.title for n in nodes_of(standard.root) if n.code == node.code and node.code != "total"), None)
    parts = [standard.title] + ([found] if found is not None else [])
    level = Text("等级", "level") if node.what == "level" else None
    parts += [level] if level is not None else []
    return Text("·".join(in_chinese(p) for p in parts), " · ".join(in_english(p) for p in parts))


def code_title(library: Library, cell: Cell, type_: Type, titles: Sequence[tuple[str, Text]]) -> Text:
    """A code by its own title, or by the `name` column of the table it belongs to."""
    written = Text(cell_text(cell, type_))
    found = dict(titles).get(str(cell))
    if found is not None:
        return found
    if type_.table is not None and type_.table in library.tables:
        table = library.tables[type_.table]
        names = [c.name for c in table.columns]
        if "name" in names and table.key and table.key[0] in names:
            at, key = names.index("name"), names.index(table.key[0])
            row = next((r for r in table.rows if r[key] == cell), None)
            return Text(str(row[at])) if row is not None and row[at] is not None else written
    return written
