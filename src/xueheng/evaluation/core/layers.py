"""Evaluating a base standard with layers over it: the base for everybody, each layer's own result for its people.

One plan reads the evidence once; the trees of the base and of every layer are scored from the same values. Only base
results are compared between organisations.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.evaluation.core.dataset import Dataset, Period
from xueheng.evaluation.core.evaluation import Evaluation, columns_of
from xueheng.evaluation.core.planning import Planning
from xueheng.evaluation.core.refusals import NotUsedYet, RunError
from xueheng.evaluation.core.run import EngineName, Progress, engine_named, execute, fetch_table, finished, runnable
from xueheng.evaluation.core.successors import successors_of, with_successors
from xueheng.evaluation.core.windows import Windows, day_number
from xueheng.language.public import Calendar, CalendarWindow, Library, Overlay, Standard
from xueheng.wording import Text


@dataclass(frozen=True)
class LayeredEvaluation:
    """Results of one run with layers: `base` for everybody; `own` by the layer's pack, only for those who belong to
    its organisation on the period's last day. `layer_of`: which layer holds for whom.
    """

    base: Evaluation
    own: Mapping[str, Evaluation]
    overlays: Mapping[str, Overlay]
    layer_of: Mapping[str | int, str]

    def own_of(self, subject: str | int) -> Evaluation | None:
        """The own result that a subject is in, None where no layer holds for her."""
        layer = self.layer_of.get(subject)
        return self.own[layer] if layer is not None else None


def evaluate_layers(
    library: Library,
    standard: str,
    overlays: Sequence[str],
    dataset: Dataset,
    period: Period,
    *,
    engine: EngineName = "duckdb",
    progress: Progress | None = None,
) -> LayeredEvaluation:
    """Results of a standard, and of each layer (by its pack) over it.

    Raises RunError as `evaluate` does, and where the layers cannot be laid: over another standard (XH-R014), two for
    the same people (XH-R013), over a base that is no longer in force (XH-R015).
    """
    laid = layers_over(library, standard, overlays, period)
    members = {layer.name: members_of(dataset, layer, period) for layer in laid}
    layer_of = _one_layer_each(laid, members)
    runs_on = engine_named(engine, dataset=dataset)
    try:
        base = runnable(library, standard)
        trees = [base, *(_runnable_own(layer) for layer in laid)]
        planning = Planning(library, dataset, Windows(calendar_of(library, standard, laid), period), runs_on)
        scored = planning.score_all(trees)
        execute(runs_on, library, dataset, planning.plan, progress)
        found = []
        for scoring, query in scored:
            types = {s.code: library.measures[(s.node.measure, base.of)].type for s in scoring.nodes if s.node.measure}
            table = fetch_table(runs_on, query)
            found.append(Evaluation(scoring.standard, period, columns_of(scoring.nodes, types), table))
    finally:
        runs_on.close()
    own = {}
    for layer, evaluation in zip(laid, found[1:], strict=True):
        evaluation.table = _only(evaluation.table, members[layer.name], pairs=base.by is not None)
        own[layer.name] = _signed(library, layer, finished(library, evaluation, dataset))
    base_result = finished(library, found[0], dataset)
    return LayeredEvaluation(base_result, own, {layer.name: layer for layer in laid}, layer_of)


def _runnable_own(layer: Overlay) -> Standard:
    if layer.own.unused:
        raise NotUsedYet(layer.name, layer.own.unused)
    return layer.own


def _only(table: pa.Table, subjects: Sequence[str | int], *, pairs: bool) -> pa.Table:
    """The rows about these subjects; of a standard by one more dimension a row is about a pair, `subject/code`."""
    column = pc.cast(table.column("subject"), pa.string())
    whose = pc.replace_substring_regex(column, "/[^/]*$", "") if pairs else column
    return table.filter(pc.is_in(whose, value_set=pa.array([str(subject) for subject in subjects], pa.string())))


def _signed(library: Library, layer: Overlay, evaluation: Evaluation) -> Evaluation:
    """The own result with the digests of the layer's pack beside the base's."""
    pack = library.packs[layer.name]
    evaluation.digests |= {"overlay_meaning": pack.digest_meaning, "overlay_bytes": pack.digest_bytes}
    return evaluation


# -- which layers, for whom -----------------------------------------------------------------------


def layers_over(library: Library, standard: str, overlays: Sequence[str], period: Period) -> list[Overlay]:
    """The layers asked for, in order; refused where one cannot be laid over this standard in this period."""
    laid = []
    for name in dict.fromkeys(overlays):
        layer = library.overlays.get(name)
        if layer is None or layer.base != standard:
            over = "—" if layer is None else layer.base
            raise RunError(
                "XH-R014",
                Text(
                    f"校本层 {name} 盖的是 {over}，不是 {standard}",
                    f"layer {name} is over {over}, not over {standard}",
                ),
                Text("请换成盖在这个标准上的校本层。", "Give a layer over this standard."),
            )
        laid.append(layer)
    until = library.packs[standard.rpartition(".")[0]].until
    if laid and until is not None and period.start > until:
        raise RunError(
            "XH-R015",
            Text(
                f"基准 {standard} 到 {until} 为止，{period.label} 从 {period.start} 开始",
                f"base {standard} was in force until {until}, {period.label} begins on {period.start}",
            ),
            Text("请用现行的基准，并重新采用校本层。", "Use the base that is in force, and adopt the layer anew."),
        )
    _one_an_organisation(laid)
    return laid


def _one_an_organisation(laid: Sequence[Overlay]) -> None:
    holders: dict[tuple[str, str], str] = {}
    for layer in laid:
        other = holders.setdefault((layer.entity, layer.subject), layer.name)
        if other != layer.name:
            raise _two_layers(other, layer.name, layer.subject)


def _one_layer_each(laid: Sequence[Overlay], members: Mapping[str, Sequence[str | int]]) -> dict[str | int, str]:
    """Whose layer holds for whom. Nobody has two own results: a class's layer and its school's cannot both hold for
    the same people.
    """
    seen: dict[str | int, str] = {}
    for layer in laid:
        for subject in members[layer.name]:
            other = seen.setdefault(subject, layer.name)
            if other != layer.name:
                raise _two_layers(other, layer.name, str(subject))
    return seen


def _two_layers(first: str, second: str, whom: str) -> RunError:
    return RunError(
        "XH-R013",
        Text(f"校本层 {first} 和 {second} 都管“{whom}”", f'layers {first} and {second} both hold for "{whom}"'),
        Text("一个基准，一个校本层；去掉其中一个。", "One base, one layer: leave one of the two out."),
    )


def members_of(dataset: Dataset, layer: Overlay, period: Period) -> list[str | int]:
    """Those who belong to a layer's organisation on the day of the period's tree; one that is no more counts as the
    one it was merged into.
    """
    table = dataset.subjects.get(layer.own.of)
    named = "subject" if layer.own.of == layer.entity else layer.entity
    if table is None or named not in table.column_names:
        return []
    last = day_number(period.tree_day)
    there = pc.and_(pc.less_equal(table.column("from_day"), last), pc.greater_equal(table.column("to_day"), last))
    counted = with_successors(table.column(named), successors_of(dataset, layer.entity, last))
    belongs = pc.equal(pc.cast(counted, pa.string()), layer.subject)
    found: list[Any] = table.filter(pc.and_(there, belongs)).column("subject").to_pylist()
    return found


def calendar_of(library: Library, standard: str, laid: Sequence[Overlay]) -> Calendar:
    """The base's calendar with windows and days that only the layers' packs have; the base's own always hold."""
    base = library.calendar_for(standard.rpartition(".")[0])
    windows: dict[str, CalendarWindow] = {}
    days: dict[str, Any] = {}
    for layer in laid:
        added = library.calendar_for(layer.name)
        for name in (*added.windows, *added.days):
            known = windows.get(name) or days.get(name)
            if known not in (None, added.windows.get(name), added.days.get(name)) and name not in base.windows:
                raise _two_windows(name, layer.name)
        windows.update(added.windows)
        days.update(added.days)
    return replace(base, windows={**windows, **base.windows}, days={**days, **base.days})


def _two_windows(name: str, layer: str) -> RunError:
    return RunError(
        "XH-R016",
        Text(
            f"校本层 {layer} 的“{name}”与另一层的同名不同日",
            f'"{name}" in the calendar of layer {layer} is not the same as in another layer\'s',
        ),
        Text("分开运行，或给其中一个换个名称。", "Run them one by one, or give one of the two another name."),
    )
