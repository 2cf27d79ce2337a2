"""Measures and standards evaluated one subject at a time, straight from their definitions."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from tests.reference_evaluator.composed import OtherStandards, Pair, Results, as_read, codes_by, refuse_inputs, told_by
from tests.reference_evaluator.expressions import evaluate as value_of
from tests.reference_evaluator.expressions import truth
from tests.reference_evaluator.folds import Folded, fold_rows
from tests.reference_evaluator.here import By, Here
from tests.reference_evaluator.nodes import Answer, Asked, Tree, plain
from tests.reference_evaluator.reach import reached
from tests.reference_evaluator.rows import Id, Row, World, table_lines
from tests.reference_evaluator.scales import Scored, banded, lined, mid_rank, tabled
from tests.reference_evaluator.values import (
    RunRefusedError,
    Truth,
    Value,
    Variation,
    half_up,
    number,
    order,
    root_half_up,
)
from tests.reference_evaluator.windows import Window, asked_for, named_day, of_period, whole
from xueheng.evaluation.core.dataset import Dataset, Period
from xueheng.language import typed
from xueheng.language.definitions import (
    Calendar,
    Cell,
    EvidenceRows,
    Fold,
    Measure,
    PopulationRows,
    RegisterRows,
    StandardRows,
    TableRows,
    WindowRows,
)
from xueheng.language.library_definitions import Library
from xueheng.language.standard_definitions import (
    BandScale,
    LineScale,
    PassScale,
    PercentileScale,
    PointsScale,
    Scale,
    Standard,
    TableScale,
)

Plain = Fraction | str | bool | int | None


def pack_of(name: str) -> str:
    return name.split(".", maxsplit=1)[0]


class Run:
    """One evaluation; every measure value is worked out once."""

    def __init__(self, library: Library, dataset: Dataset, period: Period) -> None:
        self.library = library
        self.period = period
        self.world = World(library, dataset, period)
        self._values: dict[tuple[object, ...], Value] = {}
        self._members: dict[tuple[str, str], list[Row]] = {}
        self._given = dataset.values
        self._dataset = dataset
        self.others = OtherStandards(library, dataset, self.world, self._told)

    def calendar(self, pack: str) -> Calendar:
        return self.library.calendar_for(pack)

    def refuse_early(self, standard: Standard | None, keys: Sequence[tuple[str, str]]) -> None:
        """What stops a run stops it whoever is asked: results that are not given, undecided populations, windows
        the calendar lacks.
        """
        found = reached(self.library, standard, keys, self._dataset)
        first = standard.name if standard is not None else keys[0][0]
        refuse_inputs(found.standards, found.pinned, self._dataset, self.calendar(pack_of(first)), self.period)
        for population in found.populations:
            self.members(population.name, population.on)
        for one in found.measures:
            if one.fold is not None and isinstance(one.fold.rows, PopulationRows):
                self.members(one.fold.rows.population, one.fold.on)
            elif one.fold is not None and isinstance(one.fold.rows, EvidenceRows | WindowRows):
                asked_for(one.fold.during, None, self.calendar(pack_of(one.name)), self.period)

    def measure(self, name: str, entity: str, subject: Id, asking: Window | None = None, by: Value = None) -> Value:
        """A measure's value for a subject, asked by the run or by a week, month, quarter or term."""
        definition = self.library.measures[name, entity]
        if definition.by is not None and by not in codes_by(self.library, entity, definition.by):
            return None
        if asking is None and (name, entity) in self._given:
            return given(definition, self._given[name, entity].get(named(subject, by if definition.by else None)))
        key = (name, entity, subject, asking, by if definition.by else None)
        if key not in self._values:
            self._values[key] = self._worked_out(definition, subject, asking, by)
        return self._values[key]

    def result(self, standard: str, code: str, what: str, subject: Id, by: Value) -> Value:
        """A result of another standard, None where there is none."""
        definition = self.library.standards[standard]
        whose = (subject, by if definition.by else None)
        results = self.others.of(definition, whose, self.asked_subjects(definition.of))
        return None if results is None else as_read(results[code], what)

    def _told(self, standard: Standard, whose: Pair) -> Results:
        """Another standard's results, worked out in this run."""
        tree, answers = self.tree(standard, *whose)
        return told_by(tree, answers)

    def _worked_out(self, measure: Measure, subject: Id, asking: Window | None, by: Value) -> Value:
        named_by = (measure.by, by) if measure.by is not None else None
        here = Here(self, pack_of(measure.name), measure.of, subject, asking=asking, by=named_by)
        if measure.fold is not None:
            value = self._folded(measure.fold, here)
        elif measure.value is not None:
            value = value_of(measure.value, here)
        else:
            value = self._first_case(measure, here)
        if measure.round is None or value is None:
            return value
        if isinstance(value, Variation):
            return root_half_up(value.square, measure.round)
        return half_up(number(value), measure.round)

    def _first_case(self, measure: Measure, here: Here) -> Value:
        assert measure.cases is not None
        for when, value in measure.cases.cases:
            if truth(when, here) is True:
                return value_of(value, here)
        return None if measure.cases.otherwise is None else value_of(measure.cases.otherwise, here)

    def _folded(self, fold: Fold, here: Here) -> Value:
        folded = []
        for row in self._rows(fold, here):
            inside = replace(here, row=row, asking=row.window or here.asking)
            if here.by is not None and not self._of_this_kind(here.by, inside):
                continue
            if fold.where is not None and truth(fold.where, inside) is not True:
                continue
            holds = True if fold.condition is None else truth(fold.condition, inside)
            value = None if fold.expression is None else value_of(fold.expression, inside)
            weight = Fraction(1) if fold.weighed_by is None else value_of(fold.weighed_by, inside)
            folded.append(Folded(holds, value, weight, row.day, row.recorded, row.id))
        return fold_rows(fold, folded)

    def _of_this_kind(self, by: By, inside: Here) -> bool:
        """Whether the row stands under the value that a measure with `by` is asked for."""
        name, wanted = by
        row = inside.row
        assert row is not None
        held = row.columns[name] if name in row.columns else row.span.values.get(name) if row.span else None
        return held is not None and wanted is not None and order(held, wanted) == 0

    def _rows(self, fold: Fold, here: Here) -> list[Row]:
        match fold.rows:
            case EvidenceRows(types=types):
                return self._records(fold, types, here)
            case PopulationRows(population=name):
                members = self.members(name, fold.on)
                return [
                    row for row in members if row.span is not None and row.span.values.get(here.entity) == here.subject
                ]
            case TableRows(table=name):
                return table_lines(self.library.tables[name])
            case WindowRows(each=each):
                return self._windows(fold, each, here)
            case RegisterRows(register=name):
                on = named_day(self.calendar(here.pack), fold.on, self.period)
                entries = self.world.entries(self.library.registers[name], on)
                if fold.through is not None:
                    return [row for row in entries if row.columns[fold.through] == here.subject]
                return [row for row in entries if self.world.above(row, here.entity) == here.subject]
            case StandardRows(standard=name):
                other = self.library.standards[name]
                rows = self.others.rows(other, self.asked_subjects(other.of))
                return [row for row in rows if self.world.above(row, here.entity) == here.subject]
        raise NotImplementedError(fold.rows)

    def _records(self, fold: Fold, types: tuple[str, ...], here: Here) -> list[Row]:
        window = asked_for(fold.during, here.asking, self.calendar(here.pack), self.period)
        rows = [row for name in types for row in self.world.records(name)]
        return [
            row
            for row in rows
            if window.holds(row.day)
            and (fold.records == "any" or row.columns["verified"] is True)
            and self.world.owner(row, here.entity, fold.through) == here.subject
        ]

    def _windows(self, fold: Fold, each: str, here: Here) -> list[Row]:
        """A row for each whole window inside the outer one and inside the subject's existence."""
        calendar = self.calendar(here.pack)
        outer = asked_for(fold.during, here.asking, calendar, self.period)
        exists = self.world.existence(here.entity, here.subject)
        span = self.world.span(here.entity, here.subject, self.world.end)
        return [
            Row(
                {"start": window.start, "end": window.end},
                here.entity,
                here.subject,
                span,
                on=self.world.end,
                day=window.start,
                window=window,
            )
            for window in whole(each, outer, calendar)
            if exists is None or window.lies_in(exists)
        ]

    def members(self, name: str, on: str) -> list[Row]:
        """A population on a day: one row a member. One unknown condition stops the run."""
        if (name, on) not in self._members:
            population = self.library.populations[name]
            rows = []
            for subject in self.world.subjects(population.of):
                row = self._member(population.of, on, pack_of(name), subject)
                if row is None:
                    continue
                inside = Here(self, pack_of(name), population.of, subject, row)
                decided = True if population.where is None else truth(population.where, inside)
                if decided is None:
                    raise RunRefusedError("XH-R001", f"population {name} is undecided for {subject}")
                if decided:
                    rows.append(row)
            self._members[name, on] = rows
        return self._members[name, on]

    def _member(self, entity: str, on: str, pack: str, subject: Id) -> Row | None:
        """What holds of a subject on a population's day; None where she does not exist then."""
        if on == "any_day":
            period = of_period(self.period)
            held = self.world.spans.get(entity, {}).get(subject, [self.world.span(entity, subject, period.end)])
            overlapping = [s for s in held if s and s.first <= period.end and period.start <= s.last]
            span = overlapping[-1] if overlapping else None
            day = min(span.last, period.end) if span else period.end
        else:
            day = named_day(self.calendar(pack), on, self.period)
            span = self.world.span(entity, subject, day)
        return Row({}, entity, subject, span, on=day) if span else None

    def score(self, scale: Scale, value: Value, here: Here) -> Scored:
        """The points of a leaf's known value."""
        inside = replace(here, leaf=value)
        match scale:
            case BandScale():
                return banded(scale, value)
            case LineScale():
                return lined(scale, value)
            case TableScale():
                return tabled(scale, value, table_lines(self.library.tables[scale.table]), inside)
            case PassScale(condition=condition):
                held = truth(condition, inside)
                return Scored(None if held is None else Fraction(100 if held else 0))
            case PointsScale(expression=expression):
                points = value_of(expression, inside)
                return Scored(None if points is None else number(points))
            case PercentileScale(population=population):
                raise NotImplementedError(population)

    def percentile(self, scale: PercentileScale, measure: str, entity: str, value: Value, by: Value) -> Scored:
        """Where a value stands among the population's values of the same measure."""
        members = self.members(scale.population, self.library.populations[scale.population].on)
        others = [self.measure(measure, entity, row.subject, by=by) for row in members if row.subject is not None]
        return Scored(mid_rank(value, others))

    def tree(self, standard: Standard, subject: Id, by: Value = None) -> tuple[Tree, dict[str, Answer]]:
        """The tree of one subject (and one code, for a standard `by` something), and its answers by code."""
        named_by = (standard.by, by) if standard.by is not None else None
        here = Here(self, pack_of(standard.name), standard.of, subject, by=named_by)

        def holds(condition: typed.Expression, tree: Tree) -> Truth:
            return truth(condition, replace(here, tree=tree))

        def value(measure: str) -> Value:
            return self.measure(measure, standard.of, subject, by=by)

        def score(scale: Scale, measure: str, found: Value) -> Scored:
            if isinstance(scale, PercentileScale):
                return self.percentile(scale, measure, standard.of, found, by)
            return self.score(scale, found, here)

        tree = Tree(standard.root, Asked(holds, value, score))
        return tree, tree.answers(standard.applies)

    def asked_subjects(self, entity: str) -> list[Id]:
        """Who gets a result: all who exist at some time in the period."""
        period = of_period(self.period)
        if entity not in self.world.spans:
            return self.world.subjects(entity)
        return [
            subject
            for subject in self.world.subjects(entity)
            if any(s.first <= period.end and period.start <= s.last for s in self.world.spans[entity][subject])
        ]


