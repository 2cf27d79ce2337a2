"""A pupil, or a guardian for her, says which works go into the report; also that none does."""

from collections.abc import Collection

from django.db import transaction

from xueheng.identity.public import Viewer
from xueheng.publication.actions.open_class_reports import STREAM
from xueheng.publication.model_reports import WRITING, TermReport
from xueheng.publication.refusals import not_choosable, report_unknown, too_many
from xueheng.publication.told_reports import report_for
from xueheng.publication.works import MOST, choosable, keep_picks
from xueheng.trust.public import now, write_journal


@transaction.atomic
def pick_works(by: Viewer, number: int, records: Collection[int]) -> None:
    """Raises ReportRefused: for a report that is not open to choose for, too many, or a record that cannot go in."""
    report_for(by, number, act="choose")
    row = TermReport.objects.visible_to(by, act="choose").select_for_update().filter(pk=number).first()
    if row is None:
        raise report_unknown()
    wanted = set(records)
    if len(wanted) > MOST:
        raise too_many(MOST)
    works = [work for work in choosable(by, row) if work.record in wanted]
    if len(works) != len(wanted):
        raise not_choosable()
    keep_picks(row, works)
    row.chosen, row.state, row.changed = True, WRITING, now()
    row.save(update_fields=["chosen", "state", "changed"])
    about = [("person", int(row.pupil)), ("report", number)]
    write_journal(STREAM, "pick_works", actor=by.person, post=by.post, about=about, detail={"rows": len(works)})
