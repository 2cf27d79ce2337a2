"""Results of a standard on a snapshot, in a folder: the same for the first time and for computing again."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from xueheng.evaluation.core.public import (
    Dataset,
    Evaluation,
    Limit,
    Period,
    evaluate,
    evaluate_layers,
    own_library,
    write_results,
)
from xueheng.evaluation.distributions.counting import keep_counts
from xueheng.evaluation.distributions.indicators import parts_of
from xueheng.evaluation.own_layers import with_layers
from xueheng.evaluation.places import BASE, OWN
from xueheng.evaluation.requirements.keeping import keep_requirements, limits_told
from xueheng.evaluation.unit_explanations import keep_explanations
from xueheng.identity.public import grades_on
from xueheng.language.public import Library
from xueheng.wording import Text

Progress = Callable[[int, int, Text], None]


@dataclass(frozen=True, slots=True)
class Computed:
    """The base's results, and those of each school's own layer by its pack, with the library that they stand in.
    `limits`: by leaf what units' values are held against.
    """

    base: Evaluation
    own: Mapping[str, Evaluation]
    library: Library
    limits: Mapping[str, Limit] = field(default_factory=dict)

    @property
    def digests(self) -> dict[str, str]:
        """Of pack, dataset, leaves and results; of a layer's as `own.PACK.leaves` and so on."""
        of_layers = {
            f"{OWN}.{name}.{what}": made.digests[what]
            for name, made in self.own.items()
            for what in ("leaves", "results")
        }
        return {**self.base.digests, **of_layers}


def computed(
    library: Library, standard: str, dataset: Dataset, period: Period, progress: Progress | None = None
) -> Computed:
    """Base and own results. Raises RunError."""

    def told(said: Text, done: int, of: int) -> None:
        if progress is not None:
            progress(done, of, said)

    limits = limits_told(library, standard, dataset, period)
    library, layers = with_layers(library, standard, period)
    if not layers:
        return Computed(evaluate(library, standard, dataset, period, progress=told), {}, library, limits)
    made = evaluate_layers(library, standard, layers, dataset, period, progress=told)
    return Computed(made.base, made.own, library, limits)


def keep_results(made: Computed, dataset: Dataset, folder: Path, facts: Mapping[str, object]) -> None:
    """The results in their folder, with what pages read beside them: complete, or not there. With layers: `base`, and
    `own` by the layer's pack. `dataset`: what they were computed from.
    """
    draft = folder.with_name(f".{folder.name}")
    shutil.rmtree(draft, ignore_errors=True)
    draft.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not made.own:
        write_results(made.base, draft, manifest=facts, library=made.library)
    else:
        write_results(made.base, draft / BASE, manifest={**facts, "layer": BASE}, library=made.library)
        for name, evaluation in made.own.items():
            layered = own_library(made.library, made.library.overlays[name])
            named = {**facts, "layer": OWN, "overlay": name}
            write_results(evaluation, draft / OWN / name, manifest=named, library=layered)
    base = draft / BASE if made.own else draft
    keep_counts(base, parts_of(made.base.standard), grades_on, made.base.period.tree_day)
    keep_requirements(made.base, made.library, made.limits, base)
    standard, period = made.base.standard.name, made.base.period
    keep_explanations(made.library, standard, sorted(made.own), dataset, period, made.base.subjects, base)
    draft.rename(folder)