def given(measure: Measure, cell: Cell) -> Value:
    """A given value; a coefficient of variation is given as its square."""
    if cell is None or measure.type.kind is not typed.Kind.VARIATION:
        return cell
    return Variation(number(cell))


def named(subject: Id, code: Value) -> Id:
    """How a subject is called in results: 'd1/primary' where a code of one more dimension is asked for."""
    return subject if code is None else f"{subject}/{code}"


def evaluate_tree(run: Run, standard: Standard) -> dict[Id, dict[str, Answer]]:
    """Answers of everybody who gets a result of this standard, by code; the root's code is `total`."""
    run.refuse_early(standard, [])
    pairs = run.others.pairs(standard, run.asked_subjects(standard.of))
    return {named(*whose): run.tree(standard, *whose)[1] for whose in pairs}


def evaluate(library: Library, standard: str, dataset: Dataset, period: Period) -> dict[Id, dict[str, Answer]]:
    """Answers by subject and code; the root's code is `total`."""
    return evaluate_tree(Run(library, dataset, period), library.standards[standard])


def measure_values(
    library: Library, names: Sequence[str], dataset: Dataset, period: Period
) -> dict[tuple[str, str], dict[Id, Plain]]:
    """Values by (measure, grain) and subject, for every grain of the named measures."""
    run = Run(library, dataset, period)
    wanted = [key for key in library.measures if key[0] in names]
    run.refuse_early(None, wanted)
    found: dict[tuple[str, str], dict[Id, Plain]] = {}
    for name, entity in wanted:
        by = library.measures[name, entity].by
        codes: tuple[Value, ...] = (None,) if by is None else codes_by(library, entity, by)
        values = {
            named(s, code): plain(run.measure(name, entity, s, by=code))
            for s in run.world.subjects(entity)
            for code in codes
        }
        found[name, entity if by is None else f"{entity} by {by}"] = values
    return found


__all__ = ["Answer", "RunRefusedError", "evaluate", "measure_values"]
