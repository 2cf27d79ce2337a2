"""Who sees, writes and chooses: the class's own teacher, the school, the pupil and her guardians; nobody else.

The rights stand in the kernel's table of posts: who `manages` reports writes those of the classes reached; who `sees`
them reads them there once they are checked; a pupil and her guardians read their own once it is given out.
"""

from django.db.models import Q

from xueheng.identity.public import NOTHING, Viewer, declare_rule, narrowings, within_reach
from xueheng.publication.model_reports import (
    AGAIN,
    CHECKED,
    FINISHED,
    WRITING,
    ClassReports,
    ReportFile,
    ReportPick,
    TermReport,
)

KIND = "term_reports"
WHOLE = ""
OPEN_STATES = (WRITING, AGAIN)


def _reached(viewer: Viewer, *verbs: str) -> Q:
    """Rows of the classes that the viewer's post reaches, where it has one of these rights in full."""
    if viewer.post is None or not any(WHOLE in narrowings(viewer, verb, KIND) for verb in verbs):
        return NOTHING
    return within_reach(viewer, "organisation")


def class_rule(viewer: Viewer, act: str) -> Q:
    """A class's reports: `write` for who makes them, `see` also for who reads them."""
    if act == "write":
        return _reached(viewer, "manages")
    return _reached(viewer, "manages", "sees") if act == "see" else NOTHING


def report_rule(viewer: Viewer, act: str) -> Q:
    """`see` what it says, `list` that it is there, `write` it, `choose` what goes in."""
    own = Q(pupil__in=viewer.own_people) if viewer.post is None else NOTHING
    if act == "see":
        checked = _reached(viewer, "sees") & Q(state__in=(CHECKED, FINISHED))
        return _reached(viewer, "manages") | checked | (own & Q(state=FINISHED))
    if act == "list":
        return _reached(viewer, "manages", "sees") | (own & ~Q(kind=""))
    if act == "write":
        return _reached(viewer, "manages")
    return own & Q(state__in=OPEN_STATES) & ~Q(kind="") if act == "choose" else NOTHING


def pick_rule(viewer: Viewer, act: str) -> Q:
    """With the report."""
    return Q(report__in=TermReport.objects.visible_to(viewer, act=act).values("number"))


def file_rule(viewer: Viewer, act: str) -> Q:
    """Files hold the whole class: they go to who makes them."""
    del act
    return Q(reports__in=ClassReports.objects.visible_to(viewer, act="write").values("number"))


declare_rule(ClassReports, class_rule)
declare_rule(TermReport, report_rule)
declare_rule(ReportPick, pick_rule)
declare_rule(ReportFile, file_rule)
