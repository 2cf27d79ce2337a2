"""A run of the past computed again from its own snapshot and packs: the same digests, or something was changed."""

from django.db import transaction

from xueheng.evaluation.actions.run_standard import STREAM
from xueheng.evaluation.computing import Progress, computed
from xueheng.evaluation.core.public import Dataset
from xueheng.evaluation.definitions_kept import definitions_of
from xueheng.evaluation.erasing import erased_words
from xueheng.evaluation.measuring import digests_of_values, measured
from xueheng.evaluation.model_runs import MEASURE, Run
from xueheng.evaluation.refusals import not_done, of_before, snapshot_gone, taken_out
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
    if (words := erased_words(run)) is not None:
        raise taken_out(words)
    snapshot = snapshot_numbered(run.snapshot)
    if snapshot is None:
        raise snapshot_gone()
    digests = _digests(run, dataset_of(snapshots_folder(), snapshot, run.organisation), progress)
    same = digests == run.digests
    with transaction.atomic():
        Run.objects.for_the_programme(_WHY).filter(pk=number).update(checked=now(), same=same)
        write_journal(
            STREAM, "compute_run_again", actor=by.person or None, post=by.post, about=[("run", number)],
            detail={"same": same, "results": digests.get("results") or digests.get("values", "")},
        )  # fmt: skip
    done: Run = Run.objects.visible_to(by).get(pk=number)
    return done


def _digests(run: Run, dataset: Dataset, progress: Progress | None) -> dict[str, str]:
    """What comes out now, by the packs of that time."""
    definitions = definitions_of(run.definitions)
    if run.what == MEASURE:
        return digests_of_values(dataset, measured(definitions, run.standard, dataset, run.period))
    return computed(definitions, run.standard, dataset, run.period, progress).digests
