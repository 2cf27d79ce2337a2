"""Examples of what must be refused: a layer's changes tried over its base, and the ids that refuse them."""

from collections.abc import Iterable
from dataclasses import replace

from xueheng.language.issues import Issue
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.nodes import entries
from xueheng.language.meaning.overlays import base_of, overlay_over, written_changes
from xueheng.language.meaning.overlays_leaves import LAYER
from xueheng.language.meaning.protections import check_added
from xueheng.language.positions import Node
from xueheng.language.shape import check_changes
from xueheng.language.worked_definitions import WorkedExample
from xueheng.wording import Text

NO_LAYER = Text("这个包没有校本层", "not tried: this pack has no layer")
ACCEPTED = Text("没有被拒绝", "accepted")


def check_refusals(checking: Checking, examples: Iterable[WorkedExample]) -> None:
    """XH-W006 for each example that is not refused by exactly the id it names."""
    for example in examples:
        if example.refusal is None:
            continue
        pack = example.name.partition(".")[0]
        if pack not in checking.overlays:
            if "overlay" not in checking.shelf.packs[pack].files:
                _report(checking, example, NO_LAYER)
            continue
        errors = [issue for issue in tried(checking, pack, example.refusal.changes) if issue.severity == "error"]
        if {issue.rule for issue in errors} != {example.refusal.error}:
            _report(checking, example, _said(errors) if errors else ACCEPTED)


def tried(checking: Checking, pack: str, changes: Node) -> list[Issue]:
    """What is said about a layer with these changes in place of its own at the same nodes; nothing is kept of it."""
    misshapen = check_changes(changes)
    base = base_of(checking, pack)
    if misshapen or base is None:
        return misshapen
    own_leaves = f"{pack}.{LAYER}."
    trial = replace(
        checking,
        issues=[],
        measures={key: made for key, made in checking.measures.items() if not key[0].startswith(own_leaves)},
        populations=dict(checking.populations),
    )
    root = checking.shelf.packs[pack].files["overlay"]
    written = {**written_changes(root), **{entry.key.text: (entry.key, entry.value) for entry in entries(changes)}}
    made = overlay_over(trial, pack, root, base, written)
    if made is not None:
        check_added(trial, made)
    return trial.issues


def _report(checking: Checking, example: WorkedExample, found: Text) -> None:
    wanted = example.refusal.error if example.refusal else ""
    checking.report("XH-W006", example.place, example=example.name.partition(".")[2], wanted=wanted, found=found)


def _said(errors: list[Issue]) -> Text:
    """What refused it instead, in full."""
    return Text(
        "被 " + "；".join(f"{one.rule} {one.text.zh}" for one in errors) + " 拒绝",
        "refused by " + "; ".join(f"{one.rule} {one.text.en}" for one in errors),
    )
