"""Which measures and which other standards' results are needed, and on which floor each is computed.

Every fold lifts its value one floor above what it reads; derived values stay on the floor of what
they are derived from. Results of a standard are there once all its measures are; who reads them
stands one floor above. One floor is one pass over the subjects.
"""

from collections.abc import Iterable

from xueheng.evaluation.core.dataset import Dataset
from xueheng.evaluation.core.grains import dimension_of, entity_of, grain_read, measure_at
from xueheng.evaluation.core.instances import RUN, Context, Instance
from xueheng.evaluation.core.needs import (
    expressions_of,
    needed_by,
    nodes_of,
    results_in,
    standard_expressions,
)
from xueheng.evaluation.core.pinned import pinned
from xueheng.evaluation.core.refusals import MeasureUnsupported, NotUsedYet
from xueheng.evaluation.core.stored import Wanted
from xueheng.evaluation.core.walking import walk
from xueheng.evaluation.core.windows import Windows
from xueheng.language.public import (
    EvidenceRows,
    Expression,
    Fold,
    Input,
    Library,
    Measure,
    MeasureValue,
    PopulationRows,
    RegisterRows,
    Standard,
    StandardRows,
    UnusedRows,
    WindowRows,
)
from xueheng.wording import Text

HIGHEST_FLOOR = 8


