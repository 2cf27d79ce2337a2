"""One subject's results taken apart: of a run from its own snapshot and packs, or of the record as it stands now."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from xueheng.evaluation.core.public import (
    Dataset,
    ExplainingPlan,
    Period,
    Records,
    explain,
    explain_layers,
    explainer_over_kept,
)
from xueheng.evaluation.definitions_kept import definitions_of
from xueheng.evaluation.erasing import erased_words
from xueheng.evaluation.kept_explanations import found as kept_explanation
from xueheng.evaluation.kept_explanations import keep
from xueheng.evaluation.kept_plans import explaining_plan
from xueheng.evaluation.layers.in_force import layered_library
from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.own_layers import with_layers
from xueheng.evaluation.refusals import not_done, snapshot_gone, taken_out
from xueheng.evaluation.snapshot_dataset import dataset_of, dataset_of_one
from xueheng.evaluation.unit_explanations import kept_explanation_of
from xueheng.evidence.public import (
    reading_snapshots,
    snapshot_numbered,
    snapshots_folder,
    standing_rows,
    subject_table,
)
from xueheng.identity.public import library
from xueheng.language.public import EvidenceType, Library, Overlay

Data = dict[str, Any]
ENVELOPE = ("id", "subject", "org", "day", "recorder", "verified", "recorded")
"""The columns of every fact, besides its fields."""


def explained_run(run: Run, subject: int) -> Data:
    """The explanation of a subject in a run, as data, base and own layer side by side.

    Raises RunRefused, DefinitionsGone, SnapshotRefused, RunError.
    """
    key, rests_on = ("run", run.number, subject), (run.snapshot_digest, run.erased, run.expired)
    found = kept_explanation(key, subject, rests_on)
    return found if found is not None else keep(key, subject, rests_on, _of_run(run, subject))


def shown_of_run(run: Run, subject: int) -> Data:
    """As far as a page shows it: kept with the run for units, else made. Raises as `explained_run` does."""
    kept = kept_explanation_of(run.number, subject) if erased_words(run) is None else None
    return kept if kept is not None else explained_run(run, subject)


@reading_snapshots()
def _of_run(run: Run, subject: int) -> Data:
    if run.state != "done":
        raise not_done()
    if (words := erased_words(run)) is not None:
        raise taken_out(words)
    snapshot = snapshot_numbered(run.snapshot)
    if snapshot is None:
        raise snapshot_gone()
    definitions = definitions_of(run.definitions) if run.definitions else library()
    folder, of = snapshots_folder(), library().standards[run.standard].of
    data = _Source(
        lambda entities: dataset_of_one(folder, snapshot, of, subject, entities, run.organisation),
        lambda: dataset_of(folder, snapshot, run.organisation),
    )
    return _explained(definitions, run.standard, data, run.period, subject)


def explained_now(standard: str, period: Period, subject: int) -> Data:
    """The same of what the record says at this moment. Raises MeasureUnsupported, RunError."""
    wanted = {name: _columns(type_) for name, type_ in _read_of(standard).items()}
    rows, spans = standing_rows(subject, wanted), subject_table(library().standards[standard].of, subject)
    definitions = layered_library(standard, period)
    key, rests_on = ("now", standard, period, subject), (rows, spans.to_pydict(), tuple(definitions.overlays))
    found = kept_explanation(key, subject, rests_on)
    if found is not None:
        return found
    records = {
        name: Records(pa.table({column: [row[at] for row in rows[name]] for at, column in enumerate(columns)}))
        for name, columns in wanted.items()
        if rows[name]
    }
    dataset = Dataset(records, {library().standards[standard].of: spans})
    data = _Source(lambda _: dataset, lambda: dataset)
    return keep(key, subject, rests_on, _explained(definitions, standard, data, period, subject))


@dataclass(frozen=True, slots=True)
class _Source:
    """What results are explained from. `alone`: what there is about her, with all subjects of these entities; `whole`:
    about everybody.
    """

    alone: Callable[[Collection[str]], Dataset]
    whole: Callable[[], Dataset]


def _explained(definitions: Library, standard: str, data: _Source, period: Period, subject: int) -> Data:
    """By kept plans, where her results rest on nobody else's."""
    layered, layers = with_layers(definitions, standard, period)
    plan = explaining_plan(definitions, standard, period)
    if plan is None:
        return _planned_anew(layered, layers, standard, data.whole(), period, subject)
    dataset = data.alone({*plan.entities, *(layered.overlays[name].entity for name in layers)})
    if not layers:
        with plan.over(dataset, str(subject)) as explainer:
            return explainer.explain(str(subject))

    def plan_of(layer: Overlay | None) -> ExplainingPlan:
        found = explaining_plan(definitions, standard, period, layer)
        if found is None or not {*found.entities} <= {*plan.entities}:
            raise _RestsOnMore
        return found

    try:
        with explainer_over_kept(layered, standard, layers, dataset, period, str(subject), plan_of) as both:
            return both.explain(str(subject))
    except _RestsOnMore:
        return _planned_anew(layered, layers, standard, data.whole(), period, subject)


class _RestsOnMore(Exception):
    """A school's own leaf does, than its base: on other subjects, or on what is said of other entities."""


def _planned_anew(
    layered: Library, layers: Sequence[str], standard: str, dataset: Dataset, period: Period, subject: int
) -> Data:
    """Of results that rest on other subjects, which no plan for one alone explains."""
    if layers:
        return explain_layers(layered, standard, layers, dataset, period, str(subject))
    return explain(layered, standard, dataset, period, str(subject))


def _read_of(standard: str) -> dict[str, EvidenceType]:
    """The types of records about the standard's subjects."""
    of = library().standards[standard].of
    return {name: type_ for name, type_ in library().evidence.items() if type_.about == of}


def _columns(type_: EvidenceType) -> tuple[str, ...]:
    """What an evaluation may read of them: nothing private or sensitive, no files."""
    fields = () if type_.sensitive else type_.fields
    return (*ENVELOPE, *(f.name for f in fields if not (f.private or f.sensitive or f.is_file)))
