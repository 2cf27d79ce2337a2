"""A standard over a period on the record as it stands: pinned to a snapshot, so that it can be computed again."""

import shutil
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from xueheng.errors import XuehengError
from xueheng.evaluation.core.public import Evaluation, Period, evaluate, period_for, runnable, write_results
from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.places import results_of
from xueheng.evaluation.snapshot_dataset import dataset_of
from xueheng.evidence.public import Manifest, snapshots_folder, take_snapshot
from xueheng.identity.public import Viewer, library, require
from xueheng.trust.public import now, write_journal
from xueheng.wording import Text

Progress = Callable[[int, int, Text], None]
STREAM = "runs"
_WHY = "a run goes on"


def run_standard(by: Viewer, standard: str, label: str | None = None, progress: Progress | None = None) -> Run:
    """The finished run, on a snapshot taken now. `label`: the period as the reader says it, the current one without.

    Raises PermissionRefused, RunError for a standard, period or record that cannot be evaluated.
    """
    require(by, "manages", "runs")
    definition = runnable(library(), standard)
    period = period_for(library(), standard, label, by.day)
    snapshot = take_snapshot(by, progress)
    run = _begun(by, standard, definition.version, period, snapshot)
    try:
        evaluation = _evaluated(run, period, snapshot, progress)
    except BaseException as fault:
        _failed(by, run, fault)
        raise
    return _done(by, run, evaluation)


def _begun(by: Viewer, standard: str, version: str, period: Period, snapshot: Manifest) -> Run:
    with transaction.atomic():
        made: Run = Run.objects.create(
            standard=standard, version=version, window=period.window, label=period.label, first=period.start,
            last=period.end, snapshot=snapshot.number, snapshot_digest=snapshot.digest, known_at=snapshot.taken_at,
            person=by.person or None, post=by.post, begun=now(),
        )  # fmt: skip
        _note(by, made, "begin_run", {"standard": standard, "label": period.label, "snapshot": snapshot.digest})
    return made


def _evaluated(run: Run, period: Period, snapshot: Manifest, progress: Progress | None) -> Evaluation:
    def told(said: Text, done: int, of: int) -> None:
        if progress is not None:
            progress(done, of, said)

    dataset = dataset_of(snapshots_folder(), snapshot)
    evaluation = evaluate(library(), run.standard, dataset, period, progress=told)
    facts = {"snapshot": snapshot.digest, "known_at": snapshot.taken_at, "run": run.number}
    _kept(evaluation, results_of(run.number), facts)
    return evaluation


def _kept(evaluation: Evaluation, folder: Path, facts: dict[str, object]) -> None:
    """The results in their folder: complete, or not there."""
    draft = folder.with_name(f".{folder.name}")
    shutil.rmtree(draft, ignore_errors=True)
    draft.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_results(evaluation, draft, manifest=facts, library=library())
    draft.rename(folder)


def _done(by: Viewer, run: Run, evaluation: Evaluation) -> Run:
    with transaction.atomic():
        rows = Run.objects.for_the_programme(_WHY).filter(pk=run.pk)
        rows.update(state="done", ended=now(), digests=evaluation.digests, subjects=evaluation.table.num_rows)
        _note(by, run, "end_run", {"results": evaluation.digests.get("results", "")})
    done: Run = rows.get()
    return done


def _failed(by: Viewer, run: Run, fault: BaseException) -> None:
    said = {"zh": fault.say("zh"), "en": fault.say("en")} if isinstance(fault, XuehengError) else {}
    with transaction.atomic():
        Run.objects.for_the_programme(_WHY).filter(pk=run.pk).update(state="failed", ended=now(), said=said)
        _note(by, run, "fail_run", {})


def _note(by: Viewer, run: Run, verb: str, detail: dict[str, object]) -> None:
    about = [("run", int(run.number))]
    write_journal(STREAM, verb, actor=by.person or None, post=by.post, about=about, detail=detail)