class Floors:
    """Collects what is needed and settles the floors."""

    def __init__(self, library: Library, windows: Windows, dataset: Dataset) -> None:
        self.library = library
        self.windows = windows
        self.dataset = dataset
        self.floor: dict[Instance, int] = {}
        self.standards: dict[str, int] = {}
        """Other standards whose results are read, in the order in which they can be computed, and their floors."""
        self.wanted: dict[str, set[Wanted]] = {}
        """What is read of each."""
        self._inputs: dict[str, Input] = {}
        self._open: list[Instance | str] = []

    def need(self, instances: Iterable[Instance]) -> None:
        """Settle these and all they rest on."""
        for instance in instances:
            self._settle(instance)

    def need_standard(self, standard: Standard) -> int:
        """Settle everything a standard rests on; the floor on which the last of it is there."""
        if standard.name in self._open:
            raise self._circle(standard.name)
        self._open.append(standard.name)
        self.take_inputs(standard)
        expressions = standard_expressions(self.library, standard)
        floor = max((self._settle(i) for i in needed_by(self.library, standard)), default=0)
        floor = max([floor, *(self._settle_results(name) for name in self._results_of(expressions))])
        self._open.pop()
        return floor

    def take_inputs(self, standard: Standard) -> None:
        """From now on, these results are read from other runs, of the window and layer that the standard says."""
        for one in standard.inputs:
            self._inputs[one.standard] = one
            pinned(one.standard, one, self.dataset, self.windows)

    def definition(self, instance: Instance) -> Measure:
        return measure_at(self.library, instance.measure, instance.entity)

    def is_given(self, instance: Instance) -> bool:
        """Whether the measure's values are given instead of computed."""
        return instance.context == RUN and self.values_key(instance) is not None

    def values_key(self, instance: Instance) -> tuple[str, str] | None:
        """Under which name the dataset gives the measure's values: by its grain, or by its entity."""
        of = entity_of(instance.entity)
        if self.library.measures[(instance.measure, of)].by != dimension_of(instance.entity):
            return None  # the entity's own value, read in a grain with one more dimension
        keys = ((instance.measure, instance.entity), (instance.measure, of))
        return next((key for key in keys if key in self.dataset.values), None)

    def _circle(self, again: Instance | str) -> MeasureUnsupported:
        names = [i if isinstance(i, str) else i.measure for i in [*self._open[self._open.index(again) :], again]]
        circle = " → ".join(names)
        return MeasureUnsupported(
            "XH-M018", Text(f"统计项互相引用成环：{circle}", f"measures go in a circle: {circle}")
        )

    def _settle(self, instance: Instance) -> int:
        if instance in self.floor:
            return self.floor[instance]
        measure = self.definition(instance)
        if measure.unused and not self.is_given(instance):
            raise NotUsedYet(measure.name, measure.unused)
        if instance in self._open:
            raise self._circle(instance)
        self._open.append(instance)
        floor = 0
        for other, lifted in self.reads(instance):
            floor = max(floor, self._settle(other) + (1 if lifted else 0))
        for name in self.results_read(instance):
            floor = max(floor, self._settle_results(name) + 1)
        if measure.fold is not None and not self.is_given(instance):
            floor = max(floor, 1)
        self._open.pop()
        if floor > HIGHEST_FLOOR:
            raise MeasureUnsupported(
                "XH-M019",
                Text(
                    f"“{measure.name}”的统计层级超过 {HIGHEST_FLOOR} 层",
                    f'more than {HIGHEST_FLOOR} floors at "{measure.name}"',
                ),
            )
        self.floor[instance] = floor
        return floor

    def _settle_results(self, name: str) -> int:
        """The floor on which another standard's results are there; pinned ones are there from the start."""
        if name in self.standards:
            return self.standards[name]
        if name in self._inputs or name in self.dataset.results:
            pinned(name, self._inputs.get(name), self.dataset, self.windows)
            floor = 0
        else:
            definition = self.library.standards[name]
            if definition.unused:
                raise NotUsedYet(name, definition.unused)
            floor = self.need_standard(definition)
        self.standards[name] = floor
        return floor

    # -- what is read ---------------------------------------------------------------------------

    def reads(self, instance: Instance) -> list[tuple[Instance, bool]]:
        """What an instance reads, and whether reading it lifts a floor."""
        if self.is_given(instance):
            return []
        measure = self.definition(instance)
        fold = measure.fold
        found: list[tuple[Instance, bool]] = []
        for node in (n for e in expressions_of(measure) for n in walk(e) if isinstance(n, MeasureValue)):
            grain, context = grain_read(self.library, node), instance.context
            own = not node.via and grain == instance.entity and node.by is None
            if fold is not None and not isinstance(fold.rows, WindowRows):
                rows_of_their_own = (EvidenceRows, PopulationRows, RegisterRows, StandardRows)
                context = RUN if isinstance(fold.rows, rows_of_their_own) else instance.context
            elif fold is not None and not node.via:
                context = self.inner_context(measure, fold)
            found.append((Instance(node.measure, grain, RUN if node.via else context), fold is not None or not own))
        found += [(Instance(n.measure, grain_read(self.library, n)), True) for n in self._of_population(measure)]
        self._check_context(instance, measure)
        return found

    def _of_population(self, measure: Measure) -> list[MeasureValue]:
        """The measures that the condition of a fold's population reads."""
        if measure.fold is None or not isinstance(measure.fold.rows, PopulationRows):
            return []
        where = self.library.populations[measure.fold.rows.population].where
        return [n for n in walk(where) if isinstance(n, MeasureValue)]

    def results_read(self, instance: Instance) -> list[str]:
        """The other standards whose results an instance reads."""
        if self.is_given(instance):
            return []
        measure = self.definition(instance)
        expressions = expressions_of(measure)
        rows = measure.fold.rows if measure.fold is not None else None
        if isinstance(rows, PopulationRows):
            where = self.library.populations[rows.population].where
            expressions += [where] if where is not None else []
        names = self._results_of(expressions)
        if isinstance(rows, StandardRows):
            leaves = [n.code for n in nodes_of(self.library.standards[rows.standard].root) if n.measure is not None]
            of_leaves = {(code, what) for code in leaves for what in ("points", "value")}
            self.wanted.setdefault(rows.standard, set()).update(of_leaves)
            names.append(rows.standard)
        return list(dict.fromkeys(names))

    def _results_of(self, expressions: Iterable[Expression]) -> list[str]:
        """The standards that expressions name, with what they want of each noted."""
        found = results_in(expressions)
        for node in found:
            self.wanted.setdefault(node.standard, set()).add((node.code, node.what))
        return list(dict.fromkeys(n.standard for n in found))

    def inner_context(self, measure: Measure, fold: Fold) -> Context:
        """The context in which a fold of weeks, months … reads its measures."""
        if not isinstance(fold.rows, WindowRows):
            raise TypeError(measure.name)
        return Context(fold.rows.each, self.windows.during(fold.during))

    def _check_context(self, instance: Instance, measure: Measure) -> None:
        fold = measure.fold
        if fold is not None and isinstance(fold.rows, UnusedRows):
            raise NotUsedYet(measure.name, f"{fold.rows.kind} {fold.rows.name}")
        each = instance.context.each or (fold.rows.each if fold and isinstance(fold.rows, WindowRows) else "")
        fixed = each != "" and dimension_of(instance.entity) is not None
        if fold is not None and instance.context != RUN:
            whole = (PopulationRows, WindowRows, RegisterRows, StandardRows)
            fixed = fixed or fold.during.kind in ("named", "previous", "ever") or isinstance(fold.rows, whole)
        if fixed:
            each = each.rstrip("s")
            raise MeasureUnsupported(
                "XH-T002",
                Text(
                    f"“{measure.name}”的统计时段是固定的，不能按{each}逐一统计",
                    f'"{measure.name}" has a fixed window and cannot be asked for each {each}',
                ),
            )
