"""One measure for everything it is a measure of, pinned to a snapshot: a figure with the run that it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from xueheng.evaluation.actions.run_standard import STREAM
from xueheng.evaluation.computing import Progress
from xueheng.evaluation.core.public import Period, window_period
from xueheng.evaluation.definitions_kept import keep_definitions
from xueheng.evaluation.measuring import Subject, ValueTold, digests_of_values, measured, types_of
from xueheng.evaluation.model_runs import MEASURE, Run
from xueheng.evaluation.snapshot_dataset import dataset_of
from xueheng.evidence.public import reading_snapshots, snapshots_folder, take_snapshot
from xueheng.identity.public import Viewer, library, require
from xueheng.language.public import Library
from xueheng.trust.public import now, write_journal

SCHOOL_YEAR = "school_year"


@dataclass(frozen=True, slots=True)
class MeasureRun:
    """The run, and the values by entity and subject."""

    run: Run
    values: Mapping[Subject, ValueTold]


@reading_snapshots()
def run_measure(by: Viewer, measure: str, label: str | None = None, progress: Progress | None = None) -> MeasureRun:
    """Every value of the measure on a snapshot taken now. Raises PermissionRefused, RunError, RunRefused."""
    require(by, "manages", "runs")
    known = library()
    types_of(known, measure)
    period = period_of(known, measure, label, by)
    snapshot, begun = take_snapshot(by, progress), now()
    dataset = dataset_of(snapshots_folder(), snapshot, by.organisation)
    values = measured(known, measure, dataset, period)
    digests = digests_of_values(dataset, values)
    definitions = keep_definitions()
    with transaction.atomic():
        run: Run = Run.objects.create(
            what=MEASURE, organisation=by.organisation, standard=measure,
            version=known.packs[measure.partition(".")[0]].version,
            window=period.window, label=period.label, first=period.start, last=period.end, state="done",
            snapshot=snapshot.number, snapshot_digest=snapshot.digest, known_at=snapshot.taken_at, digests=digests,
            subjects=len(values), definitions=definitions, person=by.person or None, post=by.post, begun=begun,
            ended=now(),
        )  # fmt: skip
        write_journal(
            STREAM, "run_measure", actor=by.person or None, post=by.post, about=[("run", int(run.number))],
            detail={"measure": measure, "values": digests["values"]},
        )  # fmt: skip
    return MeasureRun(run, values)


def period_of(known: Library, measure: str, label: str | None, by: Viewer) -> Period:
    """The period that is meant, in the window of its pack's standards; the school year where it has none."""
    pack = measure.partition(".")[0]
    windows = (each.period for each in known.standards.values() if each.name.partition(".")[0] == pack)
    return window_period(known.calendar_for(pack), next(windows, SCHOOL_YEAR), label, by.day)
