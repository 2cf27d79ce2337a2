"""What the pages around reports say: which classes may be begun, how far a class is, what is a family's own."""

from typing import Any

from xueheng.identity.public import Organisation, Viewer, may, names_on, units_reached
from xueheng.publication.model_reports import BUNDLE, FINISHED, PDF, ClassReports, ReportFile, TermReport
from xueheng.publication.papers.lacking_signs import Lacking, lacking_in
from xueheng.publication.periods import period_title
from xueheng.publication.report_tables import counts_of
from xueheng.publication.told_reports import names_in, status_of, told_reports
from xueheng.publication.visibility import KIND, OPEN_STATES
from xueheng.shell.public import job_of, moment_shown
from xueheng.trust.public import now
from xueheng.wording import Text

MOST = 60
FILE_TITLES = {
    PDF: Text("全班一份 PDF", "One PDF of the class"),
    BUNDLE: Text("每人一份 docx 和 PDF（压缩包）", "A docx and a PDF of each pupil (archive)"),
}
_CLASS = "class"


def class_choices(viewer: Viewer) -> list[tuple[str, str]]:
    """The classes whose reports the viewer writes, by name."""
    if not may(viewer, "manages", KIND):
        return []
    rows = Organisation.objects.visible_to(viewer).filter(pk__in=units_reached(viewer), kind=_CLASS)
    names = names_on(list(rows.values_list("pk", flat=True)), viewer.day)
    return sorted(((str(number), name) for number, name in names.items()), key=lambda one: one[1])


def class_context(viewer: Viewer, found: ClassReports) -> dict[str, Any]:
    """How far the class is, what the viewer may do, which files there are."""
    counts = counts_of([found])[int(found.pk)]
    writes = ClassReports.objects.visible_to(viewer, act="write").filter(pk=found.pk).exists()
    files = ReportFile.objects.visible_to(viewer).filter(reports=found, until__gt=now()) if writes else []
    return {
        "found": found,
        "lacking": _lacking(viewer, found) if writes and counts["drafted"] else [],
        "counts": counts,
        "left": counts["drafted"] - counts["checked"],
        "writes": writes,
        "files": [
            {"kind": f.kind, "title": FILE_TITLES[f.kind], "made": moment_shown(f.made), "until": moment_shown(f.until)}
            for f in files
        ],
        "all_checked": bool(counts["drafted"]) and counts["checked"] >= counts["drafted"],
        "all_finished": bool(counts["drafted"]) and counts["finished"] >= counts["drafted"],
        "job": job_of(viewer, int(found.job)) if writes and found.job else None,
    }


def _lacking(viewer: Viewer, found: ClassReports) -> list[Lacking]:
    """What will not be printed as it is written; only names and single signs are shown of it."""
    rows = TermReport.objects.visible_to(viewer, act="write").filter(reports=found).exclude(kind="")
    return lacking_in(told_reports(viewer, list(rows.select_related("reports").order_by("place"))))


def family_context(viewer: Viewer) -> dict[str, Any]:
    """A pupil's own, or a guardian's children's: what waits to be chosen, and what was given out."""
    rows = list(
        TermReport.objects.visible_to(viewer, act="list")
        .select_related("reports")
        .order_by("-reports__last", "place")[:MOST]
    )
    names = names_in(viewer, [int(row.pupil) for row in rows])
    told = [
        {
            "number": int(row.pk),
            "name": names[int(row.pupil)],
            "period": period_title(row.reports.window, row.reports.label),
            "status": status_of(row),
            "open": row.state == FINISHED,
            "choose": row.state in OPEN_STATES,
            "chosen": row.chosen,
        }
        for row in rows
    ]
    return {"rows": told, "guardian": bool(viewer.wards)}
