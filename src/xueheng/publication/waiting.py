"""What waits for a viewer in reports: works to choose, reports to check. For the home page."""

from xueheng.identity.public import Viewer
from xueheng.publication.model_reports import TermReport
from xueheng.publication.visibility import OPEN_STATES


def to_choose(viewer: Viewer) -> list[int]:
    """Reports in which the pupil, or a guardian for her, has not said yet which works go in."""
    rows = TermReport.objects.visible_to(viewer, act="choose").filter(chosen=False)
    return [int(number) for number in rows.order_by("-number").values_list("pk", flat=True)[:20]]


def to_check(viewer: Viewer) -> int:
    """How many drafted reports the viewer has not checked yet; at most 1,001."""
    rows = TermReport.objects.visible_to(viewer, act="write").filter(state__in=OPEN_STATES).exclude(kind="")
    return len(rows.values_list("pk", flat=True)[:1_001])
