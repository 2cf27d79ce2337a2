"""Explanations of a run with layers: the base's result and the layer's own of one subject, side by side."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any

from xueheng.evaluation.core.dataset import Dataset, Period
from xueheng.evaluation.core.explaining_plan import ExplainingPlan
from xueheng.evaluation.core.explanation import Explainer
from xueheng.evaluation.core.layer_marks import decision_data
from xueheng.evaluation.core.layers import layers_over, members_of
from xueheng.evaluation.core.measure_words import text_data
from xueheng.evaluation.core.refusals import RunError
from xueheng.language.public import Library, Overlay


def own_library(library: Library, layer: Overlay) -> Library:
    """The library with a layer's own tree in the place of its base."""
    return replace(library, standards={**library.standards, layer.base: layer.own})


@dataclass
class LayeredExplainer:
    """Explains subjects in a run with layers: planned and run once for the base and once for each layer."""

    base: Explainer
    own: Mapping[str, Explainer]
    layer_of: Mapping[str | int, Overlay]

    def explain(self, subject: str | int, code: str | None = None) -> dict[str, Any]:
        """The base's explanation; beside its `root`, `own` is the root in the layer (None without one, or where the
        base lacks the node), `overlay` the layer and whose decision it is. Records of both are listed once.
        """
        layer = self.layer_of.get(subject)
        own = self.own[layer.name].explain(subject, code) if layer is not None else None
        base = self._base(subject, code, added=own is not None)
        found = base if base is not None else {**(own or {}), "root": None}
        return {
            **found,
            "layer": "base",
            "base": found["root"],
            "own": own["root"] if own is not None else None,
            "overlay": overlay_data(layer) if layer is not None else None,
            "records": _united(found["records"], own["records"] if own else []),
            "record_ids": _united_ids(found["record_ids"], own["record_ids"] if own else {}),
        }

    def _base(self, subject: str | int, code: str | None, *, added: bool) -> dict[str, Any] | None:
        """None where only the layer has the node."""
        try:
            return self.base.explain(subject, code)
        except RunError:
            if code is None or not added:
                raise
            return None

    def close(self) -> None:
        """Let the engines go."""
        for explainer in (self.base, *self.own.values()):
            explainer.close()


def layered_explainer(
    library: Library, standard: str, overlays: Sequence[str], dataset: Dataset, period: Period,
    subjects: Sequence[str | int],
) -> LayeredExplainer:  # fmt: skip
    """Plans and runs what explains these subjects. Raises RunError as `evaluate_layers` does."""
    laid = layers_over(library, standard, overlays, period)
    layer_of = {subject: layer for layer in laid for subject in members_of(dataset, layer, period)}
    base = Explainer(library, standard, dataset, period, subjects)
    own = {}
    for layer in laid:
        mine = [subject for subject in subjects if layer_of.get(subject) is layer]
        if mine:
            own[layer.name] = Explainer(own_library(library, layer), standard, dataset, period, mine)
    return LayeredExplainer(base, own, layer_of)


@contextmanager
def explainer_over_kept(
    library: Library, standard: str, overlays: Sequence[str], dataset: Dataset, period: Period, subject: str | int,
    plan_of: Callable[[Overlay | None], ExplainingPlan],
) -> Iterator[LayeredExplainer]:  # fmt: skip
    """What explains one subject by plans that are kept: `plan_of` gives the base's (None) and a layer's own.

    Raises RunError as `evaluate_layers` does, and XH-R009 where the subject is not in the dataset.
    """
    laid = layers_over(library, standard, overlays, period)
    layer_of = {each: layer for layer in laid for each in members_of(dataset, layer, period)}
    mine = layer_of.get(subject)
    with ExitStack() as filled:
        base = filled.enter_context(plan_of(None).over(dataset, subject))
        own = {mine.name: filled.enter_context(plan_of(mine).over(dataset, subject))} if mine is not None else {}
        yield LayeredExplainer(base, own, layer_of)


def explain_layers(
    library: Library, standard: str, overlays: Sequence[str], dataset: Dataset, period: Period,
    subject: str | int, code: str | None = None,
) -> dict[str, Any]:  # fmt: skip
    """One subject's explanation with base and own, or of one node of it; see `LayeredExplainer.explain`."""
    explainer = layered_explainer(library, standard, overlays, dataset, period, [subject])
    try:
        return explainer.explain(subject, code)
    finally:
        explainer.close()


def explain_all_layers(
    library: Library, standard: str, overlays: Sequence[str], dataset: Dataset, period: Period,
    subjects: Sequence[str | int],
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Explanations of several subjects, in the order given; planned and run once."""
    explainer = layered_explainer(library, standard, overlays, dataset, period, subjects)
    try:
        for subject in subjects:
            yield explainer.explain(subject)
    finally:
        explainer.close()


def overlay_data(layer: Overlay) -> dict[str, Any]:
    """A layer as data: for whom it is and whose decision."""
    return {
        "pack": layer.name,
        "title": text_data(layer.title),
        "entity": layer.entity,
        "subject": layer.subject,
        "base": {"standard": layer.base, "version": layer.version, "digest": layer.digest},
        "decision": decision_data(layer.decision),
    }


def _united(first: list[dict[str, Any]], more: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Records of both, each once, by day."""
    found = {(record["type"], record["id"]): record for record in (*first, *more)}
    return sorted(found.values(), key=lambda r: (str(r["day"]), str(r["type"]), int(r["id"])))


def _united_ids(first: Mapping[str, list[int]], more: Mapping[str, list[int]]) -> dict[str, list[int]]:
    return {name: sorted({*first.get(name, ()), *more.get(name, ())}) for name in dict.fromkeys((*first, *more))}
