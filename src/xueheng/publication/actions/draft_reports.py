"""Drafts for a whole class: facts anew for every report that is still written, a comment where nobody wrote one."""

from collections.abc import Callable

from django.db import transaction

from xueheng.identity.public import Viewer
from xueheng.publication.actions.open_class_reports import STREAM, add_pupils
from xueheng.publication.drafting import Drafter
from xueheng.publication.model_reports import TermReport
from xueheng.publication.sealed_reports import put_comment, put_facts
from xueheng.publication.told_reports import class_reports
from xueheng.publication.visibility import OPEN_STATES
from xueheng.trust.public import now, write_journal
from xueheng.wording import Language, Text

Progress = Callable[[int, int, Text], None]


def draft_reports(by: Viewer, number: int, progress: Progress, language: Language = "zh") -> int:
    """How many were drafted. Raises ReportRefused; what was made before it was broken off stays."""
    found = class_reports(by, number, act="write")
    with transaction.atomic():
        add_pupils(by, found)
    rows = TermReport.objects.visible_to(by, act="write").filter(reports=found)
    numbers = list(rows.filter(state__in=OPEN_STATES).order_by("place").values_list("pk", "pupil"))
    drafter, done = Drafter(by, found.period), 0
    try:
        for at, (one, pupil) in enumerate(numbers, start=1):
            drafted = drafter.draft(int(pupil))
            if drafted is not None:
                kind, facts, comment = drafted
                with transaction.atomic():
                    row = rows.select_for_update().get(pk=one)
                    if row.state in OPEN_STATES:
                        put_facts(row, facts)
                        row.kind = kind
                        if not row.edited:
                            put_comment(row, comment.say(language))
                        row.changed = now()
                        row.save(update_fields=["facts", "kind", "comment", "changed"])
                        done += 1
            progress(at, len(numbers), Text(f"已写 {at} 份，共 {len(numbers)} 份", f"{at} of {len(numbers)} drafted"))
    finally:
        drafter.close()
    with transaction.atomic():
        about = [("organisation", int(found.organisation)), ("reports", number)]
        write_journal(
            STREAM, "draft_reports", actor=by.person or None, post=by.post, about=about, detail={"rows": done}
        )
    return done
