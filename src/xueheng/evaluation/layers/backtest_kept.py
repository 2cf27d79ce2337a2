"""What is kept of a backtest: counts by cause, each as it may be told to anybody and as it is. Nobody is named."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xueheng.evaluation.core.public import (
    CHANGED_WHAT,
    DIRECTIONS,
    KIND_WORDS,
    MOVED,
    Comparison,
    Evaluation,
    Handout,
    handouts,
    nodes_of,
)
from xueheng.evaluation.model_layers import SchoolLayer
from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.places import runs_folder
from xueheng.evaluation.visibility import WHOLE, standards_seen
from xueheng.identity.public import Viewer
from xueheng.language.public import Overlay
from xueheng.wording import Text

FOLDER = "layers"


def place_of(layer: SchoolLayer) -> Path:
    """Where the last backtest of a layer lies."""
    return runs_folder() / FOLDER / f"{layer.number}.json"


def text_digest(layer: SchoolLayer) -> str:
    """Which text was tried."""
    return hashlib.sha256(layer.text.encode()).hexdigest()


def backtest_said(
    layer: SchoolLayer, run: Run, overlay: Overlay, own: Evaluation, comparison: Comparison
) -> dict[str, Any]:
    """The counts, JSON-ready."""
    return {
        "run": str(run.number),
        "label": run.label,
        "known_at": run.known_at,
        "text": text_digest(layer),
        "both": comparison.both,
        "changes": [
            {
                "title": _text(c.title), "what": _text(CHANGED_WHAT[c.what]), "before": _text(c.before),
                "after": _text(c.after),
            }
            for c in comparison.changes
        ],
        "movements": [_movement(comparison, each) for each in handouts(comparison)],
        "leaves": [
            {"title": _text(node.title), "known": _known(own, node.code), "of": own.table.num_rows}
            for node in nodes_of(overlay.own.root)
            if any(change.what == "add" for change in node.changed)
        ],
    }  # fmt: skip


def _movement(comparison: Comparison, handout: Handout) -> dict[str, Any]:
    movement = handout.movement
    nodes = {**comparison.sides.before.tree.nodes, **comparison.sides.after.tree.nodes}
    causes = []
    for gap, found in ((False, movement.groups), (True, movement.gap_groups)):
        for (code, kind), count in found.most_common():
            title = nodes[code].title if code in nodes else Text(code, code)
            causes.append(
                {
                    "title": _text(title), "kind": kind, "gap": gap, "count": count,
                    "told": handout.causes.get(((code, kind), gap)),
                }
            )  # fmt: skip
    ways = {"same": comparison.both - movement.moved} | {way: movement.directions[way] for way in MOVED}
    return {
        "title": _text(movement.title),
        "moved": movement.moved,
        "points_only": movement.points_only,
        "ways": [
            {"way": way, "count": count, "told": handout.directions.get(way)} for way, count in ways.items() if count
        ],
        "causes": causes,
    }


def _known(own: Evaluation, code: str) -> int:
    """Of how many pupils an added leaf has a value."""
    column = next(each for each in own.columns if each.code == code)
    return sum(own.answer_at(row, column).state == "known" for row in range(own.table.num_rows))


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en or text.zh}


# -- read back ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Count:
    """A line with its number; None where fewer than ten people would be told of."""

    title: Text
    count: int | None
    kind: Text | None = None


@dataclass(frozen=True, slots=True)
class MovementTold:
    """One headline: which way how many went, and because of what; missing data apart from real change."""

    title: Text
    ways: tuple[Count, ...]
    causes: tuple[Count, ...]
    gaps: tuple[Count, ...]
    moved: bool


@dataclass(frozen=True, slots=True)
class BacktestTold:
    """A backtest as this viewer may see it. `stale`: the draft was changed since."""

    label: str
    run: str
    known_at: int
    made: int
    both: int | None
    stale: bool
    movements: tuple[MovementTold, ...]
    silent: tuple[Text, ...]
    partly: tuple[tuple[Text, int, int], ...]
    some_hidden: bool


def kept_backtest(viewer: Viewer, layer: SchoolLayer) -> BacktestTold | None:
    """The last backtest; None where there was none."""
    place = place_of(layer)
    if not place.is_file():
        return None
    kept = json.loads(place.read_text("utf-8"))
    whole = layer.standard in standards_seen(viewer, (WHOLE,))
    movements = tuple(_told(each, "count" if whole else "told") for each in kept["movements"])
    leaves = [(_said(leaf["title"]), leaf["known"], leaf["of"]) for leaf in kept["leaves"]]
    return BacktestTold(
        label=kept["label"], run=kept["run"], known_at=kept["known_at"], made=kept["made"], both=kept["both"],
        stale=kept["text"] != text_digest(layer), movements=movements,
        silent=tuple(title for title, known, _ in leaves if not known),
        partly=tuple((title, known, of) for title, known, of in leaves if whole and 0 < known < of),
        some_hidden=any(line.count is None for each in movements for line in (*each.ways, *each.causes, *each.gaps)),
    )  # fmt: skip


def _told(kept: Mapping[str, Any], number: str) -> MovementTold:
    def lines(gap: bool) -> tuple[Count, ...]:
        found = [each for each in kept["causes"] if each["gap"] == gap]
        return tuple(Count(_said(c["title"]), c[number], KIND_WORDS[c["kind"]]) for c in found)

    ways = tuple(Count(DIRECTIONS[way["way"]], way[number]) for way in kept["ways"])
    return MovementTold(_said(kept["title"]), ways, lines(False), lines(True), bool(kept["moved"]))


def _said(kept: Mapping[str, str]) -> Text:
    return Text(kept["zh"], kept["en"])
