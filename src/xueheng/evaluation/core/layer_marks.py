"""What an explanation says of layers at a node: what the base leaves open, what a layer changed, whose decision."""

from typing import Any

from xueheng.evaluation.core.formulas import exact_text
from xueheng.evaluation.core.measure_words import text_data
from xueheng.evaluation.core.scored import Scored
from xueheng.language.public import Changed, Decision, Opening

LOCKED = Opening()


def layer_marks(scored: Scored) -> dict[str, Any]:
    """`changed`: each change with its decision; `open`: its weight's bounds, room for leaves, bands; `locked`: none."""
    opened = _open(scored)
    return {
        "changed": [_changed(change) for change in scored.node.changed],
        "open": opened,
        "locked": opened is None and not scored.node.changed,
    }


def decision_data(decision: Decision) -> dict[str, Any]:
    """Whose decision it is: level, post, day, minute, the pack that says so, and where."""
    return {
        "owner": decision.owner,
        "pack": decision.pack,
        "title": text_data(decision.title),
        "by": decision.by,
        "post": text_data(decision.post),
        "on": None if decision.on is None else decision.on.isoformat(),
        "minute": decision.minute,
        "file": decision.place.file,
        "line": decision.place.line,
    }


def _changed(change: Changed) -> dict[str, Any]:
    return {"what": change.what, "before": change.before, "decision": decision_data(change.decision)}


def _open(scored: Scored) -> dict[str, Any] | None:
    own = scored.node.open or LOCKED
    above = scored.parent.node.open if scored.parent is not None else None
    bounds = next(((low, high) for code, low, high in (above or LOCKED).weigh if code == scored.node.code), None)
    if bounds is None and own.add is None and not own.raise_bands:
        return None
    return {
        "weigh": None if bounds is None else [exact_text(bounds[0]), exact_text(bounds[1])],
        "add": None if own.add is None else exact_text(own.add),
        "raise": own.raise_bands,
    }
