"""Results of other standards as values and as rows: pinned ones as they stand, others worked out in the same run."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from tests.reference_evaluator.nodes import Answer, Found, State, Tree
from tests.reference_evaluator.rows import Id, Row, World
from tests.reference_evaluator.values import RunRefusedError, Value, Variation
from tests.reference_evaluator.windows import asked_for, of_period
from xueheng.evaluation.core.dataset import Dataset, Period, PinnedResults
from xueheng.language.definitions import Calendar, During
from xueheng.language.library_definitions import Library
from xueheng.language.standard_definitions import Standard, StandardNode
from xueheng.language.typed import Kind, Type

Pair = tuple[Id, Value]
"""Whose result: a subject, and for a standard `by` something its code (else None)."""


@dataclass(frozen=True, slots=True)
class Told:
    """One node as others read it."""

    state: State
    points: Fraction | None
    value: Value
    level: str | None


Results = Mapping[str, Told]
"""One subject's results by code; the root is `total`."""


def told_by(tree: Tree, answers: Mapping[str, Answer]) -> dict[str, Told]:
    """A tree that has been worked out, as others read it."""

    def found(code: str) -> Found:
        return tree.found[tree.root_code if code == "total" else code]

    return {code: Told(a.state, a.points, found(code).value, a.level) for code, a in answers.items()}


def as_read(told: Told, what: str) -> Value:
    """What of a node is read, as its result says it: a missing part that counts as zero has the points 0; a leaf whose
    points nobody can say may still have a value.
    """
    return {"points": told.points, "value": told.value, "level": told.level}[what]


def nodes(node: StandardNode) -> Iterator[StandardNode]:
    """A node and everything below."""
    yield node
    for part in node.parts:
        yield from nodes(part)


def leaf_rows(standard: Standard, whose: Pair, results: Results, world: World) -> list[Row]:
    """A row for each leaf that applies, standing on the period's last day."""
    subject, code = whose
    span = world.span(standard.of, subject, world.end)
    dimension = {} if standard.by is None else {standard.by: code}
    rows = []
    for leaf in nodes(standard.root):
        if leaf.measure is None or results[leaf.code].state == "not_applying":
            continue
        told = results[leaf.code]
        columns: dict[str, Value] = {
            "points": as_read(told, "points"),
            "value": as_read(told, "value"),
            "weight": leaf.weight,
            "code": leaf.code,
        }
        rows.append(Row(columns | dimension, standard.of, subject, span, on=world.end))
    return rows


def pinned_of(library: Library, pinned: PinnedResults) -> dict[Pair, Results]:
    """Pinned results by subject."""
    standard = library.standards[pinned.standard]
    found: dict[Pair, Results] = {}
    for line in pinned.table.to_pylist():
        told = {}
        for node in nodes(standard.root):
            code = "total" if node is standard.root else node.code
            kind = library.measures[node.measure, standard.of].type if node.measure else None
            told[code] = pinned_node(line, code, kind)
        found[pair_named(library, standard, line["subject"])] = told
    return found


def pinned_node(line: Mapping[str, object], code: str, kind: Type | None) -> Told:
    """One node of a pinned line; `kind`: of a leaf's value."""
    state = line[f"{code}.state"]
    assert state in ("known", "missing", "not_applying")
    level = line.get(f"{code}.level")
    value: Value = None
    held = line.get(f"{code}.value")
    if kind is not None and held is not None:
        value = pinned_value(held, line.get(f"{code}.value_den"), kind)
    points = fraction(line.get(f"{code}.points"), line.get(f"{code}.points_den"))
    return Told(state, points, value, None if level is None else str(level))


def pinned_value(held: object, den: object, kind: Type) -> Value:
    if kind.kind is Kind.VARIATION:
        return Variation(fraction(held, den) or Fraction(0))
    if kind.kind is Kind.NUMBER:
        return fraction(held, den)
    if kind.kind is Kind.YES_NO:
        return bool(held)
    return str(held) if kind.kind in (Kind.CODE, Kind.TEXT) else int(str(held))


def fraction(num: object, den: object) -> Fraction | None:
    return None if num is None else Fraction(int(str(num)), 1 if den is None else int(str(den)))


def pair_named(library: Library, standard: Standard, name: Id) -> Pair:
    """A pinned subject: 'd1/primary' is the pair of d1 and primary for a standard `by` something."""
    if standard.by is None:
        return name, None
    text = str(name)
    codes = [code for code in codes_by(library, standard.of, standard.by) if text.endswith(f"/{code}")]
    code = max(codes, key=len)
    return text.removesuffix(f"/{code}"), code


def codes_by(library: Library, of: str, by: str) -> tuple[str, ...]:
    """The codes of a grain's dimension: all that any measure or standard of it has."""
    declared = [m.by_codes for m in library.measures.values() if m.of == of and m.by == by]
    declared += [s.by_codes for s in library.standards.values() if s.of == of and s.by == by]
    return tuple(dict.fromkeys(code for codes in declared for code in codes))


class OtherStandards:
    """Results of the standards that a run reads beside its own."""

    def __init__(
        self, library: Library, dataset: Dataset, world: World, work_out: Callable[[Standard, Pair], Results]
    ) -> None:
        self.library = library
        self._world = world
        self._work_out = work_out
        self._pinned = {name: pinned_of(library, given) for name, given in dataset.results.items()}
        self._found: dict[tuple[str, Pair], Results | None] = {}
        self._rows: dict[str, list[Row]] = {}

    def pairs(self, standard: Standard, there: list[Id]) -> list[Pair]:
        """All who may have a result of a standard; `there`: who exists in the period."""
        codes: tuple[Value, ...] = (None,)
        if standard.by is not None:
            codes = codes_by(self.library, standard.of, standard.by)
        return [(subject, code) for subject in there for code in codes]

    def of(self, standard: Standard, whose: Pair, there: list[Id]) -> Results | None:
        """One subject's results; None where there are none."""
        if standard.name in self._pinned:
            return self._pinned[standard.name].get(whose)
        if whose not in self.pairs(standard, there):
            return None
        if (standard.name, whose) not in self._found:
            self._found[standard.name, whose] = self._work_out(standard, whose)
        return self._found[standard.name, whose]

    def rows(self, standard: Standard, there: list[Id]) -> list[Row]:
        """The rows of every subject's leaves."""
        if standard.name not in self._rows:
            own = self._pinned.get(standard.name)
            pairs = self.pairs(standard, there) if own is None else list(own)
            found = [(whose, self.of(standard, whose, there)) for whose in pairs]
            self._rows[standard.name] = [
                row
                for whose, results in found
                if results is not None
                for row in leaf_rows(standard, whose, results, self._world)
            ]
        return self._rows[standard.name]


def refuse_inputs(
    standards: Iterable[Standard], read: Iterable[str], dataset: Dataset, calendar: Calendar, period: Period
) -> None:
    """What a standard says it reads from other runs must be given, and be of the window and the layer it says; results
    that are given without its saying so must be of the run's own period.
    """
    inputs = {one.standard: one for standard in standards for one in standard.inputs}
    for name in {*inputs, *read}:
        given, wanted = dataset.results.get(name), inputs.get(name)
        if given is None:
            raise RunRefusedError("XH-R002", f"no run of {name} is given")
        window = asked_for(wanted.of if wanted else During("period"), None, calendar, period)
        if of_period(given.period) != window:
            raise RunRefusedError("XH-R012", f"the results of {name} are of {given.period.label}")
        if wanted and wanted.layer != given.layer:
            raise RunRefusedError("XH-R017", f"the results of {name} are of the layer {given.layer}")
