"""What a run's page shows: its facts, the distributions of the reader's units, the runs it can be held against."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from xueheng.evaluation.core.public import LEAST, nodes_of
from xueheng.evaluation.distributions.kept import has_counts, hidden_units
from xueheng.evaluation.erasing import erased_words
from xueheng.evaluation.kept_results import GroupFigure, figures_of, own_folders
from xueheng.evaluation.layers.titles import pack_titles
from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.run_tables import standard_title
from xueheng.evaluation.visibility import groups_seen, sees_few
from xueheng.identity.public import Viewer, library, may, names_on
from xueheng.language.public import Level, Standard
from xueheng.wording import Text

TOTAL = "total"
COUNT, LEVEL, MEAN = "count", "level.", "mean"
MOST_UNITS = 200
MOST_OTHERS = 20


@dataclass(frozen=True, slots=True)
class Headline:
    """One column of distributions: an indicator or the total, and what is said of it for each unit, the largest units
    first. `more`: so many units are not listed.
    """

    title: Text
    titles: tuple[Text, ...]
    lines: tuple["Line", ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One unit: its name and a cell under each title; `hidden`: too few to be shown."""

    unit: str
    cells: tuple[str, ...] = ()
    hidden: bool = False


def run_context(viewer: Viewer, run: Run) -> dict[str, Any]:
    """The template's words."""
    manages = may(viewer, "manages", "runs")
    done = run.state == "done"
    return {
        "run": run,
        "manages": manages,
        "standard_title": standard_title(run.standard),
        "headlines": distributions(viewer, run) if done else [],
        "distributions": has_counts(int(run.number)) if done else False,
        "layers": list(pack_titles(own_folders(int(run.number))).values()) if done else [],
        "others": others(viewer, run) if manages and done else [],
        "taken_out": erased_words(run),
        "digests": sorted(run.digests.items()),
        "failed": Text(run.said.get("zh", ""), run.said.get("en", "")),
    }


def others(viewer: Viewer, run: Run) -> list[Run]:
    """Earlier finished runs of the same standard, the last first."""
    rows = Run.objects.visible_to(viewer).filter(standard=run.standard, state="done", begun__lt=run.begun)
    return list(rows.order_by("-begun")[:MOST_OTHERS])


def distributions(viewer: Viewer, run: Run) -> list[Headline]:
    """What is said of the units within the reader's reach. Whoever sees distributions alone sees none of fewer than
    ten subjects.
    """
    units = groups_seen(viewer)
    few_too = sees_few(viewer, run.standard)
    least, hidden = (0, set[tuple[int, str]]()) if few_too else (LEAST, hidden_units(int(run.number)))
    figures, more = figures_of(int(run.number), units, MOST_UNITS)
    names = names_on({figure.unit for figure in figures}, min(run.tree_day, viewer.day))
    standard = library().standards.get(run.standard)
    columns = dict.fromkeys(figure.column for figure in figures)
    few_of = {column: {unit for unit, of in hidden if of == column} for column in columns}
    return [
        _headline(standard, column, [f for f in figures if f.column == column], names, least, few_of[column], more)
        for column in columns
    ]


def _headline(
    standard: Standard | None, column: str, figures: list[GroupFigure], names: Mapping[int, str], least: int,
    hidden: Set[int], more: int,
) -> Headline:  # fmt: skip
    statistics = list(dict.fromkeys(figure.statistic for figure in figures))
    titles = {s: _statistic(standard, column, s) for s in statistics}
    by_unit: dict[int, dict[str, GroupFigure]] = {}
    for figure in figures:
        by_unit.setdefault(figure.unit, {})[figure.statistic] = figure
    lines = []
    largest_first = {entity: -place for place, entity in enumerate(dict.fromkeys(f.entity for f in figures))}
    units = sorted(by_unit, key=lambda unit: largest_first[next(iter(by_unit[unit].values())).entity])
    for unit in units:
        said = by_unit[unit]
        few = unit in hidden or max(figure.count for figure in said.values()) < least
        cells = tuple(said[s].value if s in said else "—" for s in statistics)
        lines.append(Line(names.get(unit, str(unit)), () if few else cells, few))
    return Headline(_column_title(standard, column), tuple(titles.values()), tuple(lines), more)


def _column_title(standard: Standard | None, column: str) -> Text:
    if column == TOTAL:
        return Text("总评", "Total")
    found = next((node.title for node in nodes_of(standard.root) if node.code == column), None) if standard else None
    return found or Text(column, column)


def _statistic(standard: Standard | None, column: str, name: str) -> Text:
    known = {
        "count": Text("有结果", "Results"), "mean": Text("平均", "Mean"), "p25": Text("下四分位", "Lower quartile"),
        "p50": Text("中位", "Median"), "p75": Text("上四分位", "Upper quartile"), "min": Text("最低", "Least"),
        "max": Text("最高", "Greatest"),
    }  # fmt: skip
    if name in known:
        return known[name]
    code = name.removeprefix(LEVEL)
    level = next((each for each in _levels(standard, column) if each.code == code), None)
    return level.title if level else Text(code, code)


def _levels(standard: Standard | None, column: str) -> tuple[Level, ...]:
    if standard is None:
        return ()
    node = next((each for each in nodes_of(standard.root) if each.code == column), standard.root)
    return node.levels
