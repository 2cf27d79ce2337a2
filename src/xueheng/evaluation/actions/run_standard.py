"""A standard over a period on the record as it stands: pinned to a snapshot, so that it can be computed again."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from xueheng.errors import XuehengError
from xueheng.evaluation.burdens.counting import keep_burdens
from xueheng.evaluation.computing import Computed, Progress, computed, keep_results
from xueheng.evaluation.core.public import Period, period_for, runnable
from xueheng.evaluation.definitions_kept import keep_definitions
from xueheng.evaluation.layers.in_force import TakenLayer, layer_files, layers_taken, library_with
from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.places import results_of
from xueheng.evaluation.refusals import nothing_known
from xueheng.evaluation.run_choices import period_as_of
from xueheng.evaluation.snapshot_dataset import dataset_of
from xueheng.evidence.public import Manifest, reading_snapshots, snapshot_known_at, snapshots_folder, take_snapshot
from xueheng.identity.public import Viewer, library, require
from xueheng.trust.public import now, write_journal
from xueheng.wording import Text

STREAM = "runs"
BROKEN_OFF = Text("算到一半中断了，已重新开始", "It broke off half way and was begun again")
_WHY = "a run goes on"


@reading_snapshots()
def run_standard(
    by: Viewer,
    standard: str,
    label: str | None = None,
    progress: Progress | None = None,
    *,
    known_at: int | None = None,
    as_of: date | None = None,
    job: int | None = None,
) -> Run:
    """The finished run. `label`: the period as the reader says it, the current one without. On a snapshot taken now,
    or on the last one taken at or before `known_at` (microseconds since 1970); units and enrolments as on `as_of`, the
    period's last day without. Its subjects are those of the unit where
    the viewer's post is held, all of the server for the programme. `job`: in which it is computed.

    Raises PermissionRefused, RunError for a standard, period or record that cannot be evaluated, RunRefused where
    nothing is known of that moment, or `as_of` lies outside the period.
    """
    require(by, "manages", "runs")
    definition = runnable(library(), standard)
    period = period_as_of(period_for(library(), standard, label, by.day), as_of)
    snapshot = take_snapshot(by, progress) if known_at is None else snapshot_known_at(known_at)
    if snapshot is None:
        raise nothing_known()
    taken = layers_taken(standard, period)
    run = _begun(by, standard, definition.version, period, snapshot, job, taken)
    try:
        dataset = dataset_of(snapshots_folder(), snapshot, by.organisation)
        made = computed(library_with(taken), standard, dataset, period, progress)
        facts = {"snapshot": snapshot.digest, "known_at": snapshot.taken_at, "run": run.number}
        keep_results(made, dataset, results_of(run.number), facts)
        keep_burdens(snapshot, by.day)
    except BaseException as fault:
        _failed(by, run, fault)
        raise
    return _done(by, run, made)


def _begun(
    by: Viewer, standard: str, version: str, period: Period, snapshot: Manifest, job: int | None,
    taken: Sequence[TakenLayer],
) -> Run:  # fmt: skip
    definitions = keep_definitions(layer_files(taken))
    with transaction.atomic():
        if job is not None:
            said = {"zh": BROKEN_OFF.zh, "en": BROKEN_OFF.en}
            left = Run.objects.for_the_programme(_WHY).filter(job=job, state="running")
            left.update(state="failed", ended=now(), said=said)
        made: Run = Run.objects.create(
            standard=standard, version=version, window=period.window, label=period.label, first=period.start,
            last=period.end, as_of=period.as_of, snapshot=snapshot.number, snapshot_digest=snapshot.digest,
            known_at=snapshot.taken_at, definitions=definitions, job=job, organisation=by.organisation,
            person=by.person or None, post=by.post, begun=now(),
        )  # fmt: skip
        _note(by, made, "begin_run", {"standard": standard, "label": period.label, "snapshot": snapshot.digest})
    return made


def _done(by: Viewer, run: Run, made: Computed) -> Run:
    with transaction.atomic():
        rows = Run.objects.for_the_programme(_WHY).filter(pk=run.pk)
        rows.update(state="done", ended=now(), digests=made.digests, subjects=made.base.table.num_rows)
        _note(by, run, "end_run", {"results": made.digests.get("results", "")})
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
