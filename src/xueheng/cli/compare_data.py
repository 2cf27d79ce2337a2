"""A comparison as JSON: exact numbers are text, texts are {"zh", "en"}."""

from collections.abc import Iterable
from typing import Any

from xueheng.cli.compare_records import RecordChange
from xueheng.evaluation.core.public import MOST_LISTED, Comparison, Movement, Mover, ResultsFolder, Standing
from xueheng.wording import Text


def comparison_data(comparison: Comparison, records: Iterable[RecordChange] | None) -> dict[str, Any]:
    """Everything that was found; movers in order of numbers, at most MOST_LISTED of each headline."""
    return {
        "standard": comparison.sides.after.results.standard,
        "before": _side(comparison.sides.before.results),
        "after": _side(comparison.sides.after.results),
        "same_data": comparison.same_data,
        "subjects": {
            "both": comparison.both,
            "only_before": list(comparison.only_before),
            "only_after": list(comparison.only_after),
        },
        "changes": [
            {
                "code": c.code,
                "title": _text(c.title),
                "what": c.what,
                "before": _text(c.before),
                "after": _text(c.after),
                "decision": None if c.decision is None else _text(c.decision),
            }
            for c in comparison.changes
        ],
        "headlines_on_one_side": list(comparison.lost_headlines),
        "movements": [_movement(movement) for movement in comparison.movements],
        "leaves": [
            {
                "code": leaf.code,
                "title": _text(leaf.title),
                "why_value": leaf.kind,
                "value": leaf.value,
                "points_at_same_value": leaf.points,
                "missing_now": leaf.lost,
                "missing_before": leaf.found,
                "does_not_apply_now": leaf.left,
                "did_not_apply_before": leaf.joined,
            }
            for leaf in comparison.leaves
        ],
        "records": None if records is None else [_record(record) for record in records],
    }


def _side(folder: ResultsFolder) -> dict[str, Any]:
    period = folder.period
    return {
        "folder": str(folder.path),
        "version": folder.version,
        "period": {"label": period.label, "start": period.start.isoformat(), "end": period.end.isoformat()},
        "layer": folder.layer,
        "overlay": folder.overlay,
        "subjects": folder.rows,
        "digests": dict(folder.digests),
    }


def _movement(movement: Movement) -> dict[str, Any]:
    return {
        "code": movement.ladder.code,
        "title": _text(movement.title),
        "levels": [{"code": code, "title": _text(movement.ladder.title(code))} for code in movement.ladder.order],
        "matrix": [{"before": w, "after": n, "subjects": count} for (w, n), count in sorted(movement.matrix.items())],
        "moved": movement.moved,
        "directions": {str(way): count for way, count in movement.directions.items()},
        "same_level_other_points": movement.points_only,
        "causes": [
            {
                "node": node,
                "kind": kind,
                "movers": count.felt,
                "main_for": count.main,
                "gave_millionths": count.gave,
                "took_millionths": count.took,
            }
            for (node, kind), count in movement.causes.items()
        ],
        "most_listed": MOST_LISTED,
        "movers": [_mover(mover) for mover in movement.movers],
    }


def _mover(mover: Mover) -> dict[str, Any]:
    return {
        "subject": mover.subject,
        "direction": mover.direction,
        "before": _standing(mover.before),
        "after": _standing(mover.after),
        "difference": None if mover.difference is None else str(mover.difference),
        "main": {"node": mover.main[0], "kind": mover.main[1]},
        "missing_data": mover.gap,
        "lacking": list(mover.lacking),
        "causes": [
            {"node": c.node, "kind": c.kind, "points": str(c.points), "facts": dict(c.facts)} for c in mover.causes
        ],
    }


def _standing(standing: Standing) -> dict[str, Any]:
    points = None if standing.points is None else str(standing.points)
    return {"label": standing.label, "points": points, "shown": standing.shown}


def _record(record: RecordChange) -> dict[str, Any]:
    return {
        "subject": record.subject,
        "leaf": record.leaf,
        "what": record.what,
        "type": _text(record.type),
        "day": record.day,
        "ref": record.ref,
        "before": None if record.before is None else _text(record.before),
        "after": None if record.after is None else _text(record.after),
    }


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en or text.zh}
