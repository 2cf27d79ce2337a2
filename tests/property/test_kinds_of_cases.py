"""What the random cases are made of: every kind of definition and of data occurs, again and again."""

from collections import Counter

from tests.property.cases import Case
from tests.property.growing import nodes_below, parts_of
from tests.property.sweep import case_of
from xueheng.language import typed
from xueheng.language.definitions import (
    EvidenceRows,
    Fold,
    Measure,
    PopulationRows,
    RegisterRows,
    StandardRows,
    TableRows,
    WindowRows,
)
from xueheng.language.standard_definitions import (
    BandScale,
    LineScale,
    PassScale,
    PercentileScale,
    PointsScale,
    TableScale,
)

NUMBERS = 300
ROWS = (EvidenceRows, PopulationRows, WindowRows, TableRows, StandardRows, RegisterRows)
SCALES = (BandScale, LineScale, PassScale, PercentileScale, PointsScale, TableScale)
FOLDS = ["count", "share", "sum", "mean", "min", "max", "best", "first", "latest", "distinct", "variation", "pick"]
COMBINING = ("weighted", "sum", "least", "profile")
OTHERS = (
    "measure by", "measure by, derived", "standard by", "read by a row's code", "result read", "result of a grain",
    "rows by", "pinned", "input", "given", "layer", "merged school", "alone", "side by side", "no list of districts",
)  # fmt: skip


def of_measure(measure: Measure) -> list[str]:
    found = []
    if isinstance(measure.fold, Fold):
        found = [measure.fold.kind, type(measure.fold.rows).__name__]
        found += ["rows by"] * (measure.by is not None and isinstance(measure.fold.rows, StandardRows))
    if measure.by is not None:
        found.append("measure by" if measure.fold else "measure by, derived")
    return found


def kinds_in(case: Case) -> set[str]:
    """What a case is made of."""
    found = [kind for measure in case.measures for kind in of_measure(measure)]
    standards = [*case.others, *((case.standard,) if case.standard else ())]
    by = {standard.name for standard in standards if standard.by}
    for part in parts_of((case.measures, *(standard.root for standard in standards))):
        if isinstance(part, typed.MeasureValue | typed.OtherResult) and part.by is not None:
            found.append("read by a row's code")
        if isinstance(part, typed.OtherResult):
            found.append("result of a grain" if part.standard in by else "result read")
    for node in (node for standard in standards for node in nodes_below(standard.root)):
        found += [node.combine] if node.parts else [type(node.scale).__name__]
    found += ["standard by"] * bool(by) + ["pinned"] * bool(case.pinned) + ["layer"] * (case.overlay is not None)
    found += ["input"] * any(standard.inputs for standard in standards)
    found.append("alone" if len(case.worlds) == 1 else "side by side")
    for world in case.worlds:
        found += ["given"] * bool(world.values) + ["no list of districts"] * ("district" not in world.subjects)
        found += ["merged school"] * any("merged_into" in line for line in world.subjects["school"])
    return set(found)


def test_every_kind_occurs() -> None:
    occur = Counter(kind for number in range(NUMBERS) for kind in kinds_in(case_of(number)))
    wanted = [*(kind.__name__ for kind in (*ROWS, *SCALES)), *FOLDS, *COMBINING, *OTHERS]
    rare = {kind: occur[kind] for kind in wanted if occur[kind] < NUMBERS // 75}
    assert rare == {}
