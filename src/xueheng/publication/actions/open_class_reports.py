"""A class's reports of a period are opened: one for each pupil enrolled on its last day, or today before that."""

from django.db import transaction

from xueheng.identity.public import Enrolment, Viewer, holds_on, require
from xueheng.publication.model_reports import ClassReports, TermReport
from xueheng.publication.periods import period_named
from xueheng.publication.refusals import nobody_there
from xueheng.publication.visibility import KIND
from xueheng.trust.public import now, write_journal

STREAM = "reports"
_ENROLLED = "enrolled"
_WHY = "who is in the class"


@transaction.atomic
def open_class_reports(by: Viewer, organisation: int, period: str) -> ClassReports:
    """The class's reports, as they are where they were opened before. Raises PermissionRefused, ReportRefused."""
    require(by, "manages", KIND, organisation)
    asked = period_named(period, by.day)
    found: ClassReports
    found, made = ClassReports.objects.for_the_programme(_WHY).get_or_create(
        organisation=organisation, window=asked.window, label=asked.label,
        defaults={"first": asked.start, "last": asked.end, "person": by.person, "made": now()},
    )  # fmt: skip
    add_pupils(by, found)
    if not TermReport.objects.for_the_programme(_WHY).filter(reports=found).exists():
        raise nobody_there()
    if made:
        write_journal(
            STREAM, "open_reports", actor=by.person or None, post=by.post,
            about=[("organisation", organisation), ("reports", int(found.pk))],
        )  # fmt: skip
    return found


def add_pupils(by: Viewer, found: ClassReports) -> None:
    """Pupils who came since get theirs; those of pupils who left stay."""
    day = max(found.first, min(found.last, by.day))
    rows = Enrolment.objects.for_the_programme(_WHY).filter(
        holds_on(day), organisation=found.organisation, status=_ENROLLED
    )
    known = set(TermReport.objects.for_the_programme(_WHY).filter(reports=found).values_list("pupil", flat=True))
    enrolled = sorted(rows.values_list("seat", "pupil"), key=lambda row: (row[0] is None, row[0] or 0, row[1]))
    new = [pupil for _, pupil in enrolled if pupil not in known]
    TermReport.objects.bulk_create(
        TermReport(reports=found, pupil=pupil, organisation=found.organisation, place=len(known) + at, changed=now())
        for at, pupil in enumerate(new, start=1)
    )
