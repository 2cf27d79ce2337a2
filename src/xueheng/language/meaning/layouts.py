"""Layouts: a workbook's headings → an evidence type, and what is written back."""

from collections.abc import Iterator

from xueheng.language.definitions import Field, Layout, LayoutColumn
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.field_types import code_fits, report_code
from xueheng.language.meaning.naming import short, thing
from xueheng.language.meaning.nodes import below, bilingual, entries, scalar, scalars, text, truth, words
from xueheng.language.meaning.results import tree_nodes
from xueheng.language.meaning.shelf import Definition
from xueheng.language.meaning.sources import source_of
from xueheng.language.nearest import did_you_mean
from xueheng.language.positions import Entry, Node, Scalar
from xueheng.language.typed import Kind


def settle_layouts(checking: Checking) -> None:
    """Fills `checking.layouts`."""
    for definition in checking.shelf.things["layouts"].values():
        if below(definition.body, "register") is not None:
            headings_once(checking, definition.body)
            continue
        found = _layout(checking, definition)
        if found:
            checking.layouts[definition.qualified] = found


def _layout(checking: Checking, definition: Definition) -> Layout | None:
    body, pack = definition.body, definition.pack
    into = scalar(below(body, "into"))
    row = scalar(below(body, "row"))
    evidence = thing(checking, "evidence", into, pack) if into else None
    entity = thing(checking, "entities", row, pack) if row else None
    if evidence is None or entity is None or evidence.qualified not in checking.evidence:
        return None
    fields = checking.evidence[evidence.qualified].fields
    attributes = checking.entities[entity.qualified].attributes
    day, find, returns = below(body, "day"), below(body, "find"), below(body, "returns")
    each = below(below(returns, "each"), "give")
    headings_once(checking, body)
    _readings(checking, body, (*fields, *attributes))
    return Layout(
        name=definition.qualified, title=bilingual(below(body, "title"), definition.name), into=evidence.qualified,
        row=entity.qualified, asks_day=truth(below(day, "ask")) or False, day_heads=words(below(day, "heads")),
        find_by=text(below(find, "by")), find_check=words(below(find, "check")),
        columns=_columns(checking, below(body, "columns"), fields, evidence.name, entity.qualified),
        attributes=_columns(checking, below(body, "attributes"), attributes, evidence.name, entity.qualified),
        reads=_reads(body), ignore=words(below(body, "ignore")), never_store=words(below(body, "never_store")),
        returns_standard=_returned(checking, returns, pack),
        returns_each=tuple((entry.key.text, text(entry.value)) for entry in entries(each)),
        returns_end=tuple((entry.key.text, text(entry.value)) for entry in entries(below(returns, "end"))),
        source=source_of(checking, body, checking.sources[pack]), place=definition.key.place,
    )  # fmt: skip


def _columns(
    checking: Checking, node: Node | None, known: tuple[Field, ...], rows: str, entity: str
) -> tuple[LayoutColumn, ...]:
    names = [field.name for field in known]
    found: list[LayoutColumn] = []
    for entry in entries(node):
        if entry.key.text not in names:
            hint = did_you_mean(entry.key.text, names)
            checking.report("XH-M014", entry.key.place, name=entry.key.text, rows=rows, entity=short(entity), hint=hint)
        reading = text(below(entry.value, "as"))
        found.append(LayoutColumn(entry.key.text, words(below(entry.value, "heads")), reading))
    return tuple(found)


def _reads(body: Node) -> tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]:
    return tuple(
        (heading.key.text, tuple((code.key.text, words(code.value)) for code in entries(heading.value)))
        for heading in entries(below(body, "reads"))
    )


def _readings(checking: Checking, body: Node, fields: tuple[Field, ...]) -> None:
    """Each heading under `reads` fills a column of codes, and each code is one of them."""
    by_heading: dict[str, Field] = {}
    for part in ("columns", "attributes"):
        for entry in entries(below(body, part)):
            field = next((field for field in fields if field.name == entry.key.text), None)
            by_heading.update({head: field for head in words(below(entry.value, "heads")) if field})
    find = below(body, "find")
    compared = (*words(below(find, "check")), *words(below(find, "by")))
    for heading in entries(below(body, "reads")):
        field = by_heading.get(heading.key.text)
        if field is None and heading.key.text in compared:
            continue
        if field is None:
            hint = did_you_mean(heading.key.text, by_heading)
            checking.report("XH-L001", heading.key.place, heading=heading.key.text, hint=hint)
            continue
        for code in entries(heading.value):
            if field.type.kind is Kind.CODE and not code_fits(checking, code.key.text, field.type):
                report_code(checking, code.key, field.name, field.type)


def headings_once(checking: Checking, body: Node) -> None:
    """A heading may mean one thing only."""
    seen: dict[str, int] = {}
    for written in sorted(_headings(body), key=lambda heading: heading.place):
        if written.text in seen:
            checking.report("XH-L002", written.place, heading=written.text, line=seen[written.text])
        seen.setdefault(written.text, written.place.line)


def _headings(body: Node) -> Iterator[Scalar]:
    for part in ("columns", "attributes", "fills"):
        for entry in entries(below(body, part)):
            yield from scalars(below(entry.value, "heads"))
    yield from scalars(below(below(body, "day"), "heads"))
    yield from scalars(below(body, "ignore"))
    yield from scalars(below(body, "never_store"))


def _returned(checking: Checking, returns: Node | None, pack: str) -> str | None:
    named = scalar(below(returns, "standard"))
    definition = thing(checking, "standards", named, pack) if named else None
    if definition is None:
        return None
    codes = ["total", "level", *(code for code, _ in tree_nodes(definition.body))]
    for entry in entries(below(returns, "end")):
        _code_exists(checking, entry, codes, definition)
    return definition.qualified


def _code_exists(checking: Checking, entry: Entry, codes: list[str], definition: Definition) -> None:
    written = scalar(entry.value)
    if written and written.text.removesuffix(".level") not in codes:
        hint = did_you_mean(written.text, codes)
        checking.report("XH-S013", written.place, name=written.text, standard=definition.name, hint=hint)
