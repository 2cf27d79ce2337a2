"""Reports: which results and facts stand in them, and that every sentence is about something that stands there."""

import re
from collections.abc import Iterator
from fractions import Fraction

from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.naming import short, suggestion, thing
from xueheng.language.meaning.nodes import below, bilingual, entries, items, number, scalar, scalars, text
from xueheng.language.meaning.results import has_points
from xueheng.language.meaning.shelf import Definition
from xueheng.language.meaning.standards import make_standard
from xueheng.language.meaning.walking import nodes_of
from xueheng.language.positions import Entry, Mapping, Node, Place, Scalar
from xueheng.language.report_definitions import VALUE, Report, Reported, Sentence, Show
from xueheng.language.standard_definitions import Standard, StandardNode
from xueheng.language.typed import Kind

_PLACEHOLDER = re.compile(r"\{[^{}]*\}|[{}]")
_TOTAL = "total"
_SHOWN: dict[str, Show] = {"levels": "levels", "points": "points", "values": "values"}
Named = dict[str, tuple[str, StandardNode, Standard]]
"""What sentences may be about: name as written → name of the standard, node, standard."""


def settle_reports(checking: Checking) -> None:
    """Every report; `checking.reports` has those in which nothing was reported."""
    for definition in checking.shelf.things["reports"].values():
        before = len(checking.issues)
        report = _report(checking, definition)
        if report is not None and not any(one.severity == "error" for one in checking.issues[before:]):
            checking.reports[report.name] = report


def _report(checking: Checking, definition: Definition) -> Report | None:
    facts = make_standard(checking, _as_standard(definition))
    results = [
        found for item in items(below(definition.body, "results")) if (found := _reported(checking, item, definition))
    ]
    works = _works(checking, definition, facts)
    if facts is None or len(results) < len(items(below(definition.body, "results"))):
        return None
    for node in nodes_of(facts.root):
        if node.scale is not None:
            checking.report("XH-B003", node.place, node=node.code)
    named = _named(checking, definition, facts, results)
    sentences = tuple(_sentences(checking, definition, named))
    return Report(
        name=definition.qualified, title=bilingual(below(definition.body, "title"), definition.name), of=facts.of,
        facts=facts, results=tuple(results), works=works, sentences=sentences, place=definition.key.place,
    )  # fmt: skip


def _as_standard(definition: Definition) -> Definition:
    """The facts as the profile that they are: each leaf side by side, nothing added up, no points."""
    place = definition.key.place
    kept = [entry for entry in entries(definition.body) if entry.key.text in ("title", "of", "applies", "source")]
    facts = below(definition.body, "facts")
    words = {"period": "school_year", "combine": "profile", "empty": "missing", "missing": "leave_out"}
    said = [Entry(Scalar(key, False, False, place), Scalar(word, False, False, place)) for key, word in words.items()]
    parts = [Entry(Scalar("parts", False, False, place), facts if facts is not None else Mapping((), place))]
    body = Mapping((*kept, *said, *parts), place)
    return Definition(definition.pack, "standards", definition.name, definition.key, body)


def _reported(checking: Checking, item: Node, definition: Definition) -> Reported | None:
    written = scalar(below(item, "standard"))
    found = thing(checking, "standards", written, definition.pack) if written else None
    standard = checking.standards.get(found.qualified) if found else None
    if standard is None or written is None:
        return None
    show = _SHOWN.get(text(below(item, "show")), "levels")
    of = scalar(below(definition.body, "of"))
    if of and short(standard.of) != short(of.text):
        checking.report("XH-B005", written.place, name=written.text, of=short(standard.of), about=short(of.text))
        return None
    if not _shows_anything(standard, show):
        checking.report("XH-B004", written.place, standard=written.text)
        return None
    return Reported(standard.name, show)


def _shows_anything(standard: Standard, show: Show) -> bool:
    if show == "values":
        return any(node.measure and node.scale is None for node in nodes_of(standard.root))
    shown = _has_levels if show == "levels" else has_points
    return any(shown(node) for node in (standard.root, *standard.root.parts))


