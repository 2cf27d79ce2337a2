"""A run of the past computed again from its own snapshot and packs: the same digests, or something was changed."""

from django.db import transaction

from xueheng.evaluation.actions.run_standard import STREAM
from xueheng.evaluation.computing import Progress, computed
from xueheng.evaluation.definitions_kept import definitions_of
from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.refusals import not_done, of_before, snapshot_gone
from xueheng.evaluation.run_choices import period_of_run
from xueheng.evaluation.snapshot_dataset import dataset_of
from xueheng.evidence.public import reading_snapshots, snapshot_numbered, snapshots_folder
from xueheng.identity.public import Viewer, require
from xueheng.trust.public import now, write_journal

_WHY = "a run is computed again"


@reading_snapshots()
def compute_again(by: Viewer, number: int, progress: Progress | None = None) -> Run:
    """The run, with whether the same came out. Its results stay as they are, whatever comes out.

    Raises PermissionRefused, RunRefused, DefinitionsGone, SnapshotRefused.
    """
    require(by, "manages", "runs")
    run = Run.objects.visible_to(by).get(pk=number)
    if run.state != "done":
        raise not_done()
    if not run.definitions:
        raise of_before()
    snapshot = snapshot_numbered(run.snapshot)
    if snapshot is None:
        raise snapshot_gone()
    period = period_of_run(run)
    dataset = dataset_of(snapshots_folder(), snapshot, run.organisation)
    made = computed(definitions_of(run.definitions), run.standard, dataset, period, progress)
    same = made.digests == run.digests
    with transaction.atomic():
        Run.objects.for_the_programme(_WHY).filter(pk=number).update(checked=now(), same=same)
        write_journal(
            STREAM, "compute_run_again", actor=by.person or None, post=by.post, about=[("run", number)],
            detail={"same": same, "results": made.digests.get("results", "")},
        )  # fmt: skip
    done: Run = Run.objects.visible_to(by).get(pk=number)
    return done
