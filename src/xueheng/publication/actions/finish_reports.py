"""A class's reports are given out: all of them at once, so that no family waits longer than another."""

from django.db import transaction

from xueheng.identity.public import Viewer
from xueheng.publication.actions.open_class_reports import STREAM
from xueheng.publication.model_reports import CHECKED, FINISHED, TermReport
from xueheng.publication.refusals import not_all_checked, nothing_written
from xueheng.publication.told_reports import class_reports
from xueheng.trust.public import now, write_journal


@transaction.atomic
def finish_reports(by: Viewer, number: int) -> int:
    """How many were given out now. Those to whom no report applies are passed over. Raises ReportRefused."""
    found = class_reports(by, number, act="write")
    rows = TermReport.objects.visible_to(by, act="write").filter(reports=found).exclude(kind="")
    states = [row.state for row in rows.select_for_update()]
    if not states:
        raise nothing_written()
    left = sum(state not in (CHECKED, FINISHED) for state in states)
    if left:
        raise not_all_checked(left)
    done = int(rows.filter(state=CHECKED).update(state=FINISHED, changed=now()))
    about = [("organisation", int(found.organisation)), ("reports", number)]
    write_journal(STREAM, "finish_reports", actor=by.person, post=by.post, about=about, detail={"rows": done})
    return done