def _works(checking: Checking, definition: Definition, facts: Standard | None) -> tuple[str, ...]:
    found = []
    for written in scalars(below(definition.body, "works")):
        chosen = thing(checking, "evidence", written, definition.pack)
        type_ = checking.evidence.get(chosen.qualified) if chosen else None
        if type_ is not None and facts is not None and type_.about != facts.of:
            said = {"name": written.text, "of": short(type_.about), "about": short(facts.of)}
            checking.report("XH-B005", written.place, **said)
        elif type_ is not None:
            found.append(type_.name)
    return tuple(found)


def _named(checking: Checking, definition: Definition, facts: Standard, results: list[Reported]) -> Named:
    """The report's facts by their code; results as `standard.node`, a used pack's before them with its name."""
    found: Named = {node.code: (definition.qualified, node, facts) for node in nodes_of(facts.root) if node.measure}
    for reported in results:
        standard = checking.standards[reported.standard]
        own = standard.name.partition(".")[0] == definition.pack
        written = short(standard.name) if own else standard.name
        for node in nodes_of(standard.root):
            code = node.code or _TOTAL
            found[f"{written}.{code}"] = (standard.name, node, standard)
    return found


def _sentences(checking: Checking, definition: Definition, named: Named) -> Iterator[Sentence]:
    for item in items(below(definition.body, "comment")):
        about = scalar(below(item, "of"))
        found = named.get(about.text) if about else None
        if about and found is None:
            checking.report("XH-B001", about.place, name=about.text, hint=suggestion(about.text, named))
            continue
        standard, node = (found[0], found[1].code or _TOTAL) if found else ("", "")
        levels = _levels(checking, item, found[1] if found else None)
        bounds = _bounds(checking, item, found)
        say = below(item, "say")
        _check_placeholders(checking, say, bool(about))
        yield Sentence(standard, node, levels, *bounds, say=bilingual(say), place=_place(item))


def _place(item: Node) -> Place:
    """Where the sentence itself stands."""
    said = below(item, "say")
    return item.place if said is None else said.place


def _levels(checking: Checking, item: Node, node: StandardNode | None) -> tuple[str, ...]:
    codes = [level.code for level in node.levels] if node is not None and _has_levels(node) else []
    found = []
    for written in scalars(below(item, "level")):
        if written.text not in codes:
            code = node.code if node else ""
            checking.report(
                "XH-B002", written.place, level=written.text, node=code, hint=suggestion(written.text, codes)
            )
        found.append(written.text)
    return tuple(found)


def _bounds(checking: Checking, item: Node, found: object) -> tuple[Fraction | None, Fraction | None]:
    least, most = below(item, "at_least"), below(item, "at_most")
    low, high = number(least), number(most)
    if low is not None and high is not None and high < low and most is not None:
        checking.report("XH-B006", most.place, low=text(least), high=text(most))
    written = least or most
    if written is not None and isinstance(found, tuple) and not _counts(checking, found[1], found[2]):
        checking.report("XH-B007", written.place, node=found[1].code)
    return low, high


def _counts(checking: Checking, node: StandardNode, standard: Standard) -> bool:
    """Whether a node has a number to compare with: its value, or its points."""
    measure = checking.measures.get((node.measure, standard.of)) if node.measure else None
    if node.scale is None and measure is not None:
        return measure.type.kind == Kind.NUMBER
    return has_points(node)


def _has_levels(node: StandardNode) -> bool:
    return bool(node.levels) and has_points(node)


def _check_placeholders(checking: Checking, say: Node | None, has_value: bool) -> None:
    """Only `{value}` may stand in a sentence, and only where it is about something."""
    for written in (say, *(entry.value for entry in entries(say))):
        if not isinstance(written, Scalar):
            continue
        for found in _PLACEHOLDER.findall(text(written)):
            if found != VALUE or not has_value:
                checking.report("XH-B008", written.place, found=found)
