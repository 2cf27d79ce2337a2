"""Layers in a run: the base for everybody, and what each layer makes of it for its own people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xueheng.cli.documents.decision_words import decision_words
from xueheng.cli.documents.layer_differences import own_nodes
from xueheng.cli.evaluated_view import EvaluatedView, view_of
from xueheng.cli.level_table import say_levels
from xueheng.cli.outputs import Out
from xueheng.cli.progress import Waiting
from xueheng.cli.refusals import CommandRefused
from xueheng.cli.speech import Speech
from xueheng.cli.standard_choice import Choice
from xueheng.evaluation.core.public import (
    Dataset,
    Evaluation,
    Period,
    evaluate,
    evaluate_layers,
    own_library,
    write_results,
)
from xueheng.language.public import Library, Overlay
from xueheng.wording import Text

BASE, OWN = "base", "own"


@dataclass(frozen=True, slots=True)
class OwnResult:
    """What one layer makes of the base for those it holds for. `library`: with the layer's tree in the base's place."""

    layer: Overlay
    evaluation: Evaluation = field(repr=False)
    view: EvaluatedView = field(repr=False)
    library: Library = field(repr=False)


def evaluated(
    choice: Choice, dataset: Dataset, period: Period, waiting: Waiting
) -> tuple[Evaluation, tuple[OwnResult, ...]]:
    """The base's evaluation and the layers' own; all are computed in one run."""
    if not choice.layers:
        return evaluate(choice.library, choice.standard, dataset, period, progress=waiting), ()
    made = evaluate_layers(choice.library, choice.standard, choice.layers, dataset, period, progress=waiting)
    own = tuple(
        OwnResult(layer, made.own[name], view_of(made.own[name]), own_library(choice.library, layer))
        for name, layer in made.overlays.items()
    )
    return made.base, own


def refuse_half_a_run(out: Out, layers: Sequence[str]) -> None:
    """Two results do not fit into one table file: nobody should take one of them for the whole."""
    if layers and out.form in ("csv", "parquet"):
        raise CommandRefused(
            Text(
                f"带校本层的评价有两份结果（基准和校本），写不进一个 {out.path.suffix} 文件：{out.path}",
                f"A run with layers has two results, base and own; they do not fit into one file: {out.path}",
            ),
            Text(
                "请给一个文件夹（里面分 base 和 own），或一个 .xlsx。",
                "Give a folder (base and own stand in it side by side), or an .xlsx file.",
            ),
        )


def write_layered_folder(
    base: Evaluation, own: Sequence[OwnResult], library: Library, draft: Path, manifest: Mapping[str, object]
) -> None:
    """`base`, and `own` by the layer's pack, each a whole folder of results."""
    (draft / OWN).mkdir(parents=True)
    write_results(base, draft / BASE, manifest={**manifest, "layer": BASE}, library=library)
    for one in own:
        named = {**manifest, "layer": OWN, "overlay": one.layer.name}
        write_results(one.evaluation, draft / OWN / one.layer.name, manifest=named, library=one.library)


def say_layers(base: EvaluatedView, own: Sequence[OwnResult], speech: Speech) -> None:
    """For each layer: whose it is, who decided it, its levels, and for how many it makes a difference."""
    for one in own:
        entity, title = one.library.entities[one.layer.entity].title, one.layer.title
        whom = Text(f"{entity.zh} {one.layer.subject}", f"{entity.en or entity.zh} {one.layer.subject}")
        speech.heading(Text(f"校本结果：{title.zh}（{whom.zh}）", f"Own results: {title.en or title.zh} ({whom.en})"))
        speech.say(decision_words(one.layer.decision))
        subjects = len(one.view.subjects)
        if not subjects:
            speech.say(
                Text(
                    f"评价周期最后一天没有人属于“{one.layer.subject}”；请核对名册里的编号。",
                    f'Nobody belongs to "{one.layer.subject}" on the period\'s last day; compare the list of subjects.',
                )
            )
            continue
        differing = len(_differing(base, one))
        speech.say(
            Text(
                f"评价对象 {subjects:,} 个，其中 {differing:,} 个的校本结果与基准不同",
                f"Subjects: {subjects:,}; for {differing:,} of them the own result differs from the base",
            )
        )
        say_levels(one.view, one.library, speech)


def _differing(base: EvaluatedView, own: OwnResult) -> set[str | int]:
    """Those of whom a node that the base has too is published otherwise."""
    shared = [node.code for node in own_nodes(own.layer.own) if node.code in base.results.column_names]
    names = [name for name in shared if name in own.view.results.column_names]
    at = {subject: place for place, subject in enumerate(base.subjects)}
    found: set[str | int] = set()
    for name in names:
        before, now = base.results.column(name).to_pylist(), own.view.results.column(name).to_pylist()
        pairs = zip(own.view.subjects, now, strict=True)
        found.update(subject for subject, cell in pairs if before[at[subject]] != cell)
    return found
