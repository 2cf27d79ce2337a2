"""Which measures are needed, for which subjects and windows, and on which floor each is computed.

Every fold lifts its value one floor above what it reads; derived values stay on the floor of what
they are derived from. One floor is one pass over the subjects.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from xueheng.evaluation.core.refusals import MeasureUnsupported, NotUsedYet
from xueheng.evaluation.core.walking import walk
from xueheng.evaluation.core.windows import Days, Windows
from xueheng.language.public import (
    EvidenceRows,
    Expression,
    Fold,
    Library,
    Measure,
    MeasureValue,
    PopulationRows,
    UnusedRows,
    WindowRows,
)
from xueheng.wording import Text

HIGHEST_FLOOR = 8


@dataclass(frozen=True, slots=True, order=True)
class Context:
    """For which window a measure is read: the run's period ('' ), or each week, month … inside `outer`."""

    each: str = ""
    outer: Days = (0, 0)


RUN = Context()


@dataclass(frozen=True, slots=True, order=True)
class Instance:
    """A measure at one grain, read in one context."""

    measure: str
    entity: str
    context: Context = RUN


def expressions_of(measure: Measure) -> list[Expression]:
    """Every expression a measure states, its population's condition left out."""
    fold, cases = measure.fold, measure.cases
    found = [measure.value]
    if fold is not None:
        found += [fold.condition, fold.expression, fold.where, fold.weighed_by]
    if cases is not None:
        found += [e for pair in cases.cases for e in pair] + [cases.otherwise]
    return [e for e in found if e is not None]


class Floors:
    """Collects what is needed and settles the floors."""

    def __init__(self, library: Library, windows: Windows) -> None:
        self.library = library
        self.windows = windows
        self.floor: dict[Instance, int] = {}
        self._open: list[Instance] = []

    def need(self, instances: Iterable[Instance]) -> None:
        """Settle these and all they rest on."""
        for instance in instances:
            self._settle(instance)

    def definition(self, instance: Instance) -> Measure:
        return self.library.measures[(instance.measure, instance.entity)]

    def _settle(self, instance: Instance) -> int:
        if instance in self.floor:
            return self.floor[instance]
        measure = self.definition(instance)
        if measure.unused:
            raise NotUsedYet(measure.name, measure.unused)
        if measure.by is not None:
            raise NotUsedYet(measure.name, "按属性再分组（by） / measures with `by`")
        if instance in self._open:
            circle = " → ".join(i.measure for i in [*self._open, instance])
            raise MeasureUnsupported(
                "XH-M018", Text(f"统计项互相引用成环：{circle}", f"measures go in a circle: {circle}")
            )
        self._open.append(instance)
        floor = 0
        for other, lifted in self.reads(instance):
            floor = max(floor, self._settle(other) + (1 if lifted else 0))
        if measure.fold is not None:
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

    def reads(self, instance: Instance) -> list[tuple[Instance, bool]]:
        """What an instance reads, and whether reading it lifts a floor."""
        measure = self.definition(instance)
        fold = measure.fold
        found: list[tuple[Instance, bool]] = []
        for node in (n for e in expressions_of(measure) for n in walk(e) if isinstance(n, MeasureValue)):
            context = instance.context
            if fold is not None and not isinstance(fold.rows, WindowRows):
                context = RUN if isinstance(fold.rows, (EvidenceRows, PopulationRows)) else instance.context
            elif fold is not None and not node.via:
                context = self.inner_context(measure, fold)
            found.append(
                (Instance(node.measure, node.entity, RUN if node.via else context), fold is not None or bool(node.via))
            )
        if fold is not None and isinstance(fold.rows, PopulationRows):
            where = self.library.populations[fold.rows.population].where
            found += [(Instance(n.measure, n.entity), True) for n in walk(where) if isinstance(n, MeasureValue)]
        self._check_context(instance, measure)
        return found

    def inner_context(self, measure: Measure, fold: Fold) -> Context:
        """The context in which a fold of weeks, months … reads its measures."""
        if not isinstance(fold.rows, WindowRows):
            raise TypeError(measure.name)
        return Context(fold.rows.each, self.windows.during(fold.during))

    def _check_context(self, instance: Instance, measure: Measure) -> None:
        fold = measure.fold
        if fold is None:
            return
        if isinstance(fold.rows, UnusedRows):
            raise NotUsedYet(measure.name, f"{fold.rows.kind} {fold.rows.name}")
        if instance.context == RUN:
            return
        fixed = fold.during.kind in ("named", "previous", "ever")
        if fixed or isinstance(fold.rows, (PopulationRows, WindowRows)):
            each = instance.context.each.rstrip("s")
            raise MeasureUnsupported(
                "XH-T002",
                Text(
                    f"“{measure.name}”的统计时段是固定的，不能按{each}逐一统计",
                    f'"{measure.name}" has a fixed window and cannot be asked for each {each}',
                ),
            )
