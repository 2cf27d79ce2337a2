"""Values that an example gives instead of having them computed: of measures, and of nodes of other standards."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from xueheng.language.definitions import Cell, Measure
from xueheng.language.excerpts import excerpt
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.closure import Thing
from xueheng.language.meaning.field_types import KIND_SAID, called, cell_from, code_fits, report_code
from xueheng.language.meaning.naming import report_unknown
from xueheng.language.meaning.nodes import entries, number_from, scalar
from xueheng.language.meaning.results import ResultNamed, result_named, standard_named
from xueheng.language.positions import Entry, Node, Scalar
from xueheng.language.typed import Kind, Type
from xueheng.language.worked_definitions import WorkedResult

MISSING = "missing"


@dataclass(frozen=True, slots=True)
class GivenResults:
    """The values given, whom they are about (with the entity where it is certain), and what need not be computed."""

    results: tuple[WorkedResult, ...]
    about: tuple[tuple[Scalar, str | None], ...]
    things: frozenset[Thing]


@dataclass(frozen=True, slots=True)
class _Meant:
    """What a name under `results` means."""

    name: str
    code: str
    what: Literal["measure", "points", "value", "level"]
    by: str
    type: Type
    grains: tuple[str, ...]


def results_of(checking: Checking, pack: str, node: Node | None) -> GivenResults:
    """Reads `results: {subject: {name: value}}`. Whose value it is: an entity that all names of a subject fit."""
    results: list[WorkedResult] = []
    about: list[tuple[Scalar, str | None]] = []
    things: set[Thing] = set()
    for subject in entries(node):
        found = [(entry, meant) for entry in entries(subject.value) if (meant := _meant(checking, pack, entry))]
        grains = [set(meant.grains) for _, meant in found]
        fitting = set.intersection(*grains) if grains else set()
        results += [_result(checking, subject.key.text, entry, meant) for entry, meant in found]
        for _, meant in found:
            of = fitting or set(meant.grains)
            things |= {Thing("measure", meant.name, grain) for grain in of if meant.what == "measure"}
            things |= {Thing("standard", meant.name)} if meant.what != "measure" else set()
        about.append((subject.key, fitting.pop() if len(fitting) == 1 else None))
    return GivenResults(tuple(results), tuple(about), frozenset(things))


def _meant(checking: Checking, pack: str, entry: Entry) -> _Meant | None:
    """A measure (`name`, `pack.name`, `name.code` where it is by something), or a node of a standard's result."""
    names = entry.key.text.split(".")
    measure = next(_measures(checking, pack, names), None)
    if measure:
        return measure
    named = standard_named(checking, pack, names)
    if named is None:
        report_unknown(checking, "measures", entry.key, pack)
        return None
    standard = checking.standards.get(named.definition.qualified)
    if standard is None:
        return None
    rest, by = names[named.taken :], ""
    if standard.by and rest[-1] in standard.by_codes:
        rest, by = rest[:-1], rest[-1]
    found = result_named(checking, standard, rest or ["total"])
    if not isinstance(found, ResultNamed):
        at = sum(len(name) + 1 for name in names[: named.taken + found.at])
        checking.report(found.rule, entry.key.place_at(at), **found.facts)
        return None
    return _Meant(standard.name, found.code, found.what, by, found.type, (standard.of,))


def _measures(checking: Checking, pack: str, names: list[str]) -> Iterator[_Meant]:
    """The measure that the first names mean; one name more is the code of its further dimension."""
    for taken in (2, 1):
        definition = checking.shelf.find("measures", ".".join(names[:taken]), pack) if len(names) >= taken else None
        if definition is None or len(names) > taken + 1:
            continue
        found = [m for (name, _), m in checking.measures.items() if name == definition.qualified and m]
        if found and _by_fits(found[0], names[taken:]):
            grains = tuple(measure.of for measure in found)
            yield _Meant(definition.qualified, "", "measure", "".join(names[taken:]), found[0].type, grains)


def _by_fits(measure: Measure, rest: list[str]) -> bool:
    return bool(rest) == (measure.by is not None)


def _result(checking: Checking, subject: str, entry: Entry, meant: _Meant) -> WorkedResult:
    value = _cell(checking, scalar(entry.value), meant.type, entry.key.text)
    return WorkedResult(subject, meant.name, meant.code, meant.what, value, entry.key.place, meant.by)


def _cell(checking: Checking, written: Scalar | None, type: Type, name: str) -> Cell:
    """A number (also as a fraction, 45/100), a code, yes or no, a day; `missing` is none."""
    if written is None or written.text == MISSING:
        return None
    if type.kind in (Kind.NUMBER, Kind.VARIATION):
        exact = fraction_from(written.text)
        value: Cell = exact * exact if exact is not None and type.kind is Kind.VARIATION else exact
    else:
        value = cell_from(written.text, type)
    if value is None:
        kind = KIND_SAID[type.kind]
        checking.report("XH-E008", written.place, found=excerpt(written.text), name=called(name), kind=kind)
    elif type.kind is Kind.CODE and not code_fits(checking, str(value), type):
        report_code(checking, written, name, type)
    return value


def fraction_from(written: str) -> Fraction | None:
    """A number as written, or one over another.

    >>> fraction_from("45/100")
    Fraction(9, 20)
    """
    above, stroke, under = written.partition("/")
    parts = [number_from(above.strip()), number_from(under.strip()) if stroke else Fraction(1)]
    if parts[0] is None or not parts[1]:
        return None
    return parts[0] / parts[1]
