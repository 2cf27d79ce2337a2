"""One measure for everything it is a measure of, pinned to a snapshot: a figure with the run that it comes from."""

import hashlib
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db import transaction

from xueheng.evaluation.actions.run_standard import STREAM
from xueheng.evaluation.computing import Progress
from xueheng.evaluation.core.public import Period, measure_values, value_text, window_period
from xueheng.evaluation.definitions_kept import keep_definitions
from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.refusals import measure_unknown
from xueheng.evaluation.snapshot_dataset import dataset_of
from xueheng.evidence.public import snapshots_folder, take_snapshot
from xueheng.identity.public import Viewer, library, require
from xueheng.language.public import Library, Type
from xueheng.trust.public import canonical_json, now, write_journal

MEASURE, SCHOOL_YEAR = "measure", "school_year"


@dataclass(frozen=True, slots=True)
class MeasureRun:
    """The run, and the values by entity and subject: as published, exactly, None where missing."""

    run: Run
    values: dict[tuple[str, str], "MeasureValue"]


@dataclass(frozen=True, slots=True)
class MeasureValue:
    """A value as people read it, and exactly (a fraction, or a code); both None where it is missing."""

    shown: str | None
    exact: str | None


def run_measure(by: Viewer, measure: str, label: str | None = None, progress: Progress | None = None) -> MeasureRun:
    """Every value of the measure on a snapshot taken now. Raises PermissionRefused, RunError, RunRefused."""
    require(by, "manages", "runs")
    known = library()
    types = types_of(known, measure)
    period = period_of(known, measure, label, by)
    snapshot = take_snapshot(by, progress)
    begun = now()
    found = measure_values(known, [measure], dataset_of(snapshots_folder(), snapshot, by.organisation), period)
    values = {
        (entity, str(subject)): _value(cell, types[entity])
        for (_, entity), cells in found.items()
        for subject, cell in cells.items()
    }
    with transaction.atomic():
        run: Run = Run.objects.create(
            what=MEASURE, organisation=by.organisation, standard=measure,
            version=known.packs[measure.partition(".")[0]].version,
            window=period.window, label=period.label, first=period.start, last=period.end, state="done",
            snapshot=snapshot.number, snapshot_digest=snapshot.digest, known_at=snapshot.taken_at,
            digests={"dataset": snapshot.digest, "values": digest_of_values(values)}, subjects=len(values),
            definitions=keep_definitions(), person=by.person or None, post=by.post, begun=begun, ended=now(),
        )  # fmt: skip
        write_journal(
            STREAM, "run_measure", actor=by.person or None, post=by.post, about=[("run", int(run.number))],
            detail={"measure": measure, "values": run.digests["values"]},
        )  # fmt: skip
    return MeasureRun(run, values)


def types_of(known: Library, measure: str) -> dict[str, Type]:
    """The value's type for each entity that the measure is of. Raises RunRefused for a measure nobody declares."""
    found = {entity: made.type for (name, entity), made in known.measures.items() if name == measure}
    if not found:
        raise measure_unknown(measure)
    return found


def digest_of_values(values: dict[tuple[str, str], MeasureValue]) -> str:
    """SHA-256 over the exact values in order of entity and subject."""
    told = [[entity, subject, each.exact] for (entity, subject), each in sorted(values.items())]
    return hashlib.sha256(canonical_json(told).encode()).hexdigest()


def _value(cell: Any, type_: Type) -> MeasureValue:
    if cell is None:
        return MeasureValue(None, None)
    exact = str(Fraction(cell)) if isinstance(cell, (Fraction, int)) and not isinstance(cell, bool) else str(cell)
    return MeasureValue(value_text(cell, type_), exact)


def period_of(known: Library, measure: str, label: str | None, by: Viewer) -> Period:
    """The period that is meant, in the window of its pack's standards; the school year where it has none."""
    pack = measure.partition(".")[0]
    windows = (each.period for each in known.standards.values() if each.name.partition(".")[0] == pack)
    return window_period(known.calendar_for(pack), next(windows, SCHOOL_YEAR), label, by.day)
