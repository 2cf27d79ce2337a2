"""One subject's results for a reader: of each standard as the last run had it, and as the record stands now."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from xueheng.evaluation.core.public import Evaluation, MeasureUnsupported, Period, RunError, period_for
from xueheng.evaluation.kept_results import base_folder, own_folders, row_of
from xueheng.evaluation.layers.titles import pack_titles
from xueheng.evaluation.live_standards import LiveResults
from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.run_tables import standard_title
from xueheng.evaluation.visibility import last_runs, standards_seen_of
from xueheng.identity.public import Organisation, Person, Viewer, library, names_of, names_on
from xueheng.language.public import Standard, StandardNode
from xueheng.wording import Text

TOTAL = "total"
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
STATES = {
    "missing": Text("缺数据", "no data"),
    "not_applying": Text("不适用", "does not apply"),
    "known": Text("", ""),
}


@dataclass(frozen=True, slots=True)
class NodeTold:
    """An indicator or leaf. `in_run`: as published by the last run; `live`: as it would be published now; both empty
    where there is nothing; `moved`: they differ.
    """

    title: Text
    depth: int
    in_run: str
    live: str
    live_state: Text

    @property
    def moved(self) -> bool:
        """Whether the record has changed what the last run said."""
        return bool(self.live) and self.in_run != self.live


@dataclass(frozen=True, slots=True)
class StandardTold:
    """One standard's results of a subject. `own`: the school's layers that she has an own result in, with its total;
    `not_live`: why there is no live answer.
    """

    title: Text
    period: Period
    run: Run | None
    nodes: tuple[NodeTold, ...]
    own: tuple[tuple[Text, str], ...]
    not_live: Text | None


def results_told(viewer: Viewer, subject: int) -> list[StandardTold] | None:
    """Every standard that the viewer may see of the subject; None where there is none, or she is out of sight. However
    many there are, her record and the runs are looked up once.
    """
    seen = standards_seen_of(viewer, subject)
    if not seen:
        return None
    standards = [standard for name in seen if not (standard := library().standards[name]).unused]
    runs = last_runs(viewer, [standard.name for standard in standards])
    periods = {standard.name: _period(viewer, standard, runs.get(standard.name)) for standard in standards}
    live = LiveResults(subject, [(name, period) for name, period in periods.items() if period is not None])
    told = [_told(standard, subject, runs.get(standard.name), periods[standard.name], live) for standard in standards]
    return [each for each in told if each is not None]


def subject_words(viewer: Viewer, subject: int) -> str:
    """The subject's name, as far as the viewer may read it."""
    people = list(Person.objects.visible_to(viewer).filter(pk=subject))
    if people:
        return names_of(people)[subject]
    units = Organisation.objects.visible_to(viewer).filter(pk=subject).values_list("pk", flat=True)
    return names_on(units, viewer.day).get(subject, "")


def _period(viewer: Viewer, standard: Standard, run: Run | None) -> Period | None:
    """The run's period, else that of today; None where there is none."""
    try:
        return run.period if run else period_for(library(), standard.name, None, viewer.day)
    except (MeasureUnsupported, RunError):
        return None


def _told(
    standard: Standard, subject: int, run: Run | None, period: Period | None, live_results: LiveResults
) -> StandardTold | None:
    if period is None:
        return None
    published = row_of(base_folder(run.number), subject) if run else None
    live: Evaluation | None = None
    not_live: Text | None = None
    try:
        live = live_results.of(standard.name, period)
    except (MeasureUnsupported, RunError) as fault:
        if run is None:
            return None
        not_live = fault.text
    if published is None and (live is None or not live.table.num_rows):
        return None
    nodes = tuple(_nodes(standard.root, 0, published or {}, _live_cells(live)))
    if not any(node.in_run or node.live or node.live_state == STATES["missing"] for node in nodes):
        return None
    own = _own(run, subject) if run else ()
    return StandardTold(standard_title(standard.name), period, run if published else None, nodes, own, not_live)


def _own(run: Run, subject: int) -> tuple[tuple[Text, str], ...]:
    found = []
    for pack, folder in own_folders(int(run.number)).items():
        row = row_of(folder, subject)
        if row is not None:
            found.append((pack_titles([pack])[pack], _cell(row, TOTAL)))
    return tuple(found)


def _live_cells(live: Evaluation | None) -> Mapping[str, tuple[str, Text]]:
    """Of each column: as it would be published, and why there is nothing."""
    if live is None or not live.table.num_rows:
        return {}
    cells = {}
    for column in live.columns:
        answer = live.answer_at(0, column)
        cells[column.code] = (answer.shown or "", STATES[answer.state])
    return cells


def _nodes(
    node: StandardNode, depth: int, published: Mapping[str, str | None], live: Mapping[str, tuple[str, Text]]
) -> list[NodeTold]:
    code = node.code or TOTAL
    shown, state = live.get(code, ("", STATES["known"]))
    here = NodeTold(node.title, depth, _alike(_cell(published, code), shown), shown, state)
    below = [each for part in node.parts for each in _nodes(part, depth + 1, published, live)]
    applies = here.in_run or here.live or below or state != STATES["not_applying"]
    return [here, *below] if applies else []


def _alike(in_run: str, live: str) -> str:
    """A number of the run as the live one is written, where both are the same; files keep all decimals."""
    if not NUMBER.fullmatch(in_run):
        return in_run
    if NUMBER.fullmatch(live) and Decimal(in_run) == Decimal(live):
        return live
    return in_run.rstrip("0").rstrip(".") if "." in in_run else in_run


def _cell(row: Mapping[str, str | None], code: str) -> str:
    return row.get(code) or ""
