"""An import is given up, or done with: its file and all that it tells of people become unreadable for good."""

from django.db import transaction

from xueheng.identity.actions.check_register import OPEN_STATES, own_import
from xueheng.identity.imports.kept_file import forget
from xueheng.identity.imports.refusals import ImportNotReady
from xueheng.identity.model_imports import RegisterImport
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import now, write_journal

WHY = "an import is withdrawn"
KEPT_DAYS = 30
"""So long the file lies here after it came, for its marked-up return."""
DAY = 24 * 3600 * 1_000_000


def withdraw_import(by: Viewer, number: int) -> None:
    """Give an import up before anything of it is stored; its file is destroyed. Raises ImportNotReady."""
    batch = own_import(by, number, OPEN_STATES)
    with transaction.atomic():
        rows = RegisterImport.objects.for_the_programme(WHY).filter(pk=number, state__in=OPEN_STATES)
        if not rows.update(state="withdrawn", told=None):
            raise ImportNotReady
        _write(by, batch)
    forget(number)


def forget_old_imports(by: Viewer) -> int:
    """Destroy the files of imports older than 30 days; how many. What they stored stays."""
    rows = RegisterImport.objects.for_the_programme(WHY).filter(created__lt=now() - KEPT_DAYS * DAY, told__isnull=False)
    numbers = list(rows.values_list("number", flat=True)[:500])
    for number in numbers:
        forget(number)
        RegisterImport.objects.for_the_programme(WHY).filter(pk=number).update(told=None)
    return len(numbers)


def _write(by: Viewer, batch: RegisterImport) -> None:
    write_journal(
        "identity", "withdraw_import", actor=by.person or None, post=by.post,
        about=[("import", batch.number), ("organisation", batch.organisation)], detail={"layout": batch.layout},
    )  # fmt: skip
