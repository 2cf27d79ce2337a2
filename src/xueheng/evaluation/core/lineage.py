"""Every record that a value rests on, through all that it reads, for whomever it reads it.

Rows that a condition left out count as well where the condition reads measures: without their records
it could come out otherwise.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.evaluation.core.builder import Builder
from xueheng.evaluation.core.grains import (
    BETWEEN,
    codes_of,
    dimension_of,
    entity_of,
    grain_of_standard,
    grain_read,
    subject_of_pair,
)
from xueheng.evaluation.core.instances import RUN, Instance
from xueheng.evaluation.core.kept_rows import KeptRow
from xueheng.evaluation.core.needs import expressions_of, needed_by, nodes_of, standard_expressions
from xueheng.evaluation.core.walking import walk
from xueheng.language.public import (
    EvidenceRows,
    Expression,
    Fold,
    MeasureValue,
    OtherResult,
    PercentileScale,
    PopulationRows,
    RegisterRows,
    StandardRows,
    WindowRows,
)

RecordIds = dict[str, list[int]]
"""Evidence type → ids of its records."""
Subjects = frozenset[Any]


class RowSource(Protocol):
    """Answers which rows a fold kept, or could have kept, of some subjects."""

    def rows(self, instance: Instance, fold: Fold, subjects: Iterable[Any]) -> list[KeptRow]: ...
    def candidates(self, instance: Instance, fold: Fold, subjects: Iterable[Any]) -> list[KeptRow]: ...


def merge_ids(into: RecordIds, more: RecordIds) -> None:
    """Add ids, each once, in ascending order."""
    for name, ids in more.items():
        into[name] = sorted({*into.get(name, []), *ids})


class Lineage:
    """Follows what is read, from a measure of some subjects down to records."""

    def __init__(self, builder: Builder, source: RowSource, members: Callable[[str], Sequence[Any]]) -> None:
        self.builder = builder
        self.library = builder.library
        self._source = source
        self._members = members
        self._found: dict[tuple[Instance, Subjects], RecordIds] = {}

    def of_measure(self, instance: Instance, subjects: Subjects) -> RecordIds:
        """The records behind a measure of these subjects."""
        if not subjects or self.builder.floors.is_given(instance):
            return {}
        key = (instance, subjects)
        if key not in self._found:
            self._found[key] = {}
            self._found[key] = self._measured(instance, subjects)
        return self._found[key]

    def _measured(self, instance: Instance, subjects: Subjects) -> RecordIds:
        definition = self.builder.floors.definition(instance)
        found: RecordIds = {}
        if definition.fold is None:
            for expression in expressions_of(definition):
                merge_ids(found, self.of_expression(expression, instance, subjects))
            return found
        if isinstance(definition.fold.rows, EvidenceRows):
            for row in self._source.rows(instance, definition.fold, subjects):
                found.setdefault(row.of, []).append(row.id)
            found = {name: sorted(set(ids)) for name, ids in found.items()}
        merge_ids(found, self.below_rows(instance, definition.fold, subjects))
        return found

    def below_rows(self, instance: Instance, fold: Fold, subjects: Subjects) -> RecordIds:
        """The records behind what a fold's rows read, its own records left out."""
        found: RecordIds = {}
        grain = self._row_grain(instance, fold)
        own = isinstance(fold.rows, WindowRows) or grain == ""
        for expression in (fold.where, fold.condition, fold.expression, fold.weighed_by):
            if not _reads(expression):
                continue
            candidates = self._source.candidates if fold.where is not None else self._source.rows
            whom = frozenset(r.whom for r in candidates(instance, fold, subjects)) if not own else subjects
            merge_ids(found, self.of_expression(expression, instance, subjects, (grain or instance.entity, whom)))
        if isinstance(fold.rows, PopulationRows):
            merge_ids(found, self._of_population(fold.rows.population))
        if isinstance(fold.rows, StandardRows):
            whom = frozenset(r.whom for r in self._source.candidates(instance, fold, subjects))
            merge_ids(found, self.of_results(fold.rows.standard, whom))
        return found

    def _of_population(self, name: str) -> RecordIds:
        """Everybody must be in or out: the condition is asked of all who stand on the day."""
        population = self.library.populations[name]
        if not _reads(population.where):
            return {}
        asked = Instance("", population.of)
        return self.of_expression(population.where, asked, frozenset(self._members(name)))

    def _row_grain(self, instance: Instance, fold: Fold) -> str:
        """The grain of those whom a fold's rows are about; '' where it is the asked subject."""
        match fold.rows:
            case EvidenceRows():
                return self.library.evidence[fold.rows.types[0]].about
            case PopulationRows():
                return self.library.populations[fold.rows.population].of
            case StandardRows():
                return grain_of_standard(self.library.standards[fold.rows.standard])
            case RegisterRows():
                return self.library.registers[fold.rows.register].of
            case _:
                return ""

    def of_expression(
        self,
        expression: Expression | None,
        asked: Instance,
        subjects: Subjects,
        row: tuple[str, Subjects] | None = None,
    ) -> RecordIds:
        """The records behind the measures and results that an expression reads, for the asked subjects (and for
        those whom the rows are about).
        """
        found: RecordIds = {}
        for node in walk(expression):
            if isinstance(node, (MeasureValue, OtherResult)):
                grain, whom = row if row is not None and node.whose == "row" else (asked.entity, subjects)
                read = self.whom(node, grain, whom)
                if isinstance(node, OtherResult):
                    merge_ids(found, self.of_results(node.standard, read))
                else:
                    merge_ids(found, self.of_measure(self._instance(node, asked, row), read))
        return found

    def _instance(self, node: MeasureValue, asked: Instance, row: tuple[str, Subjects] | None) -> Instance:
        grain = grain_read(self.library, node)
        if node.via or grain != asked.entity:
            return Instance(node.measure, grain)
        fold = self.builder.floors.definition(asked).fold if asked.measure else None
        if fold is None:
            return Instance(node.measure, grain, asked.context)
        if isinstance(fold.rows, WindowRows):
            inner = self.builder.floors.inner_context(self.builder.floors.definition(asked), fold)
            return Instance(node.measure, grain, inner)
        del row
        return Instance(node.measure, grain, RUN)

    def of_results(self, standard: str, subjects: Subjects) -> RecordIds:
        """The records behind results that were computed in this run."""
        if standard in self.builder.dataset.results or not subjects:
            return {}
        definition, found = self.library.standards[standard], RecordIds()
        asked = Instance("", grain_of_standard(definition))
        for need in needed_by(self.library, definition):
            if need.entity == asked.entity:
                merge_ids(found, self.of_measure(need, subjects))
        for expression in standard_expressions(self.library, definition):
            merge_ids(found, self.of_expression(expression, asked, subjects))
        for node in nodes_of(definition.root):
            if isinstance(node.scale, PercentileScale) and node.measure is not None:
                everybody = frozenset(self._members(node.scale.population))
                merge_ids(found, self.of_measure(Instance(node.measure, asked.entity), everybody))
        return found

    # -- whom a reading is for ------------------------------------------------------------------

    def whom(self, node: MeasureValue | OtherResult, grain: str, subjects: Subjects) -> Subjects:
        """Those of its own grain that a reading is for, when it is read for these subjects of `grain`."""
        read = grain_read(self.library, node)
        if read == grain and not node.via and node.by is None:
            return subjects
        entity = entity_of(read)
        plain = self._plain(grain, subjects, entity)
        if dimension_of(read) is None:
            return plain
        return frozenset(f"{subject}{BETWEEN}{code}" for subject in plain for code in codes_of(self.library, read))

    def _plain(self, grain: str, subjects: Subjects, entity: str) -> Subjects:
        """The subjects of `entity` that subjects of a grain are, or have ever belonged to."""
        own = entity_of(grain)
        if dimension_of(grain) is not None:
            codes = codes_of(self.library, grain)
            subjects = frozenset(subject_of_pair(str(s), codes)[0] for s in subjects)
        spans = self.builder.plan.relations[self.builder.spans(own)]
        named, column = [str(s) for s in subjects], spans.column("subject")
        if entity == own:
            return frozenset(int(s) for s in named) if pa.types.is_integer(column.type) else frozenset(named)
        mine = spans.filter(pc.is_in(pc.cast(column, pa.string()), value_set=pa.array(named, pa.string())))
        return frozenset(s for s in mine.column(f"g_{entity}").unique().to_pylist() if s is not None)


def _reads(expression: Expression | None) -> bool:
    """Whether an expression reads measures or results."""
    return any(isinstance(n, (MeasureValue, OtherResult)) for n in walk(expression))
