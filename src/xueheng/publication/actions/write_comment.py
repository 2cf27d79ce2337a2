"""The class teacher writes a comment: from then on it is hers, and no draft takes its place."""

from django.db import transaction

from xueheng.identity.public import Viewer
from xueheng.publication.actions.open_class_reports import STREAM
from xueheng.publication.model_reports import FINISHED, TermReport
from xueheng.publication.refusals import given_out
from xueheng.publication.sealed_reports import put_comment
from xueheng.publication.told_reports import report_for
from xueheng.trust.public import now, write_journal

LONGEST = 1_000


@transaction.atomic
def write_comment(by: Viewer, number: int, comment: str) -> None:
    """Raises ReportRefused for one that was given out, or is not hers to write."""
    report_for(by, number, act="write")
    row = TermReport.objects.visible_to(by, act="write").select_for_update().get(pk=number)
    if row.state == FINISHED:
        raise given_out()
    put_comment(row, comment.strip()[:LONGEST])
    row.edited, row.changed = True, now()
    row.save(update_fields=["comment", "edited", "changed"])
    about = [("person", int(row.pupil)), ("report", number)]
    write_journal(STREAM, "write_comment", actor=by.person, post=by.post, about=about)
