"""A backtest (回测): a school's layer on the records of a run of the past, beside the base on the same records."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.db import transaction

from xueheng.evaluation.computing import Progress
from xueheng.evaluation.core.public import compare, evaluate_layers, open_results, own_library, write_results
from xueheng.evaluation.erasing import erased_words
from xueheng.evaluation.layers.backtest_kept import backtest_said, place_of
from xueheng.evaluation.layers.journal import note
from xueheng.evaluation.layers.laying import base_as_it_was, laid, school_of, with_laid
from xueheng.evaluation.layers.one_layer import layer_to_write
from xueheng.evaluation.layers.refusals import base_changed, has_errors, run_not_usable
from xueheng.evaluation.model_layers import SchoolLayer
from xueheng.evaluation.model_runs import STANDARD, Run
from xueheng.evaluation.refusals import snapshot_gone
from xueheng.evaluation.snapshot_dataset import dataset_of
from xueheng.evidence.public import reading_snapshots, snapshot_numbered, snapshots_folder
from xueheng.identity.public import Viewer
from xueheng.language.public import Overlay
from xueheng.trust.public import now, write_over
from xueheng.wording import Text


@reading_snapshots()
def backtest_layer(by: Viewer, number: int, run_number: int, progress: Progress | None = None) -> None:
    """Compute both and keep who would stand elsewhere, and why, in counts. Raises PermissionRefused, LayerRefused,
    RunRefused, RunError.
    """
    layer, run, overlay = to_backtest(by, number, run_number)
    snapshot = snapshot_numbered(run.snapshot)
    if snapshot is None:
        raise snapshot_gone()
    told = _teller(progress)
    told(Text("读当时的记录", "Reading the records of then"), 0, 0)
    dataset = dataset_of(snapshots_folder(), snapshot, int(layer.organisation))
    packs = with_laid([laid(layer, school_of(layer))])
    packs = replace(packs, overlays={**packs.overlays, layer.pack: overlay})
    aside = Path(mkdtemp(prefix="backtest-"))
    try:
        made = evaluate_layers(packs, layer.standard, [layer.pack], dataset, run.period, progress=told)
        facts = {"snapshot": snapshot.digest}
        write_results(made.base, aside / "base", manifest=facts, library=packs)
        own = own_library(packs, overlay)
        write_results(made.own[layer.pack], aside / "own", manifest={**facts, "layer": "own"}, library=own)
        comparison = compare(open_results(aside / "base"), open_results(aside / "own"), told)
        _keep(layer, backtest_said(layer, run, overlay, made.own[layer.pack], comparison))
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    with transaction.atomic():
        note(by, layer, "backtest_layer", run=int(run.number))


def to_backtest(by: Viewer, number: int, run_number: int) -> tuple[SchoolLayer, Run, Overlay]:
    """The layer, the run and the layer as laid, for the school's own pupils. Raises PermissionRefused, LayerRefused."""
    layer = layer_to_write(by, number)
    if not base_as_it_was(layer):
        raise base_changed()
    made = laid(layer, school_of(layer))
    if made.overlay is None:
        raise has_errors(len(made.errors))
    run = usable_runs(by, layer).filter(pk=run_number).first()
    if run is None or erased_words(run) is not None:
        raise run_not_usable()
    return layer, run, replace(made.overlay, subject=str(layer.organisation))


def usable_runs(by: Viewer, layer: SchoolLayer) -> Any:
    """The finished runs of the same standard that the viewer sees, the last first."""
    rows = Run.objects.visible_to(by).filter(what=STANDARD, standard=layer.standard, state="done", erased=0, expired=0)
    return rows.order_by("-begun")


def _keep(layer: SchoolLayer, said: Mapping[str, Any]) -> None:
    place = place_of(layer)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_over(place, json.dumps({**said, "made": now()}, ensure_ascii=False).encode())


def _teller(progress: Progress | None) -> Any:
    """Progress as the evaluation tells it: words first."""

    def told(said: Text, done: int = 0, of: int = 0) -> None:
        if progress is not None:
            progress(done, of, said)

    return told
