"""Runs, results and standards as the interface shows them."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from xueheng.evaluation.core.public import Evaluation, period_for, tree_data
from xueheng.evaluation.public import Run, base_folder, live_results, row_of, sees_result
from xueheng.identity.public import Viewer, library, refused
from xueheng.web.api.problems import Refused
from xueheng.web.api.records_shown import written_moment
from xueheng.wording import Text


def runs_shown(rows: Sequence[Run]) -> list[dict[str, Any]]:
    """Runs with what they are of."""
    return [
        {
            "number": str(row.pk),
            "standard": row.standard,
            "version": row.version,
            "period": row.label,
            "first": row.first,
            "last": row.last,
            "state": row.state,
            "known_at": written_moment(row.known_at),
            "snapshot": row.snapshot_digest,
            "digests": row.digests,
            "subjects": row.subjects,
            "ended": None if row.ended is None else written_moment(row.ended),
        }
        for row in rows
    ]


def run_of(viewer: Viewer, number: int) -> Run:
    """A run within sight. Raises Refused, for one that is not there alike."""
    found: Run | None = Run.objects.visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise Refused(
            "not_found",
            Text(
                "没有找到这个评价批次，或者它还不向您的任职开放", "there is no such run, or it is not open to your post"
            ),
            Text("能看哪些，由业务包给任职的权限决定。", "The packs grant posts what they may see."),
        )
    return found


def run_result(viewer: Viewer, number: int, subject: int) -> dict[str, Any]:
    """One subject's published results in a run. Raises PermissionRefused, Refused."""
    run = run_of(viewer, number)
    if not sees_result(viewer, run.standard, subject):
        raise refused("sees", run.standard)
    row = row_of(base_folder(int(run.pk)), subject)
    if row is None:
        raise Refused("not_found", Text("这个批次里没有此人的结果", "the run has no result of this subject"))
    return {"run": str(run.pk), "subject": str(subject), "results": {k: v for k, v in row.items() if k != "subject"}}


def live_result(viewer: Viewer, standard: str, label: str | None, subject: int) -> dict[str, Any]:
    """What the record says of a subject now. Raises PermissionRefused, Refused, RunError."""
    if standard not in library().standards:
        raise standard_unknown(standard)
    if not sees_result(viewer, standard, subject):
        raise refused("sees", standard)
    period = period_for(library(), standard, label, viewer.day)
    found = live_results(standard, period, subject)
    if not found.subjects:
        raise Refused("not_found", Text("此人不在评价范围", "the standard does not apply to this subject"))
    return {
        "subject": str(subject),
        "standard": standard,
        "version": found.standard.version,
        "period": period.label,
        "first": period.start,
        "last": period.end,
        "nodes": nodes_of(found),
    }


def nodes_of(found: Evaluation) -> list[dict[str, Any]]:
    """Each node's answer for the one subject."""
    nodes = []
    for column in found.columns:
        answer = found.answer_at(0, column)
        points = _exact(answer.points)
        nodes.append(
            {"code": column.code, "leaf": column.leaf, "state": answer.state, "shown": _text(answer.shown),
             "points": points, "level": answer.level}
        )  # fmt: skip
    return nodes


def _text(shown: object) -> str | None:
    return None if shown is None else str(shown)


def _exact(points: Fraction | None) -> str | None:
    return None if points is None else str(points)


def standards_shown() -> list[dict[str, Any]]:
    """The standards in force, in brief."""
    return [
        {
            "name": name,
            "title": {"zh": standard.title.zh, "en": standard.title.en or standard.title.zh},
            "version": standard.version,
            "of": standard.of,
        }
        for name, standard in library().standards.items()
    ]


def standard_tree(name: str) -> dict[str, Any]:
    """A standard with its nodes. Raises Refused."""
    found = library().standards.get(name)
    if found is None:
        raise standard_unknown(name)
    return tree_data(library(), found)


def standard_unknown(name: str) -> Refused:
    """No pack in use has it."""
    return Refused(
        "not_found",
        Text(f"没有“{name}”这个标准", f'there is no standard "{name}"'),
        Text("请从 /standards 里选。", "Choose one of /standards."),
    )
