"""Two runs of one standard compared: how many moved, which way, and what made it. The answer is kept and read again."""

import json
from pathlib import Path
from typing import Any

from xueheng.evaluation.computing import Progress
from xueheng.evaluation.core.public import Comparison, Movement, compare, open_results
from xueheng.evaluation.kept_results import base_folder
from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.places import runs_folder
from xueheng.evaluation.refusals import not_comparable
from xueheng.identity.public import Viewer, require
from xueheng.trust.public import write_over
from xueheng.wording import Text

FOLDER = "compared"
MOST_CAUSES = 20


def compare_runs(by: Viewer, before: int, after: int, progress: Progress | None = None) -> None:
    """Compare, and keep what came out. Raises PermissionRefused, RunRefused, RunError where results were changed."""
    runs = runs_to_compare(by, before, after)

    def told(said: Text, done: int, of: int) -> None:
        if progress is not None:
            progress(done, of, said)

    made = compare(open_results(base_folder(runs[0].number)), open_results(base_folder(runs[1].number)), told)
    place = _place(before, after)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_over(place, json.dumps(_said(made), ensure_ascii=False).encode())


def runs_to_compare(by: Viewer, before: int, after: int) -> tuple[Run, Run]:
    """Both runs, finished ones of one standard. Raises PermissionRefused, RunRefused."""
    require(by, "manages", "runs")
    rows = Run.objects.visible_to(by).filter(state="done").in_bulk([before, after])
    if len(rows) != 2 or rows[before].standard != rows[after].standard:
        raise not_comparable()
    return rows[before], rows[after]


def kept_comparison(by: Viewer, before: int, after: int) -> dict[str, Any] | None:
    """What was kept of a comparison; None where there was none yet. Raises PermissionRefused, RunRefused."""
    runs_to_compare(by, before, after)
    place = _place(before, after)
    return json.loads(place.read_text("utf-8")) if place.is_file() else None


def _place(before: int, after: int) -> Path:
    return runs_folder() / FOLDER / f"{before}-{after}.json"


def _said(made: Comparison) -> dict[str, Any]:
    """Counts alone: no subject is named."""
    return {
        "both": made.both,
        "only_before": len(made.only_before),
        "only_after": len(made.only_after),
        "same_data": made.same_data,
        "changes": [
            {
                "title": _text(c.title),
                "what": c.what,
                "before": _text(c.before),
                "after": _text(c.after),
            }
            for c in made.changes
        ],
        "movements": [_movement(made, movement) for movement in made.movements],
    }


def _movement(made: Comparison, movement: Movement) -> dict[str, Any]:
    nodes = {**made.sides.before.tree.nodes, **made.sides.after.tree.nodes}
    causes = sorted(movement.causes.items(), key=lambda each: (-each[1].main, -each[1].felt, each[0]))
    return {
        "title": _text(movement.title),
        "moved": movement.moved,
        "points_only": movement.points_only,
        "directions": {way: count for way, count in movement.directions.items() if count},
        "causes": [
            {
                "title": _text(nodes[code].title) if code in nodes else {"zh": code, "en": code},
                "kind": kind,
                "felt": count.felt,
                "main": count.main,
            }
            for (code, kind), count in causes[:MOST_CAUSES]
        ],
    }


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en or text.zh}
