"""What the server looks after by itself: records whose time is over, erasures whose work was broken off, workbooks and
answers that were kept for long enough.
"""

from collections.abc import Mapping

from django.utils import timezone

from xueheng.evidence.public import destroy_expired, drop_old_workbooks
from xueheng.identity.public import programme_viewer, today
from xueheng.publication.public import drop_old_report_files
from xueheng.shell.public import JobHandle, declare_job, job_under_way, last_begun, moment, start_job
from xueheng.trust.public import sweep_databases, sweep_is_due
from xueheng.web.api.kept_answers import drop_old_answers
from xueheng.web.erasing import ERASERS
from xueheng.web.erasure_jobs import begin_what_was_left
from xueheng.web.statistics import know_tables
from xueheng.wording import Text

EXPIRE = "destroy_expired"
FROM_HOUR = 1
"""The hour where the office is from which the night's work begins; a server that was off begins when it is on."""


def look_after() -> None:
    """Called every hour while nothing waits, and at the start."""
    know_tables()
    begin_what_was_left()
    drop_old_workbooks()
    drop_old_report_files()
    drop_old_answers()
    begun_today = timezone.localdate(moment(last_begun(EXPIRE))) == today()
    if timezone.localtime().hour >= FROM_HOUR and not begun_today and not job_under_way(EXPIRE):
        start_job(programme_viewer(), EXPIRE, {})


def _expire(handle: JobHandle, arguments: Mapping[str, object]) -> dict[str, object]:
    del arguments
    found = destroy_expired(programme_viewer(), today(), ERASERS, handle.progress)
    if sweep_is_due():
        sweep_databases(rewriting=True)
    return {one.type: one.count for one in found}


declare_job(EXPIRE, Text("销毁到期的记录", "Destroying records whose time is over"), _expire)
