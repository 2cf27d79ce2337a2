"""Layers: the base for everybody, and each layer's own tree for those who belong to it."""

from collections.abc import Mapping

from tests.reference_evaluator.evaluator import Run, evaluate_tree
from tests.reference_evaluator.nodes import Answer
from tests.reference_evaluator.rows import Id, World
from xueheng.evaluation.core.dataset import Dataset, Period
from xueheng.language.library_definitions import Library
from xueheng.language.standard_definitions import Overlay

Answers = Mapping[Id, Mapping[str, Answer]]


def belongs(world: World, overlay: Overlay, entity: str, subject: Id) -> bool:
    """Whether a subject is, or belongs to, the one a layer holds for, on the period's last day."""
    if entity == overlay.entity:
        return subject == overlay.subject
    span = world.span(entity, subject, world.end)
    return span is not None and span.values.get(overlay.entity) == overlay.subject


def evaluate_layers(library: Library, standard: str, dataset: Dataset, period: Period) -> dict[str, Answers]:
    """Answers under `base`, and under the name of each pack with a layer over this standard."""
    run = Run(library, dataset, period)
    definition = library.standards[standard]
    found: dict[str, Answers] = {"base": evaluate_tree(run, definition)}
    for pack, overlay in library.overlays.items():
        if overlay.base == standard:
            everybody = evaluate_tree(run, overlay.own)
            found[pack] = {s: a for s, a in everybody.items() if belongs(run.world, overlay, definition.of, s)}
    return found
