"""A kept comparison in words."""

from collections.abc import Mapping
from typing import Any

from xueheng.evaluation.core.public import CHANGED_WHAT, DIRECTIONS, KIND_WORDS
from xueheng.wording import Text

Kept = Mapping[str, Any]


def comparison_told(kept: Kept) -> dict[str, Any]:
    """The template's words: counts, changes of the standard, and for each headline who moved and why."""
    return {
        **{name: kept[name] for name in ("both", "only_before", "only_after", "same_data")},
        "changes": [
            {
                "title": _text(each["title"]),
                "what": CHANGED_WHAT[each["what"]],
                "before": _text(each["before"]),
                "after": _text(each["after"]),
            }
            for each in kept["changes"]
        ],
        "movements": [_movement(each) for each in kept["movements"]],
    }


def _movement(kept: Kept) -> dict[str, Any]:
    return {
        "title": _text(kept["title"]),
        "moved": kept["moved"],
        "points_only": kept["points_only"],
        "directions": [(DIRECTIONS[way], count) for way, count in kept["directions"].items()],
        "causes": [
            {"title": _text(c["title"]), "kind": KIND_WORDS[c["kind"]], "felt": c["felt"], "main": c["main"]}
            for c in kept["causes"]
        ],
    }


def _text(said: Mapping[str, str]) -> Text:
    return Text(said["zh"], said["en"])
