"""The base as it was when a layer was begun over it: so that a later base can be told from it, node by node.

It is kept with the first layer begun over it, under its digest. For a layer of before, the results of a run that was
computed by that base have it too.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xueheng.evaluation.core.public import CHANGED_WHAT, standard_changes, tree_data
from xueheng.evaluation.kept_results import base_folder
from xueheng.evaluation.model_layers import SchoolLayer
from xueheng.evaluation.model_runs import STANDARD, Run
from xueheng.evaluation.places import runs_folder
from xueheng.identity.public import library
from xueheng.language.public import Standard
from xueheng.trust.public import write_over

FOLDER, TREE = Path("layers") / "bases", "tree.json"
RUNS_LOOKED_AT = 100
_WHY = "the base of a layer, of which a run has the tree"


def keep_base(standard: Standard) -> None:
    """Keep a base as it is now, where it is not kept already."""
    place = _place(standard.digest_meaning)
    if place.is_file():
        return
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    tree = tree_data(library(), standard)
    write_over(place, (json.dumps(tree, ensure_ascii=False, separators=(",", ":")) + "\n").encode())


def changed_since(layer: SchoolLayer) -> list[dict[str, Any]] | None:
    """What the base says otherwise now, a line each; None where the base of then is not to be had."""
    now = library().standards.get(layer.standard)
    then = _tree_then(layer) if now is not None else None
    if now is None or then is None:
        return None
    return [
        {"title": c.title, "what": CHANGED_WHAT[c.what], "before": c.before, "after": c.after}
        for c in standard_changes(then, tree_data(library(), now))
    ]


def _tree_then(layer: SchoolLayer) -> dict[str, Any] | None:
    trees = (_read(path) for path in _places(layer))
    return next((tree for tree in trees if tree and tree["standard"]["digest_meaning"] == layer.digest), None)


def _places(layer: SchoolLayer) -> Iterator[Path]:
    yield _place(layer.digest)
    runs = Run.objects.for_the_programme(_WHY).filter(what=STANDARD, standard=layer.standard, state="done")
    for number in runs.order_by("-begun").values_list("pk", flat=True)[:RUNS_LOOKED_AT]:
        yield base_folder(number) / TREE


def _place(digest: str) -> Path:
    return runs_folder() / FOLDER / f"{digest}.json"


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found
