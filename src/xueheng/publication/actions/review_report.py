"""The class teacher's word on one report: checked, back to its pupil to choose again, or taken back to be changed."""

from typing import Literal

from django.db import transaction

from xueheng.identity.public import Viewer
from xueheng.publication.actions.open_class_reports import STREAM
from xueheng.publication.model_reports import AGAIN, CHECKED, FINISHED, WRITING, TermReport
from xueheng.publication.refusals import given_out, nothing_written, report_unknown
from xueheng.publication.told_reports import report_for
from xueheng.trust.public import now, write_journal

Word = Literal["check", "again", "take_back"]
WORDS: dict[str, tuple[Word, str, str]] = {
    "check": ("check", CHECKED, "check_report"),
    "again": ("again", AGAIN, "send_back_report"),
    "take_back": ("take_back", WRITING, "take_back_report"),
}


@transaction.atomic
def review_report(by: Viewer, number: int, word: str) -> TermReport:
    """The report as it stands then. Raises ReportRefused."""
    if word not in WORDS:
        raise report_unknown()
    report_for(by, number, act="write")
    row: TermReport = TermReport.objects.visible_to(by, act="write").select_for_update().get(pk=number)
    said, state, verb = WORDS[word]
    if row.state == FINISHED and said != "take_back":
        raise given_out()
    if said == "check" and not (row.comment and row.facts):
        raise nothing_written()
    row.state, row.changed = state, now()
    if said == "again":
        row.chosen = False
    row.save(update_fields=["state", "chosen", "changed"])
    about = [("person", int(row.pupil)), ("report", number)]
    write_journal(STREAM, verb, actor=by.person, post=by.post, about=about)
    return row
