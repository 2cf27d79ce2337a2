"""Protections: what no leaf about a person may read, through everything that its measure reads.

A psychological test, health data, opinions, thought reports, religion, family status: marked `sensitive` by the pack
that records them, or told by their names. The content of free text is no evaluation's business either; that something
was written may count.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xueheng.language.definitions import EvidenceRows, EvidenceType, Field, Measure, Population, Register, RegisterRows
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.closure import Thing, rests_on
from xueheng.language.meaning.naming import short
from xueheng.language.meaning.protected_words import kind_told_by
from xueheng.language.meaning.saying_numbers import line_of
from xueheng.language.meaning.walking import expressions_of, expressions_of_scale, nodes_of, walk
from xueheng.language.positions import Place
from xueheng.language.standard_definitions import Overlay, PercentileScale, Standard, StandardNode
from xueheng.language.typed import Attribute, Expression, IsKnown, Kind, MeasureValue, OtherResult, RowColumn
from xueheng.wording import Text

SAID = {
    "psychological": Text("心理测评", "a psychological test"),
    "health": Text("健康状况", "health"),
    "opinion": Text("个人意见", "opinions"),
    "thought": Text("思想汇报", "thoughts reported"),
    "religion": Text("宗教信仰", "religion"),
    "family": Text("家庭状况", "family status"),
}
"""How a kind of `sensitive` is called in messages."""

Rows = tuple[EvidenceType | Register, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A record type or field that is read. `content`: its free text itself, not only whether there is any."""

    name: str
    title: Text
    sensitive: str
    place: Place
    through: str
    content: bool = False


def check_protections(checking: Checking) -> None:
    """Every leaf of every standard about people, every fact of a report, and every leaf a layer adds to one."""
    for standard in checking.standards.values():
        check_standard(checking, standard)
    for report in checking.reports.values():
        check_standard(checking, report.facts)
    for overlay in checking.overlays.values():
        check_added(checking, overlay)


def check_standard(checking: Checking, standard: Standard) -> None:
    """The leaves, conditions and rules of one standard."""
    if checking.entities[standard.of].person is None:
        return
    if standard.applies is not None:
        _check(checking, standard.root, _read_in(checking, [standard.applies], ""))
    for node in nodes_of(standard.root):
        _check(checking, node, _read_by_node(checking, standard, node))


def check_added(checking: Checking, overlay: Overlay) -> None:
    """The leaves that a layer adds; the others are the base's."""
    if checking.entities[overlay.own.of].person is None:
        return
    for node in nodes_of(overlay.own.root):
        if any(change.what == "add" for change in node.changed):
            _check(checking, node, _read_by_node(checking, overlay.own, node))


def _check(checking: Checking, node: StandardNode, read: Iterable[Read]) -> None:
    """Reports each thing once a node, by the strongest reason."""
    told: set[str] = set()
    for one in read:
        if one.name in told:
            continue
        found = None if one.sensitive else kind_told_by(checking.shelf.reference, short(one.name), one.title)
        if not one.sensitive and found is None and not one.content:
            continue
        told.add(one.name)
        facts = {"leaf": node.code, "name": one.name, "there": line_of(one.place), "through": _through(one.through)}
        if one.sensitive:
            checking.report("XH-P007", node.place, **facts, kind=SAID[one.sensitive])
        elif found is not None:
            checking.report("XH-P008", node.place, **facts, word=found[1], kind=SAID[found[0]], mark=found[0])
        else:
            checking.report("XH-P006", node.place, **facts)


def _through(measure: str) -> Text:
    return Text(f"（经统计项 {measure}）", f' through "{measure}"') if measure else Text("", "")


# -- what is read ---------------------------------------------------------------------------------


def _read_by_node(checking: Checking, standard: Standard, node: StandardNode) -> Iterator[Read]:
    written = [node.when, *(row.when for row in node.weights), *(rule.when for rule in node.rules)]
    yield from _read_in(checking, [*written, *expressions_of_scale(node.scale)], node.measure or "")
    first = [Thing("measure", node.measure, standard.of)] if node.measure else []
    if isinstance(node.scale, PercentileScale):
        first.append(Thing("population", node.scale.population))
    yield from _read_by_things(checking, first, node.measure or "")


def _read_in(checking: Checking, written: Iterable[Expression | None], own: str) -> Iterator[Read]:
    """What expressions of the tree read: attributes, and everything behind the measures and results they name."""
    written = list(written)
    for expression in written:
        yield from _columns_read(checking, expression, (), "", set())
    parts = [part for expression in written for part in walk(expression)]
    first = [Thing("measure", part.measure, part.entity) for part in parts if isinstance(part, MeasureValue)]
    first += [Thing("standard", part.standard) for part in parts if isinstance(part, OtherResult)]
    yield from _read_by_things(checking, first, own)


def _read_by_things(checking: Checking, first: list[Thing], own: str) -> Iterator[Read]:
    """What these definitions read, and those they rest on; `own` needs no naming as the way there."""
    found = rests_on(checking, first)
    for thing in sorted(found, key=lambda one: (one not in first, one)):
        definition = found[thing]
        through = "" if thing.name == own else thing.name
        if isinstance(definition, Measure):
            yield from _read_by_measure(checking, definition, through)
        elif isinstance(definition, Population):
            yield from _columns_read(checking, definition.where, (), through, set())


def _read_by_measure(checking: Checking, measure: Measure, through: str) -> Iterator[Read]:
    fold = measure.fold
    rows: Rows = ()
    counted: set[int] = set()
    if fold and isinstance(fold.rows, EvidenceRows):
        rows = tuple(checking.evidence[name] for name in fold.rows.types if name in checking.evidence)
    elif fold and isinstance(fold.rows, RegisterRows) and fold.rows.register in checking.registers:
        rows = (checking.registers[fold.rows.register],)
    if fold and fold.kind == "distinct" and fold.expression is not None:
        counted.add(id(fold.expression))
    for one in rows:
        yield Read(one.name, one.title, one.sensitive if isinstance(one, EvidenceType) else "", one.place, through)
    for expression in expressions_of(measure):
        yield from _columns_read(checking, expression, rows, through, counted)


def _columns_read(
    checking: Checking, expression: Expression | None, rows: Rows, through: str, counted: set[int]
) -> Iterator[Read]:
    """Fields and attributes in an expression. Asking whether a text is known, or counting different ones, is no
    reading of its content.
    """
    parts = list(walk(expression))
    for part in parts:
        if isinstance(part, IsKnown):
            counted |= {id(inner) for inner in walk(part.operand)}
    for part in parts:
        for owner, field in _fields(checking, part, rows):
            content = part.type.kind is Kind.TEXT and id(part) not in counted
            place = field.place or Place("", 1, 1)
            yield Read(f"{owner}.{field.name}", field.title, field.sensitive, place, through, content)


def _fields(checking: Checking, part: Expression, rows: Rows) -> Iterator[tuple[str, Field]]:
    """The declared fields that a part of an expression names, with whose they are."""
    if isinstance(part, RowColumn):
        for one in rows:
            yield from ((short(one.name), field) for field in one.fields if field.name == part.name)
    elif isinstance(part, Attribute):
        attributes = checking.entities[part.entity].attributes
        yield from ((short(part.entity), field) for field in attributes if field.name == part.name)
